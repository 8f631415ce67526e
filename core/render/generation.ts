/** Policy -> the files of one generation. */
import type {GenerationFiles, Policy} from '../policy/types.js';
import {renderOverrides} from './desktop.js';
import {launchingUsers, renderUserEnvironment} from './environment.js';
import {placeGates, renderGates, renderResolver} from './gate.js';
import {renderLaunch} from './launch.js';
import {renderRuleset} from './ruleset.js';
import {renderMarks, renderMonitor, renderSysctl, renderSysusers} from './system.js';

/**
 * Same policy and same previous gates, same bytes. Throws only on text that parsing should never have let through.
 *
 * @param previous files of the generation in force, for the ports of its gates; see {@link placeGates}
 */
export function renderGeneration(resolved: Policy, previous: GenerationFiles = new Map()): GenerationFiles {
    const policy = {...resolved, gates: placeGates(resolved, previous)};
    const files = new Map([['ruleset.nft', renderRuleset(policy)], ...renderGates(policy)]);
    for (const group of policy.groups) {
        const launch = renderLaunch(group);
        if (launch !== null) files.set(`launch/${group.name}`, launch);
    }
    for (const user of launchingUsers(policy)) files.set(`launch/${user.uid}`, renderUserEnvironment(user));
    const overrides = renderOverrides(policy);
    overrides.files.forEach((text, name) => files.set(name, text));
    overrides.variants.forEach(({group, command}, name) => {
        const launch = renderLaunch(group, command);
        if (launch !== null) files.set(`launch/${name}`, launch);
    });
    const lines = renderResolver(policy);
    if (lines !== null) files.set('resolver.conf', lines);
    files.set('sysusers.conf', renderSysusers(policy));
    files.set('sysctl.conf', renderSysctl(policy));
    files.set('marks.json', renderMarks(policy));
    files.set('monitor.conf', renderMonitor(policy));
    return files;
}
