"""lookups.py SERVER SECONDS: names looked up all the time, in the three ways that programs do it.

A new UDP socket for each question, UDP sockets that last and are quiet between their questions, and TCP. Whatever gets no
answer within two seconds, or an error, is a failed lookup. Prints how many lookups there were and what became of those
that failed."""
import collections
import socket
import struct
import sys
import threading
import time

server, seconds = sys.argv[1], float(sys.argv[2])
family = socket.AF_INET6 if ":" in server else socket.AF_INET
counts, lock = collections.Counter(), threading.Lock()
end = time.monotonic() + seconds


def question(number):
    name = f"n{number % 3000 + 1}.race.example.org"
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return struct.pack("!6H", number % 65536, 0x100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", 1, 1)


def connect(kind):
    sock = socket.socket(family, kind)
    sock.settimeout(2)
    sock.connect((server, 53))
    return sock


def over_udp(sock, number):
    sock.send(question(number))
    while True:
        reply = sock.recv(512)
        if reply[:2] == struct.pack("!H", number % 65536):
            return reply


def once(number):
    with connect(socket.SOCK_DGRAM) as sock:
        return over_udp(sock, number)


def over_tcp(number):
    with connect(socket.SOCK_STREAM) as sock:
        text = question(number)
        sock.sendall(struct.pack("!H", len(text)) + text)
        stream = sock.makefile("rb")
        (length,) = struct.unpack("!H", stream.read(2))
        return stream.read(length)


def work(name, ask, pause=0.003):
    number = 0
    while time.monotonic() < end:
        number += 1
        try:
            # No error code, and one address.
            outcome = "answered" if ask(number)[3:8] == b"\x80\0\x01\0\x01" else "wrong answer"
        except (OSError, struct.error) as error:
            outcome = f"{name}: {type(error).__name__} {error}"
        with lock:
            counts[outcome] += 1
        time.sleep(pause)


def lasting():
    sock = connect(socket.SOCK_DGRAM)
    return lambda number: over_udp(sock, number)


ways = [("new socket", once), ("TCP", over_tcp)] + [("lasting socket", lasting(), 0.01 + i / 9) for i in range(20)]
threads = [threading.Thread(target=work, args=way) for way in ways]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{sum(counts.values())} lookups, {sum(counts.values()) - counts['answered']} failed")
for outcome, count in counts.items():
    if outcome != "answered":
        print(count, outcome)
