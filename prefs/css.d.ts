declare module '*.css' {
    const text: string;
    export default text;
}

/** Of the package; put in by the bundler. */
declare const VERSION: string;
