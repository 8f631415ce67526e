/**
 * Overrides of the system's own ways to start an app group's program: desktop entry with its actions, D-Bus service,
 * autostart entries, user units, shell command. All of them launch through galaf instead; the rest of each file stays as
 * its package wrote it. They go to folders that come before the system's in XDG_DATA_DIRS and XDG_CONFIG_DIRS.
 */
import {PLACEHOLDER} from '../config/launching.js';
import {busName} from '../machine/desktop.js';
import {
    formatSections,
    parseSections,
    type Section,
    splitExec,
    valueOf,
    withKeys,
} from '../machine/key-file.js';
import type {Policy, PolicyGroup} from '../policy/types.js';

const MAIN = 'Desktop Entry';
const ACTION = 'Desktop Action ';
const GALAF = '/usr/bin/galaf';

/** Files by path below the generation, and commands that a group has besides `execv`, by the name of their launch file. */
export interface Overrides {
    readonly files: ReadonlyMap<string, string>;
    readonly variants: ReadonlyMap<
        string,
        {readonly group: PolicyGroup; readonly command: readonly string[]}
    >;
}

const programOf = (word: string | undefined): string => word?.split('/').at(-1) ?? '';

interface Words {
    readonly words: readonly string[];
    /** Whether files or links are handed over. */
    readonly place: boolean;
}

/** Null for a field code that is not known. */
function withoutCodes(options: readonly string[]): Words | null {
    const words: string[] = [];
    let place = false;
    for (const word of options) {
        if (/^%[fFuU]$/.test(word)) place = true;
        else if (!/%[^%]/.test(word)) words.push(word.replaceAll('%%', '%'));
        else if (!/^%[ickdDnNvm]$/.test(word)) return null;
    }
    return {words, place};
}

const isOption = (word: string): boolean => word.startsWith('-');

/** What is the same program only with the same words after it: interpreters, and whatever takes a word before any option. */
const runsOthers = (program: string, [first = '-']: readonly string[]): boolean =>
    !isOption(first) || /^(python|perl|ruby|node|gjs|java|mono|wine|env|(ba|da)?sh)[0-9.]*$/.test(program);

/** Where the id of the app stands in `flatpak run OPTION… APP ARGUMENT…`; -1 in any other command. */
const flatpakApp = (words: readonly string[]): number =>
    words[0] === 'run' ? words.findIndex((word, i) => i > 0 && !isOption(word)) : -1;

/** Flatpak's marks around names of files, which stay with the place for them. */
const isMark = (word: string): boolean => /^@@[uf]?$/.test(word);

/** Options of flatpak itself differ from entry to entry of one app; what follows the app's id are the app's. */
function extendedFlatpak(own: readonly string[], {words, place}: Words): string[] | null {
    const [at, there] = [flatpakApp(own), flatpakApp(words)];
    if (at < 0 || own[at] !== words[there]) return null;
    const added = words.slice(there + 1).filter(word => !isMark(word));
    const rest = own.slice(at + 1).filter(word => place || (word !== PLACEHOLDER && !isMark(word)));
    return [...own.slice(0, at + 1), ...added, ...rest];
}

/**
 * The group's command with the options that an `Exec` line adds to the same program. Null when the line starts another
 * program: only `execv` says what may run in the group.
 */
function extended(execv: readonly string[], exec: string | null): string[] | null {
    const [program, ...options] = splitExec(exec ?? '');
    const [first = '', ...own] = execv;
    const line = withoutCodes(options);
    if (!program || !line || programOf(program) !== programOf(first)) return null;
    if (programOf(first) === 'flatpak') {
        const words = extendedFlatpak(own, line);
        return words && [first, ...words];
    }
    const fixed = own.filter(word => word !== PLACEHOLDER);
    const repeated = fixed.every((word, i) => word === line.words[i]);
    if (!repeated && runsOthers(programOf(first), fixed)) return null;
    const added = repeated ? line.words.slice(fixed.length) : line.words;
    return [first, ...fixed, ...added, ...(line.place && own.includes(PLACEHOLDER) ? [PLACEHOLDER] : [])];
}

/** The field code by which a desktop hands over what `args` admits, one or several as the original takes them. */
function fieldCode({args, execv}: PolicyGroup, exec: string | null): string {
    const code = /%([fFuU])/.exec(exec ?? '')?.[1];
    if (!code || args.kind === 'none' || !execv?.includes(PLACEHOLDER)) return '';
    if (args.kind === 'any') return ` %${code}`;
    const one = code === code.toLowerCase();
    const letter = args.kind === 'files' ? 'f' : 'u';
    return ` %${one ? letter : letter.toUpperCase()}`;
}

/** Collects what one group overrides. */
class GroupOverrides {
    readonly #group: PolicyGroup;
    readonly #execv: readonly string[];
    readonly files = new Map<string, string>();
    readonly variants = new Map<string, {group: PolicyGroup; command: readonly string[]}>();

    constructor(group: PolicyGroup, execv: readonly string[]) {
        this.#group = group;
        this.#execv = execv;
    }

