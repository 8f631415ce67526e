/** Policy -> the files of one generation. */
import type {GenerationFiles, Policy} from '../policy/types.js';
import {launchingUsers, renderUserEnvironment} from './environment.js';
import {renderGate} from './gate.js';
import {renderLaunch} from './launch.js';
import {renderRuleset} from './ruleset.js';
import {renderMarks, renderSysctl, renderSysusers} from './system.js';

/** Same policy, same bytes. Throws only on text that parsing should never have let through. */
export function renderGeneration(policy: Policy): GenerationFiles {
    const files = new Map([['ruleset.nft', renderRuleset(policy)]]);
    if (policy.settings.resolver === 'gate') files.set('gate.conf', renderGate(policy));
    for (const group of policy.groups) {
        const launch = renderLaunch(group);
        if (launch !== null) files.set(`launch/${group.name}`, launch);
    }
    for (const user of launchingUsers(policy)) files.set(`launch/${user.uid}`, renderUserEnvironment(user));
    files.set('sysusers.conf', renderSysusers(policy));
    files.set('sysctl.conf', renderSysctl(policy));
    files.set('marks.json', renderMarks(policy));
    return files;
}
