/** What a first policy gives to services that run on this machine already, so that they go on. Titles are the views' matter. */
import {parsePasswd} from './machine/accounts.js';
import {type MachineFiles, textsIn} from './machine/gather.js';
import {hostOf} from './machine/hosts.js';
import {lastValue} from './machine/key-file.js';
import type {HostPort} from './policy/types.js';

/** Parts of a configuration, as its file has them. */
export interface Part {
    readonly base?: Readonly<Record<string, unknown>>;
    readonly users?: Readonly<Record<string, {readonly allow: readonly object[]}>>;
    readonly inbound?: Readonly<Record<string, object>>;
}

export interface SystemService {
    readonly id: 'ssh' | 'discovery' | 'printing' | 'firmware' | 'location';
    readonly part: Part;
}

const UNITS = '/etc/systemd/system';

/** Units that start with the system; where Debian and Fedora link them differs. */
const enabledUnits = (files: MachineFiles): Set<string> =>
    new Set(
        files
            .names(UNITS)
            .filter(name => name.endsWith('.wants'))
            .flatMap(folder => files.names(`${UNITS}/${folder}`)),
    );

/** `Port` of sshd_config(5); what this user may not read leaves the usual one. */
function sshPorts(files: MachineFiles): string[] {
    const texts = [...textsIn(files, '/etc/ssh/sshd_config.d', '.conf'), files.text('/etc/ssh/sshd_config')];
    const ports = texts.flatMap(text =>
        [...text.matchAll(/^[ \t]*Port[ \t=]+(\d{1,5})[ \t]*$/gim)].map(([, port]) => `tcp/${port}`),
    );
    return ports.length ? [...new Set(ports)] : ['tcp/22'];
}

/** Compiled into geoclue; a file that names none leaves it in force. */
const LOCATION_DEFAULT = 'https://api.beacondb.net/v1/geolocate';

/** The service that geoclue asks where a wireless network is. */
function locationHost(files: MachineFiles): HostPort | undefined {
    const texts = [files.text('/etc/geoclue/geoclue.conf'), ...textsIn(files, '/etc/geoclue/conf.d', '')];
    return hostOf(lastValue(texts, 'wifi', 'url') || LOCATION_DEFAULT)[0];
}

/** LPD, IPP (of many printers over TLS on 443), raw sockets, and SNMP for what is left of the ink. */
const PRINTER_PORTS = ['tcp/443', 'tcp/515', 'tcp/631', 'tcp/9100', 'udp/161'];

/** Those of this machine, in the order in which they are offered. */
export function systemServices(files: MachineFiles): SystemService[] {
    const users = new Set(parsePasswd(files.text('/etc/passwd')).map(({name}) => name));
    const units = enabledUnits(files);
    const enabled = (...names: readonly string[]) => names.some(name => units.has(name));
    const services: SystemService[] = [];
    const offer = (id: SystemService['id'], part: Part) => void services.push({id, part});
    if (enabled('ssh.service', 'sshd.service', 'ssh.socket', 'sshd.socket')) {
        const as = users.has('sshd') ? {as: 'user:sshd'} : {};
        offer('ssh', {inbound: {ssh: {ports: sshPorts(files), from: 'lan', ...as}}});
    }
    if (enabled('avahi-daemon.service', 'avahi-daemon.socket')) offer('discovery', {base: {mdns: true}});
    if (enabled('cups.service', 'cups.socket', 'cups.path')) {
        // What cupsd and cups-browsed ask printers, and the backend for LPD, is root's; the other backends run as lp where a
        // distribution gives them no root's rights.
        const allow = [{to: 'lan', ports: PRINTER_PORTS}];
        offer('printing', {users: {root: {allow}, ...(users.has('lp') ? {lp: {allow}} : {})}});
    }
    if (users.has('fwupd-refresh'))
        offer('firmware', {users: {'fwupd-refresh': {allow: [{to: 'fwupd.org', ports: 'tcp/443'}]}}});
    const location = users.has('geoclue') ? locationHost(files) : undefined;
    if (location)
        offer('location', {users: {geoclue: {allow: [{to: location.host, ports: `tcp/${location.port}`}]}}});
    return services;
}
