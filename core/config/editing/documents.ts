/** The files of a configuration while they are edited. */
import type {JSONPath, Node} from 'jsonc-parser';
import type {SourceFile} from '../types.js';
import {JsonText} from './text.js';

/** A place in one of the files. */
export interface Place {
    readonly file: JsonText;
    readonly node: Node;
}

const MAIN = 'galaf.json';

export class Documents {
    #files: JsonText[];

    /** @param sources main file first; none at all begins one */
    constructor(sources: readonly SourceFile[]) {
        const all = sources.length ? sources : [{name: MAIN, text: ''}];
        this.#files = all.map(({name, text}) => JsonText.begin(name, text));
    }

    get sources(): SourceFile[] {
        return this.#files.map(({name, text}) => ({name, text}));
    }

    /** The first file that has something at the path. */
    find(path: JSONPath): Place | null {
        for (const file of this.#files) {
            const node = file.find(path);
            if (node) return {file, node};
        }
        return null;
    }

    /** The members of a section over all files, without comments (keys that start with #). */
    entries(section: string): {name: string; value: Node; property: Node; file: JsonText}[] {
        return this.#files.flatMap(file =>
            (file.find([section])?.children ?? []).flatMap(property => {
                const [key, value] = property.children ?? [];
                const name = String(key?.value);
                return value && !name.startsWith('#') ? [{name, value, property, file}] : [];
            }),
        );
    }

    update(before: JsonText, after: JsonText): void {
        this.#files = this.#files.map(file => (file === before ? after : file));
    }

    /**
     * Sets a value, and creates the objects above it that are missing or null. What exists is changed where it stands; a
     * new entry of a section goes to the first file, whichever other files have the section too.
     */
    set(path: JSONPath, value: unknown): void {
        const existing = this.find(path);
        if (existing) return this.update(existing.file, existing.file.replace(existing.node, value));
        const key = path.at(-1)!;
        const parentPath = path.slice(0, -1);
        const parent = path.length > 2 ? this.find(parentPath) : this.#inFirst(parentPath);
        if (!parent?.node.children) {
            const inner = typeof key === 'number' ? [value] : {[key]: value};
            if (parent) this.update(parent.file, parent.file.replace(parent.node, inner));
            else if (path.length === 2) this.#addSection(String(parentPath[0]), inner);
            else this.set(parentPath, inner);
            return;
        }
        const {file, node} = parent;
        this.update(
            file,
            node.type === 'array' ? file.addItem(node, value) : file.addMember(node, String(key), value),
        );
    }

    #inFirst(path: JSONPath): Place | null {
        const file = this.#files[0]!;
        const node = path.length ? file.find(path) : file.root;
        return node ? {file, node} : null;
    }

    #addSection(name: string, value: unknown): void {
        const file = this.#files[0]!;
        this.update(file, file.addMember(file.root, name, value));
    }

    /** Takes a member or an item out. False when there is none. */
    remove(path: JSONPath): boolean {
        const place = this.find(path);
        if (!place) return false;
        const {parent} = place.node;
        const child = parent?.type === 'property' ? parent : place.node;
        this.update(place.file, place.file.remove(child));
        return true;
    }
}
