"""Writes down every packet that comes out of the guest, whatever address or port it is for."""
import ipaddress
import socket
import struct

PACKET_OUTGOING = 4
NAMES = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6", 132: "sctp"}
TCP_FLAGS = "FSRPAU"


def describe(frame):
    """`PROTO SRC SPORT DST DPORT FLAGS`, or None for a TCP packet in the middle of a connection."""
    kind = struct.unpack("!H", frame[12:14])[0]
    packet = frame[14:]
    if kind == 0x0800:
        proto, at = packet[9], (packet[0] & 15) * 4
        src, dst = packet[12:16], packet[16:20]
    elif kind == 0x86DD:
        proto, at = packet[6], 40
        src, dst = packet[8:24], packet[24:40]
        if proto == 0 and len(packet) > at + 1:  # hop-by-hop options, as multicast listener reports have
            proto, at = packet[at], at + (packet[at + 1] + 1) * 8
    elif kind == 0x0806:
        return None
    else:
        return f"ethertype-{kind:04x} - - - - -"
    sport = dport = flags = "-"
    if proto in (6, 17, 132) and len(packet) >= at + 4:
        sport, dport = struct.unpack("!HH", packet[at:at + 4])
    if proto == 6 and len(packet) > at + 13:
        bits = packet[at + 13]
        if bits & 0x17 == 0x10:  # ACK alone
            return None
        flags = "".join(c for i, c in enumerate(TCP_FLAGS) if bits >> i & 1)
    if proto in (1, 58) and len(packet) > at + 1:
        flags = f"type-{packet[at]}"
    return (f"{NAMES.get(proto, proto)} {ipaddress.ip_address(src)} {sport} "
            f"{ipaddress.ip_address(dst)} {dport} {flags}")


def open_sniffer(interface):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    sock.setsockopt(socket.SOL_SOCKET, 33, 32 << 20)  # SO_RCVBUFFORCE: nothing may be missed
    sock.bind((interface, 0))
    sock.setblocking(False)
    return sock


def drain(sock, log):
    for _ in range(256):
        try:
            frame, address = sock.recvfrom(192)
        except BlockingIOError:
            return
        except OSError:  # the interface went down with the guest; it comes back with it
            return
        if address[2] == PACKET_OUTGOING:
            continue
        try:
            text = describe(frame)
        except (IndexError, struct.error, ValueError):
            text = "malformed - - - - -"
        if text:
            log("packets", text)
