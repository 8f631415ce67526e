/** Sums and differences of `ports`; [] stands for every protocol and port, as in Grant. */
import type {PortMatch} from './types.js';

/** As it is written in galaf.json: `tcp/443`, `udp/5000-5100`, `icmp/echo-request`. */
export function formatPort(match: PortMatch): string {
    if ('type' in match) return `${match.protocol}/${match.type}`;
    return `${match.protocol}/${match.from === match.to ? match.from : `${match.from}-${match.to}`}`;
}

/** What is left of one match without another. */
function without(have: PortMatch, gone: PortMatch): PortMatch[] {
    if (have.protocol !== gone.protocol) return [have];
    if ('type' in have || 'type' in gone)
        return 'type' in have && 'type' in gone && have.type === gone.type ? [] : [have];
    if (gone.to < have.from || gone.from > have.to) return [have];
    const {protocol} = have;
    return [
        ...(have.from < gone.from ? [{protocol, from: have.from, to: gone.from - 1}] : []),
        ...(have.to > gone.to ? [{protocol, from: gone.to + 1, to: have.to}] : []),
    ];
}

/** What is left of some ports; 'nothing' when it is nothing, null when it cannot be written as a list. */
export function subtractPorts(
    have: readonly PortMatch[],
    gone: readonly PortMatch[],
): PortMatch[] | 'nothing' | null {
    if (!gone.length) return 'nothing';
    if (!have.length) return null;
    const left = gone.reduce<PortMatch[]>(
        (rest, match) => rest.flatMap(item => without(item, match)),
        [...have],
    );
    return left.length ? left : 'nothing';
}

export function portsOverlap(a: readonly PortMatch[], b: readonly PortMatch[]): boolean {
    if (!a.length || !b.length) return true;
    return a.some(one =>
        b.some(other => without(one, other).some(left => left !== one) || !without(one, other).length),
    );
}

/** Whether everything in `asked` is in `have`. */
export const portsCover = (have: readonly PortMatch[], asked: readonly PortMatch[]): boolean =>
    !have.length || (asked.length > 0 && subtractPorts(asked, have) === 'nothing');

export const samePorts = (a: readonly PortMatch[], b: readonly PortMatch[]): boolean =>
    portsCover(a, b) && portsCover(b, a);
