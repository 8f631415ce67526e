/** What a first policy gives to services that run on this machine already, so that they go on. Titles are the views' matter. */
import type {MachineFiles} from './machine/gather.js';
import {hostOf} from './machine/hosts.js';
import {parsePasswd} from './machine/accounts.js';
import {parseSections, valueOf} from './machine/key-file.js';

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

/** Whether one of the units starts with the system; where Debian and Fedora link them differs. */
function enabled(files: MachineFiles, ...units: readonly string[]): boolean {
    const links = files
        .names(UNITS)
        .filter(name => name.endsWith('.wants'))
        .flatMap(folder => files.names(`${UNITS}/${folder}`));
    return units.some(unit => links.includes(unit));
}

/** `Port` of sshd_config(5); what this user may not read leaves the usual one. */
function sshPorts(files: MachineFiles): string[] {
    const more = files.names('/etc/ssh/sshd_config.d').filter(name => name.endsWith('.conf'));
    const texts = [...more.map(name => `/etc/ssh/sshd_config.d/${name}`), '/etc/ssh/sshd_config'].map(path =>
        files.text(path),
    );
    const ports = texts.flatMap(text =>
        [...text.matchAll(/^[ \t]*Port[ \t=]+(\d{1,5})[ \t]*$/gim)].map(([, port]) => `tcp/${port}`),
    );
    return ports.length ? [...new Set(ports)] : ['tcp/22'];
}

/** The service that geoclue asks where a wireless network is. */
function locationHost(files: MachineFiles): {host: string; port: number} | undefined {
    const more = files.names('/etc/geoclue/conf.d').map(name => `/etc/geoclue/conf.d/${name}`);
    const urls = ['/etc/geoclue/geoclue.conf', ...more].flatMap(path =>
        parseSections(files.text(path))
            .filter(({name}) => name === 'wifi')
            .flatMap(section => valueOf(section, 'url') ?? []),
    );
    return hostOf(urls.at(-1) ?? '')[0];
}

/** Those of this machine, in the order in which they are offered. */
export function systemServices(files: MachineFiles): SystemService[] {
    const users = new Set(parsePasswd(files.text('/etc/passwd')).map(({name}) => name));
    const services: SystemService[] = [];
    const offer = (id: SystemService['id'], part: Part) => void services.push({id, part});
    if (enabled(files, 'ssh.service', 'sshd.service', 'ssh.socket', 'sshd.socket')) {
        const as = users.has('sshd') ? {as: 'user:sshd'} : {};
        offer('ssh', {inbound: {ssh: {ports: sshPorts(files), from: 'lan', ...as}}});
    }
    if (enabled(files, 'avahi-daemon.service', 'avahi-daemon.socket'))
        offer('discovery', {base: {mdns: true}});
    if (enabled(files, 'cups.service', 'cups.socket', 'cups.path')) {
        // Its backends for IPP and LPD run as root, that for raw sockets as lp.
        const allow = [{to: 'lan', ports: ['tcp/515', 'tcp/631', 'tcp/9100']}];
        offer('printing', {users: {root: {allow}, ...(users.has('lp') ? {lp: {allow}} : {})}});
    }
    if (users.has('fwupd-refresh'))
        offer('firmware', {users: {'fwupd-refresh': {allow: [{to: 'fwupd.org', ports: 'tcp/443'}]}}});
    const location = users.has('geoclue') ? locationHost(files) : undefined;
    if (location)
        offer('location', {users: {geoclue: {allow: [{to: location.host, ports: `tcp/${location.port}`}]}}});
    return services;
}
