/** What a policy itself leaves open. */
import {isUnrestricted} from '../policy/grants.js';
import {isHuman} from '../policy/launchers.js';
import type {Check} from './types.js';

const wideUsers: Check = ({policy}) =>
    (policy?.users ?? [])
        .filter(({uid, grants}) => {
            const account = policy!.machine.users.find(user => user.uid === uid);
            return account && isHuman(account, policy!.machine) && grants.some(isUnrestricted);
        })
        .map(({name}) => ({
            id: 'user-unrestricted',
            severity: 'high',
            title: `User ${name} may reach everything`,
            detail: `What a user may reach, every program of that user may. No app that ${name} starts is held back.`,
            fix: `galafctl deny user:${name} any`,
        }));

const hardenOff: Check = ({policy}, call) =>
    (policy?.groups ?? [])
        .filter(({harden, execv}) => harden === 'off' && execv !== null)
        .map(({name, launch}) => ({
            id: 'harden-off',
            severity: launch === 'firejail' ? 'low' : 'medium',
            title: `${call(name)} runs without the launcher's hardening`,
            detail: 'It may start programs with the set-user-id bit and leave files with its group id that others can start.',
            fix:
                launch === 'firejail'
                    ? null
                    : `write "harden": "strict" (or "userns") into ${name}, if it works with it`,
        }));

const recording: Check = ({policy}, call) =>
    [
        ...(policy?.groups ?? []).map(({name, record}) => ({name: call(name), record})),
        ...(policy?.users ?? []),
    ]
        .filter(({record}) => record)
        .map(({name}) => ({
            id: 'recording',
            severity: 'medium',
            title: `${name} may reach everything while it is recorded`,
            detail: 'Recording is for finding out what an app needs. Review what it reached, then take "record" out.',
            fix: null,
        }));

const everybodyAsks: Check = ({policy}) =>
    policy?.settings.dns === 'all'
        ? [
              {
                  id: 'dns-all',
                  severity: 'low',
                  title: 'Every program may look names up',
                  detail: 'A program that may reach nothing can still send data away in the names that it looks up.',
                  fix: 'write "dns": "listed" into "config" of galaf.json, then galafctl apply',
              },
          ]
        : [];

export const POLICY: readonly Check[] = [wideUsers, hardenOff, recording, everybodyAsks];
