#!/usr/bin/env python3
"""world.py DIR INTERFACE: the network the guest is tested in; runs in a network namespace of its own.

DIR has `names`' changes (`changed`), the certificate and the apt repository, and gets one log per kind.
The namespace answers for whole address ranges, so every server listens on every address.
"""
import asyncio
import functools
import os
import socket
import ssl
import sys
import time

sys.dont_write_bytecode = True
import dns  # noqa: E402
import servers  # noqa: E402
import sniffer  # noqa: E402
from records import Records  # noqa: E402

HTTP_PORTS = [80, 8080]
HTTPS_PORTS = [443, 8443]
TCP_PORTS = [7, 22, 25, 110, 143, 465, 587, 853, 993, 995, 4444, 5222, 6667]
UDP_PORTS = [7, 443, 3478, 4444, 51820]


class Log:
    """One file per kind, appended and never cached: a test may truncate it at any time."""

    def __init__(self, directory):
        self.files = {}
        for kind in ("dns", "http", "tcp", "udp", "ntp", "packets"):
            path = os.path.join(directory, kind + ".log")
            self.files[kind] = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def __call__(self, kind, text):
        os.write(self.files[kind], f"{time.time():.3f} {text}\n".encode())


def udp_answer(log, records):
    def reply_to(data, peer, here, port):
        if port == 53:
            return dns.handle(data, records, dns.UDP_LIMIT, log, peer, "udp")
        if port == 123:
            log("ntp", f"{peer} {here}")
            return servers.ntp_reply(data)
        log("udp", f"{peer} {here} {port} {len(data)}")
        return data
    return reply_to


async def listen(handler, port, tls=None):
    for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::")):
        sock = socket.create_server((host, port), family=family, backlog=1024)
        await asyncio.start_server(handler, sock=sock, ssl=tls)


async def main(directory, interface):
    log = Log(directory)
    here = os.path.dirname(os.path.abspath(__file__))
    records = Records(os.path.join(here, "names"), os.path.join(directory, "changed"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(os.path.join(directory, "tls.crt"), os.path.join(directory, "tls.key"))

    http = functools.partial(servers.serve_http, root=os.path.join(directory, "www"), log=log)
    for port in HTTP_PORTS:
        await listen(http, port)
    for port in HTTPS_PORTS:
        await listen(http, port, tls)
    for port in TCP_PORTS:
        await listen(functools.partial(servers.serve_echo, log=log), port)
    await listen(functools.partial(dns.serve_stream, records=records, log=log), 53)

    loop = asyncio.get_running_loop()
    for port in [53, 123] + UDP_PORTS:
        for family in (socket.AF_INET, socket.AF_INET6):
            sock = servers.open_udp(family, port)
            loop.add_reader(sock, servers.udp_reader(sock, port, udp_answer(log, records)))
    capture = sniffer.open_sniffer(interface)
    loop.add_reader(capture, sniffer.drain, capture, log)

    with open(os.path.join(directory, "ready"), "w"):
        pass
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
