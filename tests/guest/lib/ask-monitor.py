#!/usr/bin/python3
"""ask-monitor REQUEST [SECONDS] [KEY=VALUE...]

Sends one JSON line to galaf-monitor, and prints its answer; of a follower, what it hears within SECONDS. On a busy
machine an answer takes its time: none at all is an error, and never looks like an empty one. With KEY=VALUE: prints
matching rows or events only, and fails when there is none. A value may be null or a number; KEY>=VALUE compares numbers.
"""
import json
import re
import socket
import sys
import time

request, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.5
following = '"follow"' in request
if not following:
    seconds = 20
wanted = [re.fullmatch(r"(\w+)(>?=)(.*)", word, re.DOTALL).groups() for word in sys.argv[3:]]


def lines():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect("/run/galaf-monitor/socket")
    connection.sendall(request.encode() + b"\n")
    data, end = b"", time.monotonic() + seconds
    while time.monotonic() < end:
        connection.settimeout(max(0.01, end - time.monotonic()))
        try:
            more = connection.recv(1 << 16)
        except TimeoutError:
            break
        if not more:
            break
        data += more
        *whole, data = data.split(b"\n")
        yield from (json.loads(line) for line in whole)
        if whole and not following:
            return
    if not following:
        sys.exit("the monitor does not answer")


def matches(row):
    for key, comparison, value in wanted:
        have = row.get(key, "missing")
        if comparison == ">=":
            if not isinstance(have, int) or have < int(value):
                return False
        elif (have if isinstance(have, str) else json.dumps(have)) != value:
            return False
    return True


found = False
for answer in lines():
    for row in answer.get("rows", [answer]) if wanted else [answer]:
        if matches(row):
            found = True
            print(json.dumps(row), flush=True)
sys.exit(0 if found else 1)
