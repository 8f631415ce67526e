/** Several files as one. */
import {getNodeValue} from 'jsonc-parser';
import type {SourceFile} from '../types.js';
import {Documents} from './documents.js';

const SECTIONS = ['config', 'base', 'users', 'groups', 'inbound'];

/** The main file with what its drop-ins add. Comments of the main file stay, those of drop-ins do not. */
export function mergeSources(sources: readonly SourceFile[]): SourceFile {
    const [main, ...more] = sources;
    const merged = new Documents(main ? [main] : []);
    const rest = new Documents(more.length ? more : [{name: '', text: '{}'}]);
    for (const section of SECTIONS)
        for (const {name, value} of rest.entries(section))
            merged.set([section, name], getNodeValue(value) as unknown);
    return merged.sources[0]!;
}
