/** The package's own types describe its CommonJS entry; this is the ES module of the same code. */
declare module 'punycode/punycode.es6.js' {
    const punycode: {toASCII(domain: string): string; toUnicode(domain: string): string};
    export default punycode;
}
