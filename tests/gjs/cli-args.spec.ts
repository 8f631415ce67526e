/** Command lines of galafctl: how they are read, and what completes them. */
import {readArgs, readDuration, readNumber, readPast, type Syntax} from '../../cli/args.js';
import {readCaptureOptions} from '../../cli/capture-options.js';
import {endpointOf, untilOf} from '../../cli/commands/permissions.js';
import {findVerb, helpOf, helpText, VERBS} from '../../cli/commands/index.js';
import {complete, type Known} from '../../cli/completion.js';
import {EXIT, ExitError} from '../../cli/output.js';

/** The exit code and the text of a refusal. */
function refusal(attempt: () => unknown): [code: number, text: string] {
    try {
        attempt();
    } catch (error) {
        if (error instanceof ExitError) return [error.code, error.message];
        throw error;
    }
    throw new Error('it was not refused');
}
const verbArgs = (line: string) => {
    const {verb, rest} = findVerb(line.split(' '))!;
    return readArgs(verb.name, verb, rest);
};

describe('a command line', () => {
    const syntax: Syntax = {
        usage: 'NAME [--title TITLE] [--exec WORD…]',
        words: [1, 2],
        options: {
            '--title': 'value',
            '--force': 'flag',
            '--by': ['user', 'group'],
            '--exec': 'rest',
            '--config': 'list',
        },
    };
    const read = (...line: string[]) => readArgs('group add', syntax, line);

    it('has words and options in any order', () => {
        const args = read('--force', 'web', '--title', 'My web', '--json', 'two');
        expect(args.words).toEqual(['web', 'two']);
        expect([args.json, args.flag('--force'), args.value('--title')]).toEqual([true, true, 'My web']);
        expect([args.value('--by'), args.list('--exec')]).toEqual([null, null]);
        expect(read('web', '--title=a=b').value('--title')).toBe('a=b');
    });

    it('passes on what stands behind --exec, and reads lists to the next option', () => {
        const args = read('web', '--exec', '/usr/bin/x', '--json', '--title', 'y');
        expect([args.list('--exec'), args.json, args.value('--title')]).toEqual([
            ['/usr/bin/x', '--json', '--title', 'y'],
            false,
            null,
        ]);
        expect(read('--config', 'a', 'b', '--force', 'web').list('--config')).toEqual(['a', 'b']);
    });

    it('is refused with the usage', () => {
        const usage = 'usage: galafctl group add NAME [--title TITLE] [--exec WORD…]';
        expect(refusal(() => read())).toEqual([EXIT.usage, usage]);
        expect(refusal(() => read('a', 'b', 'c'))).toEqual([EXIT.usage, `unexpected argument: c\n${usage}`]);
        expect(refusal(() => read('a', '--titel', 'x'))[1]).toBe(`unknown option: --titel\n${usage}`);
        expect(refusal(() => read('a', '--force=1'))[1]).toBe(`unknown option: --force=1\n${usage}`);
        expect(refusal(() => read('a', '--title'))[1]).toBe(`--title needs a value\n${usage}`);
        expect(refusal(() => read('a', '--by', 'host'))[1]).toBe(`--by is one of user, group\n${usage}`);
    });

    it('keeps its hands off the words of another program', () => {
        expect(verbArgs('run web --json --help -x').words).toEqual(['web', '--json', '--help', '-x']);
        expect(verbArgs('run web').json).toBeFalse();
    });

    it('has times in seconds', () => {
        expect(['90', '90s', '15m', '15min', '1h', '2d'].map(readDuration)).toEqual([
            90, 90, 900, 900, 3600, 172800,
        ]);
        for (const wrong of ['', '0', '-1', '1.5h', '1w', 'h', '1h30m', '99999999d'])
            expect(refusal(() => readDuration(wrong))[0])
                .withContext(wrong)
                .toBe(EXIT.usage);
        expect(readNumber('12')).toBe(12);
        expect(refusal(() => readNumber('12a'))[1]).toBe('"12a" is no number');
    });
});

describe('a time that lies behind', () => {
    const now = Date.UTC(2026, 10, 26, 12) / 1000;

    it('is a local date, or how long ago', () => {
        const local = new Date(2026, 10, 1).getTime() / 1000;
        expect(readPast('2026-11-01', now)).toBe(local);
        expect(readPast('2026-11-01T06:30', now)).toBe(local + 6.5 * 3600);
        expect(readPast('2026-11-01T06:30Z', now)).toBe(Date.UTC(2026, 10, 1, 6, 30) / 1000);
        expect(readPast('7d', now)).toBe(now - 7 * 86400);
    });

    it('is no other', () => {
        for (const wrong of ['2026-11-30', '2026-13-01', '2026-11-01T25:00', '2026-11-01Z', 'yesterday', ''])
            expect(refusal(() => readPast(wrong, now))[0])
                .withContext(wrong)
                .toBe(EXIT.usage);
    });
});

describe('a permission on the command line', () => {
    it('is an endpoint as in the file', () => {
        expect(
            endpointOf(verbArgs('allow web a.example,b.example tcp/443 udp/443 --families 4 --private')),
        ).toEqual({
            ...{to: ['a.example', 'b.example'], ports: ['tcp/443', 'udp/443'], families: [4], private: true},
        });
        expect(endpointOf(verbArgs('deny web a.example tcp/443'))).toEqual({
            to: 'a.example',
            ports: 'tcp/443',
        });
    });

    it('ends once, or never', () => {
        const until = (options: string) => untilOf(verbArgs(`allow web a.example ${options}`.trim()));
        expect([until(''), until('--for 1h'), until('--until-boot'), until('--until-exit')]).toEqual([
            null,
            '3600',
            'boot',
            'exit',
        ]);
        expect(refusal(() => until('--for 1h --until-boot'))[0]).toBe(EXIT.usage);
    });
});

