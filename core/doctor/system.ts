/** Whether our own parts run, and what else on the machine stands in their way. */
import type {Check, Facts, Told} from './types.js';

const STATES: Readonly<Partial<Record<Facts['state'], Told>>> = {
    stopped: {
        id: 'stopped',
        severity: 'high',
        title: 'The firewall is stopped',
        detail: 'Every program may reach everything.',
        fix: 'galafctl start',
    },
    paused: {
        id: 'paused',
        severity: 'medium',
        title: 'The firewall is paused',
        detail: 'Every program may reach everything until the pause is over.',
        fix: 'galafctl start',
    },
    closed: {
        id: 'closed',
        severity: 'high',
        title: 'The policy could not be loaded',
        detail: 'Nothing may reach the network. “galafctl status” says why the policy did not load.',
        fix: 'galafctl apply',
    },
    'not-configured': {
        id: 'not-configured',
        severity: 'high',
        title: 'No policy has been applied yet',
        detail: 'Every program may reach everything.',
        fix: 'galafctl apply',
    },
};

const state: Check = facts => {
    const found = STATES[facts.state];
    return found ? [found] : [];
};

const rules: Check = ({state: now, outdated}) =>
    outdated && (now === 'enforcing' || now === 'closed')
        ? [
              {
                  id: 'rules-outdated',
                  severity: 'medium',
                  title: outdated.version
                      ? `The rules in force are those of Galaf ${outdated.version}`
                      : 'The rules in force are those of an older Galaf',
                  detail: outdated.error
                      ? `This version could not render them anew: ${outdated.error}`
                      : 'What this version mends in the rules does not hold before they are rendered anew.',
                  fix: 'galafctl apply',
              },
          ]
        : [];

const networkDrives: Check = ({policy}) =>
    policy && !policy.base.drives && policy.machine.drives?.length
        ? [
              {
                  id: 'drives-refused',
                  severity: 'medium',
                  title: 'Network drives are refused',
                  detail: 'This machine has drives of SMB or NFS, but the preset that lets the kernel reach their servers is off. Programs that use them hang.',
                  fix: 'take "drives" out of "base" of galaf.json, then galafctl apply',
              },
          ]
        : [];

const bootUnits: Check = ({notEnabled}) =>
    notEnabled.length
        ? [
              {
                  id: 'boot-unit-disabled',
                  severity: 'high',
                  title: `Not enabled: ${notEnabled.join(', ')}`,
                  detail: 'After the next boot the machine would not be protected, or apps would not work.',
                  fix: `systemctl enable --now ${notEnabled.join(' ')}`,
              },
          ]
        : [];

const gate: Check = ({policy, state: now, active}) =>
    policy?.settings.resolver === 'gate' && now === 'enforcing' && !active.has('galaf-gate.service')
        ? [
              {
                  id: 'gate-inactive',
                  severity: 'high',
                  title: 'The gate does not run',
                  detail: 'No name can be looked up, and no address is learned.',
                  fix: 'systemctl restart galaf-gate.service',
              },
          ]
        : [];

const gateSets: Check = ({gateFailure}) =>
    gateFailure === null
        ? []
        : [
              {
                  id: 'gate-cannot-add',
                  severity: 'high',
                  title: `The gate could not add an address (${gateFailure})`,
                  detail: 'An app may be refused what it may reach, since the address of a name is not known.',
                  fix: 'galafctl stop && galafctl start',
              },
          ];

const monitor: Check = ({state: now, active}) =>
    now === 'enforcing' && !active.has('galaf-monitor.service')
        ? [
              {
                  id: 'monitor-inactive',
                  severity: 'medium',
                  title: 'galaf-monitor does not run',
                  detail: 'Attempts are still blocked, but nobody says which program was blocked, and no history is kept.',
                  fix: 'systemctl restart galaf-monitor.service',
              },
          ]
        : [];

