declare module '*.css' {
    const text: string;
    export default text;
}

/** Of the package; put in by the bundler. */
declare const GALAF_VERSION: string;
