import GLib from 'gi://GLib';
import {write} from '../../helper/files.js';
import {nameFinder, Parsed} from '../../helper/names.js';

describe('names of users and groups', () => {
    let folder: string;
    let path: string;
    let reads: number;
    const lines = () =>
        new Parsed(path, text => {
            reads++;
            return text.split('\n');
        });

    beforeEach(() => {
        folder = GLib.Dir.make_tmp('galaf-names-XXXXXX');
        path = `${folder}/group`;
        reads = 0;
    });
    afterEach(() => {
        GLib.unlink(path);
        GLib.rmdir(folder);
    });

    it('are read once, however often they are wanted', () => {
        write(path, 'one');
        const names = lines();
        for (let i = 0; i < 100; i++) expect(names.get()).toEqual(['one']);
        expect(reads).toBe(1);
    });

    it('are those of now: of another file, and of the same size', () => {
        write(path, 'one');
        const names = lines();
        names.get();
        write(path, 'two');
        expect(names.get()).toEqual(['two']);
        GLib.unlink(path);
        expect(names.get()).toEqual(['']);
        write(path, 'six');
        expect(names.get()).toEqual(['six']);
    });

    it('are numbers where there is none, and null of nobody', () => {
        const {user, group} = nameFinder();
        expect([user(0), group(0)]).toEqual(['root', 'root']);
        expect([user(4294900000), group(4294900000), user(null)]).toEqual(['4294900000', '4294900000', null]);
    });
});
