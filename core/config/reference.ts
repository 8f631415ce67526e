/** docs/config.md, made from the schema. */
import {ALLOW, BASE, type Fields, GROUP, INBOUND, SETTINGS, TOP, USER} from './schema.js';

const cell = (text: string): string => text.replaceAll('|', '\\|');

function table(fields: Fields): string {
    const rows = Object.entries(fields).map(
        ([key, {type, text, fallback, classic}]) =>
            `| \`${key}\`${classic ? ' ²' : ''} | ${cell(type)} | ${cell(text)} | ${fallback ? cell(fallback) : ''} |`,
    );
    return ['| key | value | meaning | default |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** What the reference consists of, in this order; the man page has the same. */
export const SECTIONS: readonly (readonly [title: string, text: string, fields: Fields])[] = [
    ['Top level', '', TOP],
    ['`config`', '', SETTINGS],
    [
        '`groups.NAME`',
        'A name has 1 to 31 letters, digits, `_` or `-`. `null` defines the group without any permission.',
        GROUP,
    ],
    [
        '`users.NAME`',
        'Permissions of everything that runs as this user and in no app group. Meant for services.',
        USER,
    ],
    ['`allow[]`', 'One endpoint or several with the same ports.', ALLOW],
    ['`inbound.NAME`', '', INBOUND],
    ['`base`', 'All of them read the configuration that the machine has already.', BASE],
];

export const HEAD = `# galaf.json

<!-- Made from core/config/schema.ts by \`npm run docs\`. -->

\`/etc/galaf/galaf.json\` is the policy; files in \`/etc/galaf/galaf.d/\` whose names end in \`.json\` add to it, in the order of their
names. The same entry or setting in two files is an error that names both. Comments (\`//\`, \`/* */\`, and keys that start
with \`#\`) and trailing commas are fine. Keys marked ² are those of the 2022 format, which is read unmodified.

Two permissions of a group and of the user who runs it add up. A domain covers itself and every name below it, so
wildcards are neither needed nor accepted; international names may be written as they are. A block with host bits
(\`192.0.2.1/24\`) is read as its network, with a warning. An empty list of domains allows nothing, whatever rule stands
beside it, and \`null\` for a single key is the same as leaving the key out.

    {
        "groups": {
            "letters": {
                "execv": ["/usr/bin/thunderbird", "…"],
                "harden": "userns",
                "allow": [{"to": ["imap.example.org", "smtp.example.org"], "ports": ["tcp/993", "tcp/465"]}]
            }
        },
        "inbound": {"ssh": {"ports": "tcp/22", "from": "lan", "as": "user:sshd"}}
    }
`;

/** The whole page as Markdown. */
export function renderReference(): string {
    const parts = SECTIONS.map(
        ([title, text, fields]) => `## ${title}\n${text ? `\n${text}\n` : ''}\n${table(fields)}\n`,
    );
    return [HEAD, ...parts].join('\n');
}
