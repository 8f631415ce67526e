/** Version of the package; build.js puts it in from package.json. */
declare const GALAF_VERSION: string;
export const VERSION: string = GALAF_VERSION;
