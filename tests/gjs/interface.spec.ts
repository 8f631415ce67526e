/** Every D-Bus method has a polkit action, and every action exists with the defaults that we promise. */
import Gio from 'gi://Gio';
import {ACTIONS, MORE_ACTIONS} from '../../helper/authorization.js';
import xml from '../../helper/dbus/org.galaf.Helper1.xml';
import {methodsOf} from '../../helper/service.js';

// Bundled specs are below dist/, whatever the repository is called.
const policyFile = import.meta.url.replace(/\/dist\/.*/, '/polkit/org.galaf.policy');
const [, bytes] = Gio.File.new_for_uri(policyFile).load_contents(null);
const policy = new TextDecoder().decode(bytes);

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
        for (const [id, [any, inactive, active]] of defaults) {
            if (id === 'org.galaf.settle') continue;
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

describe('the service', () => {
    it('has an implementation of each method, and no other', () => {
        expect(Object.keys(methodsOf({begin: () => {}, end: () => {}})).sort()).toEqual([...methods].sort());
    });

    it('takes no paths: every argument is a name, a number or a text', () => {
        const args = [...xml.matchAll(/<arg name="(\w+)" type="([^"]+)" direction="in"\/>/g)];
        const known =
            /^(sources: a\(ss\)|(edits|group|subject|endpoint|until|id|host|ports|expected_revision|topics|query): s|(force|other_mounts): b|(trial_seconds|generation|seconds|period_ms): u)$/;
        for (const [, name, type] of args) expect(`${name}: ${type}`).toMatch(known);
    });
});
