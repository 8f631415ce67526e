#!/usr/bin/env python3
"""ask-agent.py SOCKET SECONDS [--in PLACE] [--stdin] CMD…: run CMD through the agent of a virtual machine.

PLACE is `system` or `user:NAME`: inside a unit of that manager; else as a child of the agent. CMD's output and status are ours.
"""
import base64
import fcntl
import json
import os
import socket
import sys
import uuid


def ask(path, seconds, place, argv, stdin):
    with open(path + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the port carries one conversation
        with socket.socket(socket.AF_UNIX) as port:
            port.settimeout(seconds)
            port.connect(path)
            ident = uuid.uuid4().hex
            request = {"id": ident, "place": place, "argv": argv, "stdin": base64.b64encode(stdin).decode()}
            port.sendall(json.dumps(request).encode() + b"\n")
            with port.makefile("rb") as replies:
                for line in replies:
                    try:
                        reply = json.loads(line)
                    except ValueError:
                        continue
                    if reply.get("id") == ident:  # else: the answer to a question nobody waited for
                        return reply
    raise ConnectionError("closed")


def main():
    path, seconds, argv = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    place, stdin = "", b""
    if argv[0] == "--in":
        place, argv = argv[1], argv[2:]
    if argv[0] == "--stdin":
        argv = argv[1:]
        stdin = sys.stdin.buffer.read()
    try:
        reply = ask(path, seconds, place, argv, stdin)
    except OSError as error:
        print(f"ask-agent: no answer from the guest: {error}", file=sys.stderr)
        sys.exit(255)
    sys.stdout.buffer.write(base64.b64decode(reply["out"]))
    sys.stdout.flush()
    sys.stderr.buffer.write(base64.b64decode(reply["err"]))
    sys.stderr.flush()
    os._exit(reply["status"])


main()
