"""queue.py serve ADDRESS PORT GO   or   queue.py send HOST PORT keep|close|late

serve makes the file GO.ready, takes one connection, makes GO.full once no more arrives, and reads nothing until the file GO is
there; then it prints how much had arrived, and how much comes after that. send hands the kernel more than the other side takes, and
stays until it is ended, or ends and leaves the rest to the kernel.
"""
import fcntl
import os
import socket
import struct
import sys
import termios
import time


def waiting(connection):
    return struct.unpack("i", fcntl.ioctl(connection, termios.FIONREAD, b"\0\0\0\0"))[0]


def serve(address, port, go):
    with socket.create_server((address, int(port))) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        open(f"{go}.ready", "w").close()
        connection, _ = server.accept()
        before = 0
        while not before or waiting(connection) != before:
            before = waiting(connection)
            time.sleep(0.5)
        open(f"{go}.full", "w").close()
        while not os.path.exists(go):
            time.sleep(0.05)
        arrived = waiting(connection)
        connection.settimeout(3)
        total = 0
        try:
            while data := connection.recv(65536):
                total += len(data)
        except OSError:
            pass  # silence, or a reset
        print("arrived", arrived, "later", total - arrived, flush=True)


def send(host, port, end):
    connection = socket.create_connection((host, int(port)))
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 400000)
    connection.setblocking(False)
    try:
        for _ in range(100):
            connection.send(b"x" * 4000)
    except BlockingIOError:
        pass
    print("queued", flush=True)
    if end != "close":
        time.sleep(60)


{"serve": serve, "send": send}[sys.argv[1]](*sys.argv[2:])
