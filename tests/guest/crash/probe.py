"""probe.py LOG BAD [GOOD]   Asks all the time whether the firewall holds: connecting to BAD must never succeed, to GOOD always.

Each is HOST:PORT; names are looked up once. A line in LOG for whatever is not as it must be, and one for each hundred tries.
"""
import socket
import sys
import time


def address(text):
    host, port = text.rsplit(":", 1)
    return socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_STREAM)[0][4]


def connects(target):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A busy machine's server may lose a packet, which is sent again; the firewall refuses, and that is final.
        probe.settimeout(5)
        try:
            probe.connect(target)
            return "", True
        except OSError as error:
            return str(error), False


def main():
    log = open(sys.argv[1], "a", buffering=1)
    bad, *good = [address(text) for text in sys.argv[2:]]
    tries = 0
    while True:
        if connects(bad)[1]:
            print("open", time.time(), *bad, file=log)
        # Each costs the world outside some packets to write down; between() in kills.py looks for short losses.
        for target in good if tries % 5 == 0 else []:
            why, through = connects(target)
            if not through:
                print("lost", time.time(), *target, why, file=log)
        tries += 1
        if tries % 100 == 1:
            print("tried", tries, file=log)
        time.sleep(0.003)


main()
