// node filter.js MACHINE   Prints filter.h: the seccomp filters of the levels strict and userns, for the compiler's MACHINE.
//
// What an app must not be able to do to keep its group for others; docs/launcher.md has the reasons. Done when galaf is built:
// putting the filter together at each launch, by hand or with libseccomp, took longer than most that the launcher does.

const SET_ID = 'S_ISUID | S_ISGID';
const CREATING = 'O_CREAT | (O_TMPFILE & ~O_DIRECTORY)';

const load = field => `BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, ${field}))`;
const ret = action => `BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_${action})`;
const ifEqual = (value, otherwise) => `BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ${value}, 0, ${otherwise})`;
const ifBits = (bits, otherwise) => `BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, ${bits}, 0, ${otherwise})`;

/** Refuses a call whatever its arguments. ENOSYS makes libraries fall back to calls whose arguments can be seen. */
const always = error => [ret(`ERRNO | ${error}`)];

/**
 * Refuses a call if each of the arguments has one of its bits set. The low half is looked at, on these little-endian machines;
 * no mode or flag is in the high one.
 */
const ifAll = (...words) => [
    ...words.flatMap(([argument, bits], i) => [
        load(`args[${argument}]`),
        ifBits(bits, 2 * (words.length - i) - 1),
    ]),
    ret('ERRNO | EPERM'),
    ret('ALLOW'),
];

/** The mode of these calls. A setgid copy of an interpreter would hand the group to every program of the user, for good. */
const mode = argument => ifAll([argument, SET_ID]);
/** A mode counts only when a file is made; else the register may hold anything. */
const creating = flags => ifAll([flags, CREATING], [flags + 1, SET_ID]);
const newUser = ifAll([0, 'CLONE_NEWUSER']);

/** Call, what is done about it, its number for 32-bit programs; calls that only old ABIs have. */
const FILES = [
    ['fchmod', mode(1), 94],
    ['fchmodat', mode(2), 306],
    ['fchmodat2', mode(2), 452],
    ['mknodat', mode(2), 297],
    ['openat', creating(2), 295],
    ['io_uring_setup', always('ENOSYS'), 425],
    // A ring that somebody else made may be the standard input, and does every call of the list unseen.
    ['io_uring_enter', always('ENOSYS'), 426],
    ['io_uring_register', always('ENOSYS'), 427],
];
/**
 * The same in a file that this call makes. Sandboxes of today cannot do without it (bwrap, so WebKit, Flatpak, GNOME's image
 * loaders), so it is left to the programs that may have one: where these have user namespaces, the guard alone keeps others
 * out of the group, and it runs no setgid file of an app group's either.
 */
const SANDBOXES = [['openat2', always('ENOSYS'), 437]];
const OLD_FILES = [
    ['chmod', mode(1), 15],
    ['creat', mode(1), 8],
    ['mknod', mode(1), 14],
    ['open', creating(1), 5],
];
/** A process in a user namespace of its own can be entered by every program of the user; joining one comes to the same. */
const NAMESPACES = [
    ['unshare', newUser, 310],
    ['clone', newUser, 120],
    ['clone3', always('ENOSYS'), 435],
    ['setns', always('EPERM'), 346],
];
/** Younger than some headers; the same everywhere. */
const NUMBERS = {fchmodat2: 452};

const rule = (number, body) => [ifEqual(number, body.length), ...body];
const native = rules => rules.flatMap(([call, body]) => rule(NUMBERS[call] ?? `__NR_${call}`, body));
const i386 = rules => rules.flatMap(([, body, number]) => rule(number, body));

/** The rules of one ABI; programs of any other are killed. */
const section = (arch, body) => [
    ifEqual(`AUDIT_ARCH_${arch}`, body.length + 2),
    load('nr'),
    ...body,
    ret('ALLOW'),
];

/** x32 has the numbers of x86_64, with a bit of its own. */
const WITHOUT_X32_BIT = 'BPF_STMT(BPF_ALU | BPF_AND | BPF_K, ~0x40000000u)';

const MACHINES = {
    x86_64: rules => [
        ...section('X86_64', [WITHOUT_X32_BIT, ...native(rules), ...native(OLD_FILES)]),
        ...section('I386', [...i386(rules), ...i386(OLD_FILES)]),
    ],
    aarch64: rules => section('AARCH64', native(rules)),
};

const build = MACHINES[(process.argv[2] ?? '').split('-')[0]];
if (!build) throw new Error(`the numbers of ${process.argv[2]}'s calls are not known here`);
for (const header of [
    'errno.h',
    'fcntl.h',
    'linux/audit.h',
    'linux/filter.h',
    'linux/sched.h',
    'linux/seccomp.h',
])
    console.log(`#include <${header}>`);
console.log('#include <stddef.h>\n#include <sys/stat.h>\n#include <sys/syscall.h>\n');
for (const [name, rules] of [
    ['strict', [...NAMESPACES, ...FILES, ...SANDBOXES]],
    ['userns', FILES],
]) {
    const statements = [load('arch'), ...build(rules), ret('KILL_PROCESS')];
    console.log(
        `static struct sock_filter ${name}[] = {\n${statements.map(line => `\t${line},\n`).join('')}};\n`,
    );
}
