/** Starting sets of endpoints for kinds of apps, and the entry of a new group made from one. Titles are the views' matter. */
import {PLACEHOLDER} from './config/launching.js';
import type {Harden} from './config/types.js';

export interface TemplateEndpoint {
    readonly to: readonly string[];
    readonly ports: readonly string[];
}

export interface Template {
    readonly id: 'browser' | 'mail' | 'chat' | 'packages' | 'game' | 'record' | 'none';
    readonly endpoints: readonly TemplateEndpoint[];
    /** Allow everything for now and write down where it goes. */
    readonly record: boolean;
    readonly harden: Harden;
    /** Categories of the desktop entry specification that suggest it. */
    readonly categories: readonly string[];
}

const any = (...ports: string[]): TemplateEndpoint => ({to: ['any'], ports});

/** In the order in which they are offered when nothing is known about the app. */
export const TEMPLATES: readonly Template[] = [
    {
        id: 'record',
        endpoints: [],
        record: true,
        harden: 'userns',
        categories: [],
    },
    {
        id: 'browser',
        // HTTP/3 is UDP.
        endpoints: [any('tcp/80', 'tcp/443', 'udp/443')],
        record: false,
        harden: 'userns',
        categories: ['WebBrowser'],
    },
    {
        id: 'mail',
        // Submission, IMAP and POP3 over TLS, and STARTTLS on the old ports; the provider's names narrow it later.
        endpoints: [any('tcp/465', 'tcp/587', 'tcp/993', 'tcp/995', 'tcp/143', 'tcp/110')],
        record: false,
        harden: 'userns',
        categories: ['Email', 'ContactManagement'],
    },
    {
        id: 'chat',
        // Web APIs, XMPP, IRC over TLS, STUN and TURN.
        endpoints: [any('tcp/443', 'tcp/5222-5223', 'tcp/6697', 'udp/3478-3481', 'udp/443')],
        record: false,
        harden: 'userns',
        categories: ['InstantMessaging', 'Chat', 'IRCClient', 'VideoConference', 'Telephony'],
    },
    {
        id: 'packages',
        endpoints: [any('tcp/80', 'tcp/443')],
        record: false,
        harden: 'off',
        categories: ['PackageManager'],
    },
    {
        id: 'game',
        endpoints: [any('tcp/443', 'tcp/80', 'tcp/27015-27050', 'udp/27000-27100', 'udp/3478-4380')],
        record: false,
        harden: 'userns',
        categories: ['Game'],
    },
    {
        id: 'none',
        endpoints: [],
        record: false,
        // Nobody gains anything by its group; and GNOME's image loaders are sandboxes.
        harden: 'userns',
        categories: [],
    },
];

/** The template whose categories fit best; recording when none does. */
export function suggestTemplate(categories: readonly string[]): Template {
    const fits = TEMPLATES.find(template => template.categories.some(one => categories.includes(one)));
    return fits ?? TEMPLATES[0]!;
}

/** What is known of an installed app. */
export interface InstalledApp {
    /** Desktop file id such as `org.mozilla.firefox.desktop`. */
    readonly id: string;
    readonly title: string;
    readonly icon: string | null;
    /** Exec of the desktop file as words, the program absolute; field codes such as `%U` included. */
    readonly exec: readonly string[];
    readonly categories: readonly string[];
    /** MIME types it opens; `x-scheme-handler/https` says that it takes such links. */
    readonly types: readonly string[];
}

/** A name that groupadd takes and nobody has yet, made from the desktop file's id. */
export function groupNameFor(app: InstalledApp, taken: ReadonlySet<string>): string {
    const last =
        app.id
            .replace(/\.desktop$/, '')
            .split('.')
            .at(-1) ?? '';
    const letters = last.toLowerCase().replace(/[^a-z0-9_-]+/g, '-');
    const stem =
        letters
            .replace(/^[^a-z_]+/, '')
            .replace(/-+$/, '')
            .slice(0, 26) || 'app';
    if (!taken.has(stem)) return stem;
    let number = 2;
    while (taken.has(`${stem}-${number}`)) number++;
    return `${stem}-${number}`;
}

export type ArgsValue = 'none' | 'files' | 'any' | {readonly uris: readonly string[]};

export interface Command {
    readonly execv: readonly string[];
    /** What may stand in place of `…`; null when there is none. */
    readonly args: ArgsValue | null;
}

/** Schemes of its links; `%u` without any takes web links. */
function schemes(app: InstalledApp): string[] {
    const prefix = 'x-scheme-handler/';
    const own = app.types.filter(type => type.startsWith(prefix)).map(type => type.slice(prefix.length));
    return own.length ? [...new Set([...own, 'file'])] : ['http', 'https', 'file'];
}

/**
 * Flatpak shows its apps documents of the user through a file system that the kernel opens to the user's own group only, and
 * starts no app that it cannot show them to.
 */
const withoutDocuments = ([program = '', verb, ...rest]: readonly string[]): readonly string[] =>
    program.endsWith('/flatpak') && verb === 'run' ? [program, verb, '--no-documents-portal', ...rest] : [];

/** A command for galaf.json from an Exec line: field codes for files or links become the place for arguments. */
export function commandFor(app: InstalledApp): Command {
    const place = app.exec.find(word => /^%[fFuU]$/.test(word));
    const flatpak = withoutDocuments(app.exec);
    const execv = (flatpak.length ? flatpak : app.exec).flatMap(word => {
        if (word === place) return [PLACEHOLDER];
        // Other codes (%i, %c, %k…) stand for texts that the app can do without.
        return /^%[a-zA-Z]$/.test(word) ? [] : [word.replace(/%%/g, '%')];
    });
    if (!place) return {execv, args: null};
    return {execv, args: place.toLowerCase() === '%f' ? 'files' : {uris: schemes(app)}};
}

/** The entry of `groups` for an installed app with a starting set. */
export function entryFor(app: InstalledApp, template: Template): Record<string, unknown> {
    const {execv, args} = commandFor(app);
    return {
        title: app.title,
        ...(app.icon ? {icon: app.icon} : {}),
        desktop: app.id,
        execv,
        ...(args ? {args} : {}),
        ...(template.harden === 'strict' ? {} : {harden: template.harden}),
        ...(template.endpoints.length ? {allow: template.endpoints} : {}),
        ...(template.record ? {record: true} : {}),
    };
}
