"""pcapng.py FILE   Reads what galaf-capture writes, strictly, and prints a line for each block:

  interface NAME
  packet in|out "COMMENT" PROTOCOL SOURCE>DESTINATION LENGTH[/LENGTH ON THE WIRE]
  statistics SEEN DROPPED

Exit code 1 with a reason when a block is not as the format (draft-ietf-opsawg-pcapng) has it; a cut-off end is such a reason
unless --cut is given."""
import ipaddress, struct, sys


class Malformed(Exception):
    pass


def need(truth, reason):
    if not truth:
        raise Malformed(reason)


def options(data):
    found = {}
    at = 0
    while at < len(data):
        need(at + 4 <= len(data), 'an option is cut off')
        code, length = struct.unpack_from('<HH', data, at)
        at += 4
        if code == 0:
            need(length == 0 and at == len(data), 'the end of options is not the end')
            return found
        need(at + length <= len(data), f'option {code} is longer than its block')
        need(not any(data[at + length : at + length + (-length & 3)]), 'padding is not zero')
        found[code] = data[at : at + length]
        at += length + (-length & 3)
    raise Malformed('options have no end')


def describe(packet):
    version = packet[0] >> 4
    need(version in (4, 6), 'no IP packet')
    if version == 4:
        protocol, rest = packet[9], packet[(packet[0] & 15) * 4 :]
        source, destination = packet[12:16], packet[16:20]
    else:
        protocol, rest = packet[6], packet[40:]
        source, destination = packet[8:24], packet[24:40]
    name = {1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmp6'}.get(protocol, str(protocol))
    ends = [str(ipaddress.ip_address(end)) for end in (source, destination)]
    if name in ('tcp', 'udp') and len(rest) >= 4:
        ends = [f'{end}:{port}' for end, port in zip(ends, struct.unpack_from('>HH', rest))]
    return f'{name} {">".join(ends)}'


def block(kind, body, state):
    if kind == 0x0A0D0D0A:
        magic, major, minor, length = struct.unpack_from('<IHHq', body)
        need((magic, major, minor, length) == (0x1A2B3C4D, 1, 0, -1), 'not our section header')
        need(options(body[16:]).get(4) == b'galaf-capture', 'the program has no name')
    elif kind == 1:
        link, reserved, state['snaplen'] = struct.unpack_from('<HHI', body)
        found = options(body[8:])
        need(link == 101 and not reserved and found[9] == b'\x09', 'not our interface')
        print('interface', found[2].decode())
    elif kind == 6:
        interface, high, low, length, wire = struct.unpack_from('<5I', body)
        need(interface == 0 and 0 < length <= wire and length <= state['snaplen'], 'lengths make no sense')
        time = high << 32 | low
        need(time >= state.get('time', 0), 'time goes backwards')
        state['time'] = time
        packet = body[20 : 20 + length]
        found = options(body[20 + length + (-length & 3) :])
        way = {1: 'in', 2: 'out'}[struct.unpack('<I', found[2])[0]]
        cut = '' if wire == length else f'/{wire}'
        print(f'packet {way} "{found[1].decode()}" {describe(packet)} {length}{cut}')
    elif kind == 5:
        found = options(body[12:])
        print('statistics', *(struct.unpack('<Q', found[code])[0] for code in (4, 5)))
        state['over'] = True
    else:
        raise Malformed(f'a block of kind {kind}')


def read(data, may_be_cut):
    state, at = {}, 0
    while at < len(data):
        need(not state.get('over'), 'something follows the statistics')
        whole = at + 8 <= len(data)
        kind, length = struct.unpack_from('<II', data, at) if whole else (0, 12)
        if not whole or at + length > len(data):
            need(may_be_cut, 'the last block is cut off')
            return
        need(length >= 12 and length % 4 == 0, 'a length is odd')
        need(struct.unpack_from('<I', data, at + length - 4)[0] == length, 'the two lengths of a block differ')
        need((at == 0) == (kind == 0x0A0D0D0A), 'there is one section, and it comes first')
        block(kind, data[at + 8 : at + length - 4], state)
        at += length
    need(may_be_cut or state.get('over'), 'there are no statistics')


arguments = sys.argv[1:]
may_be_cut = '--cut' in arguments
with open([word for word in arguments if word != '--cut'][0], 'rb') as file:
    content = file.read()
try:
    read(content, may_be_cut)
except (Malformed, struct.error, KeyError, IndexError) as error:
    sys.exit(f'malformed: {error!r}')
