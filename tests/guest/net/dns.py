"""A DNS server, authoritative and recursive-looking, over UDP and TCP."""
import asyncio
import struct

A, CNAME, SOA, AAAA = 1, 5, 6, 28
TYPES = {1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 15: "MX", 16: "TXT", 28: "AAAA", 65: "HTTPS"}
TTL = 5
UDP_LIMIT = 512


def encode_name(name):
    labels = [label.encode() for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def decode_name(data, at):
    labels = []
    while data[at]:
        if data[at] & 0xC0:
            raise ValueError("compressed question")
        labels.append(data[at + 1:at + 1 + data[at]].decode("ascii", "replace"))
        at += 1 + data[at]
    return ".".join(labels), at + 1


def record(owner, kind, payload):
    return encode_name(owner) + struct.pack("!HHIH", kind, 1, TTL, len(payload)) + payload


def soa():
    payload = encode_name("ns.example.net") + encode_name("root.example.net")
    return record("example.net", SOA, payload + struct.pack("!5I", 1, 60, 60, 60, 1))


def answer(query, records, limit):
    """(reply, description for the log) for one query; raises ValueError or IndexError on garbage."""
    ident, flags, questions = struct.unpack("!HHH", query[:6])
    if flags & 0x8000 or questions != 1:
        raise ValueError("not a query")
    name, at = decode_name(query, 12)
    kind = struct.unpack("!H", query[at:at + 2])[0]
    question = query[12:at + 4]
    exists, aliases, addresses = records.resolve(name.lower(), {A: 4, AAAA: 6}.get(kind, 0))
    answers = [record(owner, CNAME, encode_name(target)) for owner, target in aliases]
    answers += [record(owner, kind, address.packed) for owner, address in addresses]
    authority = [] if addresses else [soa()]
    rcode = 0 if exists else 3
    body = question + b"".join(answers) + b"".join(authority)
    reply_flags = 0x8580 | (flags & 0x0100) | rcode
    told = ",".join(str(address) for _, address in addresses) or ("NODATA" if exists else "NXDOMAIN")
    label = f"{TYPES.get(kind, kind)} {name} {told}"
    if 12 + len(body) > limit:
        return struct.pack("!6H", ident, reply_flags | 0x0200, 1, 0, 0, 0) + question, label + " truncated"
    return struct.pack("!6H", ident, reply_flags, 1, len(answers), len(authority), 0) + body, label


def handle(query, records, limit, log, peer, proto):
    try:
        reply, label = answer(query, records, limit)
    except (ValueError, IndexError, struct.error) as error:
        log("dns", f"{proto} {peer} malformed: {error}")
        return None
    log("dns", f"{proto} {peer} {label}")
    return reply


async def serve_stream(reader, writer, records, log):
    peer = writer.get_extra_info("peername")[0]
    try:
        while True:
            size = struct.unpack("!H", await reader.readexactly(2))[0]
            reply = handle(await reader.readexactly(size), records, 65535, log, peer, "tcp")
            if reply is None:
                break
            writer.write(struct.pack("!H", len(reply)) + reply)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()
