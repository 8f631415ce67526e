/** Errors of every kind have a name on the bus and a text. */
import GLib from 'gi://GLib';
import {EditError} from '../../core/config/edit.js';
import {ConflictError, dbusName, messageOf} from '../../helper/errors.js';

function thrown(action: () => unknown): unknown {
    try {
        action();
    } catch (error) {
        return error;
    }
    return null;
}

describe('errors', () => {
    it('have their own names on the bus', () => {
        expect(dbusName(new ConflictError('taken'))).toBe('org.galaf.Error.Conflict');
        expect(dbusName(new EditError('not-found', 'gone'))).toBe('org.galaf.Error.NotFound');
        expect(dbusName(new Error('else'))).toBe('org.galaf.Error.Failed');
        expect(dbusName(null)).toBe('org.galaf.Error.Failed');
    });

    it('of GLib are answered like any other, though they are no instances of Error', () => {
        const error = thrown(() => GLib.file_get_contents('/nonexistent'));
        expect(error instanceof Error).toBe(false);
        expect(dbusName(error)).toBe('org.galaf.Error.Failed');
        expect(messageOf(error)).toContain('/nonexistent');
    });

    it('always have a text', () => {
        expect(messageOf(new Error('words'))).toBe('words');
        expect(messageOf('words')).toBe('words');
        expect(messageOf(null)).toBe('null');
    });
});
