/** Every D-Bus method has a polkit action, and every action exists with the defaults that we promise. */
import Gio from 'gi://Gio';
import {ACTIONS, MORE_ACTIONS} from '../../helper/authorization.js';
import xml from '../../helper/dbus/org.galaf.Helper1.xml';
import {ERROR_NAMES} from '../../helper/errors.js';
import {methodsOf} from '../../helper/service.js';

/** A file of the repository; bundled specs are below its dist/. */
function textOf(path: string): string {
    const [, bytes] = Gio.File.new_for_uri(import.meta.url.replace(/\/dist\/.*/, path)).load_contents(null);
    return new TextDecoder().decode(bytes);
}
const policy = textOf('/polkit/org.galaf.policy');

const methods = [...xml.matchAll(/<method name="(\w+)">/g)].map(([, name]) => name!);

/** allow_any, allow_inactive, allow_active of each action. */
const defaults = new Map(
    [...policy.matchAll(/<action id="([\w.-]+)">([^]*?)<\/action>/g)].map(([, id, body]) => [
        id!,
        ['any', 'inactive', 'active'].map(
            who => new RegExp(`<allow_${who}>(\\w+)</allow_${who}>`).exec(body!)?.[1],
        ),
    ]),
);

describe('authorisation', () => {
    it('covers the methods of the interface, and nothing else', () => {
        expect(methods.length).toBeGreaterThan(5);
        expect(Object.keys(ACTIONS).sort()).toEqual([...methods].sort());
    });

    it('uses every action of the polkit file, and no other', () => {
        expect([...new Set([...Object.values(ACTIONS), ...MORE_ACTIONS])].sort()).toEqual(
            [...defaults.keys()].sort(),
        );
    });

    it('lets only readers of an active session pass without a password', () => {
        // Nobody may but root, whom polkit always lets.
        expect(defaults.get('org.galaf.settle')).toEqual(['no', 'no', 'no']);
        // What one began oneself.
        expect(defaults.get('org.galaf.end-own')).toEqual(['yes', 'yes', 'yes']);
        for (const [id, [any, inactive, active]] of defaults) {
            if (['org.galaf.settle', 'org.galaf.end-own'].includes(id)) continue;
            const reads = ['org.galaf.read', 'org.galaf.traffic'].includes(id);
            expect(active)
                .withContext(id)
                .toBe(reads ? 'yes' : 'auth_admin_keep');
            for (const value of [any, inactive])
                expect(value)
                    .withContext(id)
                    .toMatch(/^auth_admin(_keep)?$/);
        }
    });
});

describe('the documentation', () => {
    const text = textOf('/docs/dbus.md');

    it('has every method with its arguments and action', () => {
        for (const method of methods) {
            const [, body] = new RegExp(`<method name="${method}">([^]*?)</method>`).exec(xml)!;
            const types = [...body!.matchAll(/type="([^"]+)" direction="in"/g)].map(([, type]) => type);
            const args = types.map(type => `${type!.replace(/[()]/g, '\\$&')} \\w+`).join(', ');
            const row = new RegExp(`^\\| \`${method}\\(${args}\\)\` +\\| \`${ACTIONS[method]}\` +\\|`, 'm');
            expect(text).withContext(method).toMatch(row);
        }
    });

    it('has every signal and every name of an error', () => {
        for (const [, signal] of xml.matchAll(/<signal name="(\w+)"/g))
            expect(text).toContain(`\`${signal}(`);
        for (const name of ERROR_NAMES) expect(text).toContain(`\`org.galaf.Error.${name}\``);
    });
});

describe('the service', () => {
    it('has an implementation of each method, and no other', () => {
        expect(Object.keys(methodsOf({begin: () => {}, end: () => {}})).sort()).toEqual([...methods].sort());
    });

    it('takes no paths: every argument is a name, a number, a text or an open file', () => {
        const args = [...xml.matchAll(/<arg name="(\w+)" type="([^"]+)" direction="in"\/>/g)];
        const known =
            /^(sources: a\(ss\)|(edits|group|subject|endpoint|until|id|host|ports|expected_revision|topics|query|options): s|output: h|(force|other_mounts): b|(trial_seconds|generation|seconds|period_ms): u)$/;
        for (const [, name, type] of args) expect(`${name}: ${type}`).toMatch(known);
    });
});
