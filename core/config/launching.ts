/** The keys of a group that say how its command is started. */
import {readUserName} from './names.js';
import {GROUP} from './schema.js';
import {choicesOf} from './shapes.js';
import type {ArgsPolicy, GroupEntry, Harden, LaunchMode} from './types.js';
import type {Value} from './value.js';

/** Stands in `execv` where the caller's arguments go. */
export const PLACEHOLDER = '…';

/** Variables that make a program load code: root may set them, a caller's value must not pass. */
const LOADS_CODE =
    /^(LD_.*|GTK_MODULES|GTK_PATH|GTK3_MODULES|GIO_EXTRA_MODULES|GIO_MODULE_DIR|GDK_PIXBUF_MODULE.*|PYTHON(PATH|STARTUP|HOME|INSPECT)|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|PS4|PROMPT_COMMAND|NODE_OPTIONS|NODE_PATH|PERL5(LIB|OPT|DB)|PERLLIB|RUBY(OPT|LIB)|QT_PLUGIN_PATH|QML2?_IMPORT_PATH|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|GCONV_PATH|LUA_(PATH|CPATH|INIT).*|IFS|PATH|HOME|USER|SHELL|LOGNAME|XDG_RUNTIME_DIR|DBUS_.*|VK_.*|LIBGL_DRIVERS_PATH|GBM_BACKENDS_PATH|EGL_PLATFORM_LIBRARY|MOZ_.*PLUGIN.*|GI_TYPELIB_PATH|GUILE_LOAD.*|TCLLIBPATH|WINEDLL.*|OPENSSL_.*|GST_PLUGIN.*|GST_REGISTRY.*|QT_QPA_PLATFORM_PLUGIN_PATH|ELECTRON_RUN_AS_NODE|LOCPATH|GTK_EXE_PREFIX|GTK_IM_MODULE_FILE|LIBVA_DRIVERS_PATH|VDPAU_DRIVER_PATH|OCL_ICD_.*|SDL_DYNAMIC_API|ALSA_CONFIG_.*|ZDOTDIR)$/;

function readExecv(value: Value): string[] | null {
    const items = value.items();
    if (!items) return null;
    if (!items.length)
        return value.error(
            'empty-list',
            'a command needs at least a program',
            'leave the key out to define the group only',
        );
    const words = items.map(item => item.string());
    const [program] = words;
    if (typeof program === 'string' && !/^\/([^/]|\/(?!\/))*[^/]$/.test(program))
        items[0]!.error(
            'bad-execv',
            `"${program}" is not an absolute path`,
            'write the program with its folder, for example /usr/bin/curl',
        );
    const places = items.filter((_, i) => words[i] === PLACEHOLDER);
    if (words[0] === PLACEHOLDER) items[0]!.error('bad-execv', 'the caller cannot choose the program');
    places
        .slice(1)
        .forEach(place => place.error('bad-execv', `"${PLACEHOLDER}" may stand only once in a command`));
    return words.includes(null) ? null : (words as string[]);
}

function readArgs(value: Value): ArgsPolicy | null {
    if (value.isString) {
        const kind = value.oneOf(choicesOf<'none' | 'files' | 'any'>(GROUP['args']!));
        return kind && {kind};
    }
    const schemes = value
        .fields(['uris'])
        .get('uris')
        ?.list(item => {
            const scheme = item.string();
            if (scheme === null || /^[a-z][a-z0-9+.-]*$/.test(scheme)) return scheme;
            return item.error('bad-args', `"${scheme}" is not a URI scheme`, 'write for example "https"');
        }, true);
    return schemes?.length
        ? {kind: 'uris', schemes}
        : value.error('bad-args', 'expected "none", "files", "any" or {"uris": ["https"]}');
}

function readEnv(value: Value): string[] | null {
    return value.list(item => {
        const text = item.string();
        if (text === null) return null;
        const [name = ''] = text.split('=', 1);
        if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
            return item.error('bad-env', `"${name}" is not the name of a variable`);
        if (!text.includes('=') && LOADS_CODE.test(name))
            return item.error(
                'unsafe-env',
                `a caller could run code in the app through ${name}`,
                `set it here instead: "${name}=value"`,
            );
        return text;
    });
}

/** firejail is setuid, bwrap makes a user namespace, and flatpak starts bwrap: none runs with more than this. */
const LEVELS = {firejail: 'off', bwrap: 'userns', flatpak: 'userns'} as const;

/** The sandbox that a command runs in: the one of `launch`, or one that the command itself begins with. */
function sandboxOf(launch: LaunchMode, execv: readonly string[] | null): keyof typeof LEVELS | null {
    const name = launch === 'firejail' || launch === 'bwrap' ? launch : execv?.[0]?.split('/').at(-1);
    return name === 'firejail' || name === 'bwrap' || name === 'flatpak' ? name : null;
}

function readHarden(value: Value | undefined, launch: LaunchMode, execv: readonly string[] | null): Harden {
    const sandbox = sandboxOf(launch, execv);
    const implied = sandbox && LEVELS[sandbox];
    const harden = value?.oneOf(choicesOf<Harden>(GROUP['harden']!)) ?? implied ?? 'strict';
    const rank = {strict: 2, userns: 1, off: 0};
    if (value && implied && rank[harden] > rank[implied])
        value.error(
            'contradiction',
            `${sandbox} does not run with harden "${harden}"`,
            `use "${implied}", or leave the key out`,
        );
    return harden;
}