describe('help', () => {
    it('has every verb, with its options', () => {
        const text = helpText();
        for (const {name, options = {}} of VERBS) {
            expect(text).toMatch(new RegExp(`^  ${name}( |$)`, 'm'));
            for (const option of Object.keys(options)) expect(text).withContext(name).toContain(option);
        }
    });

    it('of a verb, or of those that begin so, is about nothing else', () => {
        expect(helpOf(['pause'])).toMatch(/^  pause TIME +open the network.*$/);
        expect(helpOf(['group', 'rename', 'x']).split('\n').length).toBe(1);
        expect(helpOf(['group']).match(/^  group /gm)?.length).toBe(4);
        expect(helpOf(['nonsense'])).toBe(helpText());
        expect(helpOf([])).toBe(helpText());
    });
});

describe('completion', () => {
    const known: Known = {
        groups: () => ['web', 'mail'],
        users: () => ['alice', 'root'],
        generations: () => ['1', '12', '2'],
    };
    const next = (line: string) => complete(line.split(' '), VERBS, known);

    it('knows the verbs', () => {
        expect(next('gen')).toEqual(['generate', 'generations']);
        expect(next('gr')).toEqual(['group']);
        expect(next('group ')).toEqual(['add', 'delete', 'list', 'rename']);
        expect(next('nonsense ')).toEqual([]);
        expect(next('--')).toEqual(['--help', '--json', '--version']);
        expect(next('').length).toBeGreaterThan(20);
    });

    it('knows groups, users and generations where they belong', () => {
        expect(next('group delete ')).toEqual(['mail', 'web']);
        expect(next('group delete --force w')).toEqual(['web']);
        expect(next('allow ')).toEqual(['mail', 'user:', 'web']);
        expect(next('allow user:a')).toEqual(['user:alice']);
        expect(next('allow web ')).toEqual([]);
        expect(next('rollback 1')).toEqual(['1', '12']);
        expect(next('--json rollback 2')).toEqual(['2']);
        expect(next('status ')).toEqual([]);
    });

    it('knows options and what they take', () => {
        expect(next('stats -')).toEqual(['--by', '--json', '--since', '--watch']);
        expect(next('stats --by ')).toEqual(['group', 'host', 'user']);
        expect(next('apply --trial ')).toEqual([]);
        expect(next('apply --trial 60 -')).toEqual(['--json', '--trial']);
    });

    it('leaves files to the shell', () => {
        for (const line of [
            'check ',
            'check a.json ',
            'check --machine ',
            'generate out --config x ',
            'run web ',
            'group add x --exec /',
        ])
            expect(next(line)).withContext(line).toBe('files');
        expect(next('run ')).toEqual(['mail', 'web']);
    });
});

describe('options of a capture', () => {
    const read = (line: string) => readCaptureOptions(line.split(' ').filter(Boolean));

    it('are tcpdump’s, but for how much of a packet is captured', () => {
        expect(read('-Klnvv udp port 53')).toEqual({
            ...{file: null, snaplen: 0, count: 0},
            rest: ['-K', '-l', '-n', '-v', '-v', 'udp', 'port', '53'],
        });
        expect(read('-s 96 -n -c 5')).toEqual({file: null, snaplen: 96, count: 0, rest: ['-n', '-c', '5']});
        expect(read('--snapshot-length=96 --count').snaplen).toBe(96);
        expect(read('--snapshot-length 96 --count').rest).toEqual(['--count']);
    });

    it('need no tcpdump to write a file', () => {
        expect(read('-w a.pcapng')).toEqual({file: 'a.pcapng', snaplen: 0, count: 0, rest: []});
        expect(read('-U -wa.pcapng -c5 -s 64')).toEqual({file: 'a.pcapng', snaplen: 64, count: 5, rest: []});
        expect(read('-nUc5 -vw a.pcapng')).toEqual({file: 'a.pcapng', snaplen: 0, count: 5, rest: []});
    });

    it('leave a file with a filter to tcpdump', () => {
        expect(read('-w a.pcap -c 5 port 53')).toEqual({
            ...{file: null, snaplen: 0, count: 0},
            rest: ['-w', 'a.pcap', '-c', '5', 'port', '53'],
        });
        expect(read('-nG60 -w a.pcap').rest).toEqual(['-n', '-G', '60', '-w', 'a.pcap']);
        expect(read('-w a.pcap --print').file).toBeNull();
        expect(read('-w a.pcap -- -n').file).toBeNull();
        expect(read('-w a.pcap w').file).toBeNull();
    });

    it('keep their order, since tcpdump alone knows what belongs together', () => {
        const words = [
            '--time-stamp-precision',
            'nano',
            '-n',
            '--print',
            '--lengths',
            'port',
            '53',
            'or',
            'not',
            'tcp',
        ];
        expect(read(words.join(' ')).rest).toEqual(words);
    });

    it('do not say where packets come from', () => {
        for (const line of [
            '-i eth0',
            '-nieth0',
            '--interface=eth0',
            '--interface eth0',
            '-r file',
            '-D',
            '-nV list',
            '-I',
        ])
            expect(refusal(() => read(line))).toEqual([
                EXIT.usage,
                jasmine.stringContaining('of no use here'),
            ]);
        expect(read('-n i').rest).toEqual(['-n', 'i']);
    });

    it('have values', () => {
        expect(refusal(() => read('-w'))[0]).toBe(EXIT.usage);
        expect(refusal(() => read('-nw'))[1]).toContain('-w');
        expect(refusal(() => read('--interface'))[1]).toContain('--interface');
        expect(refusal(() => read('-s many'))[1]).toContain('many');
    });
});
