"""lookup.py APP_GID GATE_UID COUNT: lookups through the gate and past it in turns, each followed at once by a packet.

Runs as root inside a guest. A child with the app's gid is redirected to the gate like any program; a child with the
gate's own uid is exempt and asks the same server directly. Every name is new. Prints two medians in microseconds and how
many packets of the app were refused."""
import os
import socket
import statistics
import struct
import sys
import time

SERVER = ("192.168.77.1", 53)


def ask(sock, name):
    question = b"".join(bytes([len(p)]) + p.encode() for p in name.split(".")) + b"\0" + struct.pack("!HH", 1, 1)
    started = time.perf_counter()
    sock.sendto(struct.pack("!6H", 1, 0x100, 1, 0, 0, 0) + question, SERVER)
    reply = sock.recv(512)
    return (time.perf_counter() - started) * 1e6, socket.inet_ntoa(reply[-4:])


def worker(uid, gid, pipe_in, pipe_out):
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    query = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    query.settimeout(5)
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for line in os.fdopen(pipe_in):
        took, address = ask(query, line.strip())
        refused = 0
        try:
            probe.sendto(b"x", (address, 9))
        except PermissionError:
            refused = 1
        os.write(pipe_out, f"{took} {refused}\n".encode())


def start(uid, gid):
    there, mine = os.pipe(), os.pipe()
    if os.fork() == 0:
        os.close(there[1])
        worker(uid, gid, there[0], mine[1])
        os._exit(0)
    os.close(there[0])
    return os.fdopen(there[1], "w", buffering=1), os.fdopen(mine[0])


app_gid, gate_uid, count = map(int, sys.argv[1:4])
sides = {"gate": start(1000, app_gid), "direct": start(gate_uid, gate_uid)}
times, refused = {"gate": [], "direct": []}, 0
for i in range(count):
    for side, (ask_it, answers) in sides.items():
        ask_it.write(f"n{i + 1}.race.example.org\n")
        took, no = answers.readline().split()
        times[side].append(float(took))
        refused += side == "gate" and no == "1"
direct, gate = (statistics.median(times[s]) for s in ("direct", "gate"))
print(f"| {count} | {direct:.0f} | {gate:.0f} | {gate - direct:.0f} | {refused} |")
