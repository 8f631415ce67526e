"""HTTP(S), talkative TCP ports, UDP echo and NTP. Each writes one line per visitor."""
import asyncio
import os
import socket
import struct
import time

IP_PKTINFO = 8
NTP_EPOCH = 2208988800
CHUNK = b"x" * 65536


def http_response(status, body, kind="text/plain"):
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body


def static_file(root, path):
    full = os.path.realpath(os.path.join(root, path.lstrip("/")))
    if not full.startswith(os.path.realpath(root) + "/") or not os.path.isfile(full):
        return http_response("404 Not Found", b"no such file\n")
    with open(full, "rb") as file:
        return http_response("200 OK", file.read(), "application/octet-stream")


async def send_bytes(writer, amount):
    writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {amount}\r\nConnection: close\r\n\r\n".encode())
    while amount > 0:
        writer.write(CHUNK[:amount])
        amount -= len(CHUNK)
        await writer.drain()


async def serve_http(reader, writer, root, log):
    peer = writer.get_extra_info("peername")
    here = writer.get_extra_info("sockname")
    scheme = "https" if writer.get_extra_info("ssl_object") else "http"
    try:
        head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        host = next((h[5:].strip() for h in head if h.lower().startswith("host:")), "-")
        log("http", f"{scheme} {peer[0]} {here[0]} {here[1]} {host} {method} {path}")
        if path.startswith("/bytes/"):
            await send_bytes(writer, int(path[7:]))
        elif path.startswith("/debian/"):
            writer.write(static_file(root, path))
        else:
            writer.write(http_response("200 OK", f"{scheme} {host} {path} from {peer[0]} to {here[0]}\n".encode()))
        await writer.drain()
    except (ConnectionError, ValueError, asyncio.IncompleteReadError, asyncio.TimeoutError, asyncio.LimitOverrunError):
        pass
    writer.close()


async def serve_echo(reader, writer, log):
    """Says hello first, as mail and ssh servers do, then echoes."""
    peer = writer.get_extra_info("peername")
    here = writer.get_extra_info("sockname")
    log("tcp", f"{peer[0]} {here[0]} {here[1]}")
    try:
        writer.write(f"hello {peer[0]} on {here[0]} {here[1]}\n".encode())
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, OSError):
        pass
    writer.close()


def open_udp(family, port):
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
    sock.bind(("", port))
    sock.setblocking(False)
    return sock


def local_address(family, control):
    """(printable address, control message that makes the reply leave from it)"""
    for level, kind, data in control:
        if family == socket.AF_INET6 and kind == socket.IPV6_PKTINFO:
            return socket.inet_ntop(family, data[:16]), [(level, kind, data[:16] + struct.pack("i", 0))]
        if family == socket.AF_INET and kind == IP_PKTINFO:
            return socket.inet_ntop(family, data[8:12]), [(level, kind, struct.pack("i", 0) + data[8:12] + bytes(4))]
    return "?", []


def udp_reader(sock, port, reply_to):
    """reply_to(data, peer, here, port) gives the bytes to answer with, or None."""
    def readable():
        for _ in range(64):
            try:
                data, control, _, peer = sock.recvmsg(65535, 256)
            except BlockingIOError:
                return
            here, source = local_address(sock.family, control)
            reply = reply_to(data, peer[0], here, port)
            if reply is not None:
                try:
                    sock.sendmsg([reply], source, 0, peer)
                except OSError:
                    pass
    return readable


def ntp_reply(data):
    if len(data) < 48:
        return None
    now = time.time() + NTP_EPOCH
    stamp = struct.pack("!II", int(now), int((now % 1) * 2**32))
    head = struct.pack("!BBbb", 0x24, 1, data[2], -20) + bytes(8) + b"TEST"
    return head + stamp + data[40:48] + stamp + stamp