const guard: Check = ({guardActive, lsm, ptraceScope}) => {
    if (guardActive) return [];
    const available = lsm.trim().split(',').includes('bpf');
    const scope = ptraceScope === 0 ? ' ptrace_scope is 0, so that this takes no more than a debugger.' : '';
    return [
        {
            id: 'guard-inactive',
            severity: 'high',
            title: available ? 'The guard does not run' : 'The kernel has no BPF LSM for the guard',
            detail: `A program of the same user may be able to take over an app that runs, and reach what it may reach.${scope}`,
            fix: available
                ? 'systemctl restart galaf-guard.service'
                : `add lsm=${[lsm.trim(), 'bpf'].filter(Boolean).join(',')} to GRUB_CMDLINE_LINUX in /etc/default/grub, run update-grub, restart`,
        },
    ];
};

const launcher: Check = ({launcherReady}) =>
    launcherReady
        ? []
        : [
              {
                  id: 'launcher-capability',
                  severity: 'high',
                  title: '/usr/bin/galaf has lost its capability',
                  detail: 'No app can be started under its group.',
                  fix: 'setcap cap_setgid=p /usr/bin/galaf',
              },
          ];

const services: Check = ({staleUnits, policy}, call) =>
    staleUnits.map(({unit, gid}) => {
        const group = policy?.groups.find(candidate => candidate.gid === gid)?.name ?? String(gid);
        return {
            id: 'service-not-restarted',
            severity: 'medium',
            title: `${unit} runs, but not as the app group ${call(group)} yet`,
            detail: 'It was started before it became one, so that what the group may reach does not hold for it.',
            fix: `systemctl restart ${unit}`,
        };
    });

const firewalls: Check = ({active, foreignTables}) => {
    const others = ['ufw.service', 'firewalld.service', 'opensnitch.service'].filter(unit =>
        active.has(unit),
    );
    const what = others.map(unit => unit.replace('.service', ''));
    if (others.length)
        return [
            {
                id: 'other-firewall',
                severity: 'medium',
                title: `Another firewall is active: ${what.join(', ')}`,
                detail: 'Both judge every packet, and what either refuses is refused. That is safe, but an app that is allowed here may still be refused there.',
                fix: others.map(unit => `systemctl disable --now ${unit}`).join('; '),
            },
        ];
    return foreignTables.length
        ? [
              {
                  id: 'other-rules',
                  severity: 'low',
                  title: `Other rules are loaded: ${foreignTables.join(', ')}`,
                  detail: 'Both judge every packet, and what either refuses is refused. Container engines and virtual machines add such tables.',
                  fix: null,
              },
          ]
        : [];
};

/** Of a setting of firejail's the last line counts; without any it is off, which Debian's file turns on. */
const isOn = (config: string, setting: string): boolean =>
    [...config.matchAll(new RegExp(`^\\s*${setting}\\s+(\\S+)`, 'gm'))].at(-1)?.[1] === 'yes';

const firejail: Check = ({firejail: config}) =>
    config === null || isOn(config, 'restricted-network')
        ? []
        : [
              {
                  id: 'firejail-network',
                  severity: 'high',
                  title: 'firejail gives every program a network of its own that asks for one',
                  detail: 'What a program sends from there (firejail --net) is judged by no rule.',
                  fix: "sed -i -e '1i restricted-network yes' -e '/^\\s*restricted-network\\b/d' /etc/firejail/firejail.config",
              },
          ];

const shadows: Check = ({shadows: files}) =>
    (files ?? []).map(({file, override}) => ({
        id: 'override-shadowed',
        severity: 'medium',
        title: `${file} starts the app without the launcher`,
        detail: `A file in the home folder wins over Galaf's own (${override}), so that the app starts without its group and is refused.`,
        fix: `mv '${file.replaceAll("'", "'\\''")}'{,.bak}`,
    }));

export const SYSTEM: readonly Check[] = [
    state,
    rules,
    networkDrives,
    bootUnits,
    gate,
    gateSets,
    monitor,
    guard,
    launcher,
    services,
    firewalls,
    firejail,
    shadows,
];
