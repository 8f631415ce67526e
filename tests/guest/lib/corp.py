"""corp.py ADDRESS DOMAIN ANSWER LOG   The far end of a wire: a nameserver at ADDRESS that knows the names of DOMAIN (each has the
address ANSWER), says NXDOMAIN to anything else and writes each question to LOG, and an HTTP server at the same address."""
import http.server
import socket
import struct
import sys
import threading

address, domain, target, log = sys.argv[1:]
A = 1


def question(query: bytes) -> tuple[str, int, bytes]:
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace"))
        at += 1 + query[at]
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1 : at + 3])[0], query[12 : at + 5]


def answer(query: bytes) -> bytes:
    name, kind, asked = question(query)
    with open(log, "a") as file:
        file.write(f"{name}\n")
    known = name.endswith(domain)
    records = b"\xc0\x0c" + struct.pack(">HHIH", A, 1, 5, 4) + socket.inet_aton(target) if known and kind == A else b""
    return query[:2] + struct.pack(">HHHHH", 0x8180 | (0 if known else 3), 1, 1 if records else 0, 0, 0) + asked + records


class Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


threading.Thread(target=http.server.ThreadingHTTPServer((address, 80), Quiet).serve_forever, daemon=True).start()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind((address, 53))
while True:
    data, client = server.recvfrom(1500)
    server.sendto(answer(data), client)