    /** `galaf GROUP:NAME` for a command that adds options, `galaf GROUP` for one that adds none; null for another program. */
    #launch(name: string, exec: string | null): string | null {
        const command = extended(this.#execv, exec);
        if (!command) return null;
        const bare = (words: readonly string[]) => words.filter(word => word !== PLACEHOLDER).join('\0');
        if (bare(command) === bare(this.#execv)) return `${GALAF} ${this.#group.name}`;
        const launch = `${this.#group.name}:${name}`;
        this.variants.set(launch, {group: this.#group, command});
        return `${GALAF} ${launch}`;
    }

    #rewriteAction(section: Section): Section | null {
        const exec = valueOf(section, 'Exec');
        const id = section.name.slice(ACTION.length);
        const launch = /^[A-Za-z0-9-]{1,40}$/.test(id) ? this.#launch(id, exec) : null;
        return launch === null ? null : withKeys(section, {Exec: `${launch}${fieldCode(this.#group, exec)}`});
    }

    #rewrite(text: string, exec: (original: string | null) => string): string {
        const sections = parseSections(text).flatMap(section =>
            section.name.startsWith(ACTION) ? (this.#rewriteAction(section) ?? []) : [section],
        );
        const actions = sections.filter(({name}) => name.startsWith(ACTION));
        return formatSections(
            sections.map(section => {
                if (section.name !== MAIN) return section;
                const listed = valueOf(section, 'Actions')?.split(';').filter(Boolean) ?? [];
                const kept = listed.filter(id => actions.some(({name}) => name === `${ACTION}${id}`));
                return withKeys(section, {
                    Exec: exec(valueOf(section, 'Exec')),
                    // The desktop would ask the bus instead of starting Exec.
                    DBusActivatable: valueOf(section, 'DBusActivatable') === null ? null : 'false',
                    Actions: kept.length ? `${kept.join(';')};` : null,
                    'X-Galaf-Group': this.#group.name,
                });
            }),
        );
    }

    addEntry(id: string, text: string): void {
        const exec = (original: string | null) =>
            `${GALAF} ${this.#group.name}${fieldCode(this.#group, original)}`;
        this.files.set(`share/applications/${id}`, this.#rewrite(text, exec));
    }

    /** Autostart entries often add an option, such as one that opens no window. */
    addAutostart(name: string, text: string, number: number): void {
        const main = parseSections(text).find(section => section.name === MAIN);
        const launch = this.#launch(`autostart-${number}`, valueOf(main, 'Exec'));
        if (launch)
            this.files.set(
                `xdg/autostart/${name}`,
                this.#rewrite(text, () => launch),
            );
    }

    /** The bus starts the command itself: SystemdService= would start the package's unit, which is overridden as well. */
    addService(id: string, text: string): void {
        const service = parseSections(text).find(section => section.name === 'D-BUS Service');
        const launch = this.#launch('dbus', valueOf(service, 'Exec'));
        if (!service || !launch) return;
        const changed = withKeys(service, {Exec: launch, SystemdService: null});
        this.files.set(`share/dbus-1/services/${busName(id)}.service`, formatSections([changed]));
        const unit = valueOf(service, 'SystemdService');
        if (unit && /^[A-Za-z0-9:_.@-]+\.service$/.test(unit))
            this.files.set(
                `systemd/user/${unit}.d/galaf.conf`,
                `# Made by galaf.\n[Service]\nExecStart=\nExecStart=${launch}\n`,
            );
    }

    addWrapper(): void {
        this.files.set(
            `bin/${programOf(this.#execv[0])}`,
            `#!/bin/sh\n# Made by galaf.\nexec ${GALAF} ${this.#group.name} "$@"\n`,
        );
    }

    /** Whether an autostart entry starts this group's program. */
    starts(text: string): boolean {
        const main = parseSections(text).find(section => section.name === MAIN);
        return extended(this.#execv, valueOf(main, 'Exec')) !== null;
    }
}

function overridesOf(group: PolicyGroup, {machine}: Policy): GroupOverrides | null {
    const {desktop: id, execv} = group;
    if (!execv?.length) return null;
    const overrides = new GroupOverrides(group, execv);
    if (group.wrapper) overrides.addWrapper();
    const entry = id === null ? undefined : machine.desktop?.entries[id];
    if (id === null || entry === undefined) return overrides;
    overrides.addEntry(id, entry);
    const service = machine.desktop?.services[id];
    if (service) overrides.addService(id, service);
    Object.entries(machine.desktop?.autostart ?? {})
        .filter(([name, text]) => name === id || overrides.starts(text))
        .forEach(([name, text], i) => overrides.addAutostart(name, text, i + 1));
    return overrides;
}

/** MIME types of the overrides. Desktops skip what the system's caches say of an entry that another folder overrides. */
function mimeCache(entries: ReadonlyMap<string, string>): string {
    const ids = new Map<string, string[]>();
    for (const [file, text] of entries) {
        const main = parseSections(text).find(section => section.name === MAIN);
        for (const type of valueOf(main, 'MimeType')?.split(';').filter(Boolean) ?? [])
            ids.set(type, [...(ids.get(type) ?? []), file.split('/').at(-1) ?? '']);
    }
    const lines = [...ids]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([type, list]) => `${type}=${list.join(';')};\n`);
    return `[MIME Cache]\n${lines.join('')}`;
}

/** Everything that the groups of a policy override. */
export function renderOverrides(policy: Policy): Overrides {
    const files = new Map<string, string>();
    const variants = new Map<string, {group: PolicyGroup; command: readonly string[]}>();
    for (const group of policy.groups) {
        const overrides = overridesOf(group, policy);
        overrides?.files.forEach((text, name) => files.set(name, text));
        overrides?.variants.forEach((variant, name) => variants.set(name, variant));
        if (group.unit)
            files.set(
                `systemd/system/${group.unit}.d/galaf.conf`,
                `# Made by galaf for the app group ${group.name}.\n[Service]\nGroup=${group.gid}\n`,
            );
    }
    const entries = new Map([...files].filter(([name]) => name.startsWith('share/applications/')));
    if (entries.size) files.set('share/applications/mimeinfo.cache', mimeCache(entries));
    return {files, variants};
}
