"""Traffic of known size. Each command ends when the last byte has come back.

traffic.py udp HOST PORT COUNT SIZE    datagrams to an echo server, one after the other
traffic.py tcp HOST PORT BYTES         to an echo server and back
traffic.py ping HOST COUNT SIZE        echo requests
traffic.py serve PORT                  answers one TCP connection with what it sends, and ends
traffic.py echo PORT                   sends each datagram back, until it is ended
traffic.py vpn TUN HOST PORT COUNT     a VPN in user space: sends what the tunnel gives it inside datagrams to an echo
                                       server, and gives back what returns as an answer to the program that sent it"""
import fcntl
import os
import socket
import struct
import subprocess
import sys
import threading

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000


def udp(host, port, count, size):
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
    with socket.socket(family, kind) as s:
        s.settimeout(3)
        s.connect(address)
        for _ in range(count):
            s.send(b"x" * size)
            assert len(s.recv(65536)) == size


def tcp(host, port, size):
    with socket.create_connection((host, port), 3) as s:
        s.recv(100)  # it says hello
        writer = threading.Thread(target=s.sendall, args=(b"x" * size,))
        writer.start()
        received = 0
        while received < size:
            part = s.recv(65536)
            assert part
            received += len(part)
        writer.join()


def ping(host, count, size):
    subprocess.run(["ping", "-q", "-i", "0.02", "-W", "2", "-c", str(count), "-s", str(size), host],
                   check=True, stdout=subprocess.DEVNULL)


def serve(port):
    with socket.create_server(("0.0.0.0", port)) as server:
        connection, _ = server.accept()
        with connection:
            while part := connection.recv(65536):
                connection.sendall(part)


def echo(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind(("0.0.0.0", port))
        while True:
            s.sendto(*s.recvfrom(65536))


def vpn(tunnel, host, port, count):
    device = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", tunnel.encode(), IFF_TUN | IFF_NO_PI))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(5)
        s.connect((host, port))
        while count:
            packet = os.read(device, 2048)
            if packet[0] >> 4 != 4 or packet[9] != socket.IPPROTO_UDP:
                continue  # the kernel's own, such as router solicitations
            s.send(packet)
            packet = s.recv(2048)
            # The sender becomes the receiver; sums do not depend on the order.
            os.write(device, packet[:12] + packet[16:20] + packet[12:16] + packet[22:24] + packet[20:22] + packet[24:])
            count -= 1


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    globals()[name](*(int(word) if word.isdigit() else word for word in words))
