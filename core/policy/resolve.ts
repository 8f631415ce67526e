/** Config + machine -> policy: names become numbers, presets become permissions, domains get their sets. */
import type {Config, Diagnostic} from '../config/types.js';
import {checkGroup, checkInbound, checkSettings, checkUids} from './checks.js';
import {domainClasses} from './classes.js';
import {checkOwnGates, gatePorts} from './gates.js';
import {assignGids} from './gids.js';
import {checkIntegration} from './integration.js';
import {launcherResolver} from './launchers.js';
import {markTable, settleMarks} from './mark-table.js';
import {checkLocalResolver, settleResolver} from './local-resolver.js';
import {checkNesting} from './nesting.js';
import type {Machine, MarkEntry, Policy, PolicyGroup} from './types.js';
import {resolveUsers} from './users.js';

/** A policy only when there is no error among the diagnostics. */
export interface ResolveResult {
    readonly policy: Policy | null;
    readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves a configuration against one machine.
 *
 * @param previousMarks the mark table of the generation in force, so that marks keep their meaning; only useful when
 *     that generation used the same mode
 */
export function resolvePolicy(
    written: Config,
    machine: Machine,
    previousMarks: readonly MarkEntry[] = [],
): ResolveResult {
    const diagnostics: Diagnostic[] = [];
    const settings = {...written.settings, resolver: settleResolver(written, machine)};
    const config = {...written, settings};
    checkSettings(config, machine, diagnostics);
    checkLocalResolver(settings.resolver, machine, diagnostics);
    const marks = settleMarks(config, machine, diagnostics);
    const gids = assignGids(config, machine, diagnostics);
    const launchers = launcherResolver(machine, diagnostics);
    const groups: PolicyGroup[] = [];
    for (const group of config.groups) {
        const assigned = gids.get(group.name);
        if (assigned) groups.push({...group, ...assigned, launchers: launchers(group)});
    }
    for (const group of groups) checkGroup(group, config, marks, diagnostics);
    checkIntegration(groups, machine, diagnostics);
    checkUids(groups, machine, marks, diagnostics);
    checkInbound(config, machine, gids, diagnostics);
    const users = resolveUsers(config, machine, diagnostics);
    const classes = domainClasses(
        [
            ...groups.map(group => ({key: `g${group.gid}`, grants: group.grants})),
            ...users.map(user => ({key: `u${user.uid}`, grants: user.grants})),
        ],
        diagnostics,
    );
    checkOwnGates(config, groups, machine, diagnostics);
    checkNesting(classes, config.settings.table, diagnostics);
    if (diagnostics.some(({severity}) => severity === 'error')) return {policy: null, diagnostics};
    const policy: Policy = {
        settings,
        base: config.base,
        marks,
        markTable: markTable(marks, groups, machine, previousMarks),
        groups,
        users,
        inbound: config.inbound,
        classes,
        gates: gatePorts(config.settings, groups),
        machine,
        config,
    };
    return {policy, diagnostics};
}