/** A network of its own is not this machine's output: nothing here would judge what goes through it. */
const OWN_NETWORK = /^--(net(?!=none$|filter)|netns|tunnel|bandwidth)(=|$)/;

function readSandbox(value: Value | undefined, launch: LaunchMode): string[] | null {
    if (!value) return null;
    if (launch !== 'firejail' && launch !== 'bwrap')
        return value.error(
            'contradiction',
            `launch "${launch}" has no sandbox`,
            'add "launch": "firejail" or "launch": "bwrap"',
        );
    return value.list(item => {
        const word = item.string();
        if (word === '--') return item.error('bad-sandbox', '"--" ends the options; it is added');
        if (word !== null && launch === 'firejail' && OWN_NETWORK.test(word))
            return item.error(
                'bad-sandbox',
                `with "${word}" the app would go round the rules of its group`,
                'use "--net=none" to take the network away, or leave it to the rules',
            );
        return word;
    });
}

/** A sandbox inside the same sandbox is a slip. */
function settleLaunch(value: Value | undefined, execv: readonly string[] | null): LaunchMode {
    const launch = value?.oneOf(choicesOf<LaunchMode>(GROUP['launch']!)) ?? 'direct';
    if (value && (launch === 'firejail' || launch === 'bwrap') && sandboxOf('direct', execv) === launch)
        value.error(
            'contradiction',
            `the command starts ${launch} itself`,
            `leave ${launch} out of execv, or the key`,
        );
    return launch;
}

/** `args` against the place for them in the command. */
function settleArgs(value: Value | undefined, execv: readonly string[] | null): ArgsPolicy {
    const place = execv?.includes(PLACEHOLDER) ?? false;
    const args = value
        ? (readArgs(value) ?? {kind: 'none' as const})
        : {kind: place ? ('any' as const) : ('none' as const)};
    if (value && args.kind !== 'none' && !place)
        value.error(
            'contradiction',
            'the command has no place for arguments',
            `put a lone "${PLACEHOLDER}" into execv where they go`,
        );
    return args;
}

const NO_COMMAND = 'without execv there is nothing to launch';

function readDesktop(value: Value, execv: readonly string[] | null): string | null {
    const id = value.string();
    if (id === null) return null;
    if (!/^[A-Za-z0-9_][A-Za-z0-9_.+-]*\.desktop$/.test(id))
        return value.error(
            'bad-desktop',
            `"${id}" is not a desktop file id`,
            'write the name of a file in /usr/share/applications, for example "firefox-esr.desktop"',
        );
    // In a configuration that only names its apps for people this does no harm.
    if (!execv) value.warning('no-command', NO_COMMAND, 'add execv, or leave the key out');
    return id;
}

function readWrapper(value: Value, execv: readonly string[] | null): boolean {
    const wanted = value.boolean() ?? false;
    if (wanted && !execv) value.error('contradiction', NO_COMMAND, 'add execv, or leave the key out');
    const program = execv?.[0]?.split('/').at(-1) ?? '';
    if (wanted && execv && !/^[A-Za-z0-9_][A-Za-z0-9_.+-]*$/.test(program))
        value.error('bad-execv', `"${program}" cannot be the name of a shell command`);
    return wanted;
}

function readUnit(value: Value): string | null {
    const unit = value.string();
    if (unit === null || /^[A-Za-z0-9:_-][A-Za-z0-9:_.@\\-]*\.service$/.test(unit)) return unit;
    return value.error(
        'bad-unit',
        `"${unit}" is not the name of a system service`,
        'write it as systemctl shows it, for example "packagekit.service"',
    );
}

type Launching = Pick<
    GroupEntry,
    | 'title'
    | 'icon'
    | 'desktop'
    | 'wrapper'
    | 'unit'
    | 'users'
    | 'launch'
    | 'sandbox'
    | 'harden'
    | 'env'
    | 'args'
    | 'execv'
>;

export function readLaunching(fields: ReadonlyMap<string, Value>): Launching {
    const execvValue = fields.get('execv');
    const execv = execvValue && !execvValue.isNull ? readExecv(execvValue) : null;
    const launch = settleLaunch(fields.get('launch'), execv);
    const text = (key: string) => fields.get(key)?.string() ?? null;
    return {
        title: text('title'),
        icon: text('icon'),
        desktop: fields.has('desktop') ? readDesktop(fields.get('desktop')!, execv) : null,
        wrapper: fields.has('wrapper') && readWrapper(fields.get('wrapper')!, execv),
        unit: fields.has('unit') ? readUnit(fields.get('unit')!) : null,
        users: fields.get('users')?.list(readUserName, true) ?? null,
        launch,
        sandbox: readSandbox(fields.get('sandbox'), launch),
        harden: readHarden(fields.get('harden'), launch, execv),
        env: (fields.has('env') && readEnv(fields.get('env')!)) || [],
        args: settleArgs(fields.get('args'), execv),
        execv,
    };
}
