/** Why an edit cannot be made; the text is for people. */
export class EditError extends Error {
    override name = 'EditError';

    constructor(
        /** `invalid`: the edit itself or the file it is for cannot be read. */
        readonly code: 'not-found' | 'conflict' | 'invalid',
        message: string,
    ) {
        super(message);
    }
}
