#!/usr/bin/python3
"""history.py fill DATABASE            90 days of 200 apps, each active in each hour, and 50 destinations of each
history.py measure DATABASE SOCKET     a table of what plots ask for; fails where one takes longer than the aim
"""
import json
import socket
import sqlite3
import statistics
import sys
import time

DAYS, APPS, DESTINATIONS = 90, 200, 50
FIRST_GID, UID, HOUR = 30000, 1000, 3600
AIM_MS = 300
TIMES = 9
now = int(time.time())
# Not the oldest hour of all, which the monitor is about to forget.
start = now - now % HOUR - (DAYS * 24 - 2) * HOUR


def fill(path):
    base = sqlite3.connect(path)
    hours = range(start, now, HOUR)
    base.executemany(
        "INSERT INTO traffic (gid, uid, hour, in_packets, in_bytes, out_packets, out_bytes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((FIRST_GID + app, UID, hour, 1000 + app, 1000000 + hour, 500 + app, 50000 + hour) for hour in hours for app in range(APPS)),
    )
    base.executemany(
        "INSERT INTO contact (kind, gid, uid, inward, protocol, address, port, question, host, asked, program, comm, count, first, last)"
        " VALUES (2, ?, ?, 0, 6, ?, 443, '', ?, 1, '/usr/bin/app', 'app', 9, ?, ?)",
        (
            (FIRST_GID + app, UID, bytes(10) + b"\xff\xff" + bytes((203, 0, app, place)), f"host{place}.app{app}.example.org", start * 1000, (now - place * app) * 1000)
            for app in range(APPS)
            for place in range(DESTINATIONS)
        ),
    )
    base.commit()
    base.close()


SUMS = ", ".join(f"sum({way}_{unit})" for way in ("in", "out", "refused", "tunnel_in", "tunnel_out") for unit in ("packets", "bytes"))
QUESTIONS = [
    (
        "an app, each hour",
        {"query": "history", "gid": FIRST_GID + 77, "limit": 10000},
        f"SELECT gid, uid, hour, {SUMS} FROM traffic WHERE gid = {FIRST_GID + 77} AND hour >= :since GROUP BY hour, gid, uid ORDER BY hour",
        DAYS * 24 - 1,
    ),
    (
        "an app, each day",
        {"query": "history", "gid": FIRST_GID + 77, "step": 86400},
        f"SELECT gid, uid, hour - (hour - :since) % 86400 AS day, {SUMS} FROM traffic WHERE gid = {FIRST_GID + 77} AND hour >= :since"
        " GROUP BY day, gid, uid ORDER BY day",
        DAYS,
    ),
    (
        "all apps together, each day",
        {"query": "history", "step": 86400, "total": True},
        f"SELECT -1, -1, hour - (hour - :since) % 86400 AS day, {SUMS} FROM traffic WHERE hour >= :since GROUP BY day ORDER BY day",
        DAYS,
    ),
    (
        "destinations of an app",
        {"query": "destinations", "gid": FIRST_GID + 77},
        f"SELECT * FROM contact WHERE kind = 2 AND gid = {FIRST_GID + 77} AND last >= :since * 1000 ORDER BY last DESC LIMIT 1000",
        DESTINATIONS,
    ),
]


def ask(path, query):
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(path)
        connection.sendall(json.dumps(query).encode() + b"\n")
        return json.loads(connection.makefile().readline())


def took(work):
    times = []
    for _ in range(TIMES):
        began = time.monotonic()
        rows = work()
        times.append((time.monotonic() - began) * 1000)
    # What else runs only adds.
    return min(times), statistics.median(times), rows


def measure(database, path):
    base = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = base.execute("SELECT count(*) FROM traffic").fetchone()[0]
    print(f"{rows} hours of apps; the fastest of {TIMES} times.\n")
    print("| what | rows | galaf-monitor ms | the median ms | sqlite3 ms | aim ms |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    good = True
    for name, query, sql, wanted in QUESTIONS:
        plain, _, plain_rows = took(lambda: base.execute(sql, {"since": start}).fetchall())
        ours, median, answer = took(lambda: ask(path, {**query, "since": start}))
        if not answer["ok"] or len(answer["rows"]) != len(plain_rows) or len(plain_rows) != wanted:
            sys.exit(f"{name}: {len(plain_rows)} rows, {str(answer)[:300]}")
        print(f"| {name} | {wanted} | {ours:.1f} | {median:.1f} | {plain:.1f} | {AIM_MS} |")
        good = good and ours < AIM_MS
    sys.exit(not good)


if sys.argv[1] == "fill":
    fill(sys.argv[2])
else:
    measure(*sys.argv[2:])
