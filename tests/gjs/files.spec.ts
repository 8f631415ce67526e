/** Files appear whole, links flip in one step, removal does not follow links. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import * as files from '../../helper/files.js';

const folder = GLib.Dir.make_tmp('galaf-spec-XXXXXX');

describe('files', () => {
    afterAll(() => files.remove(folder));

    it('writes with mode 0644 and leaves no temporary file', () => {
        files.write(`${folder}/a`, 'one');
        files.write(`${folder}/a`, 'two');
        expect(files.read(`${folder}/a`)).toBe('two');
        expect(files.names(folder)).toEqual(['a']);
        const info = Gio.File.new_for_path(`${folder}/a`).query_info('unix::mode', 0, null);
        expect(info.get_attribute_uint32('unix::mode') & 0o777).toBe(0o644);
    });

    it('reads nothing where there is nothing', () => {
        expect(files.read(`${folder}/none`)).toBeNull();
        expect(files.names(`${folder}/none`)).toEqual([]);
    });

    it('points a link elsewhere', () => {
        files.link('a', `${folder}/link`);
        files.link('b', `${folder}/link`);
        expect(files.readLink(`${folder}/link`)).toBe('b');
        files.remove(`${folder}/link`);
    });

    it('removes folders, and links without what they point at', () => {
        files.makeFolder(`${folder}/deep/er`);
        files.write(`${folder}/kept`, '');
        files.link('../../kept', `${folder}/deep/er/link`);
        files.remove(`${folder}/deep`);
        expect(files.names(folder)).toEqual(['a', 'kept']);
    });
});
