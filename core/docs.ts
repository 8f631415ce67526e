/** Files of docs/ that are made from the schema by `npm run docs`. */
import {renderJsonSchema} from './config/json-schema.js';
import {renderReference} from './config/reference.js';

export const DOCUMENTS: Readonly<Record<string, () => string>> = {
    'docs/config.md': renderReference,
    'docs/galaf.schema.json': renderJsonSchema,
};
