#!/usr/bin/python3
"""monitor.py FLOODER SECONDS QUIET-GID GID...

Runs the flooder as these groups and `galafctl blocked --follow` meanwhile: what that costs galaf-monitor and galaf-helper, and
how long an attempt of a quiet group takes to be told. Prints one row of a table, and fails where an aim is missed: both
together take less than 10 % of a processor, the quiet group is heard within a second, and in the second half memory grows by less
than 1 KiB per 1,000 events. It has to be so by either measure, since each misses something: the slope of the line that fits what
they had second by second would miss a rare step, and the growth of the most that they ever had would miss what creeps up below an
early peak.
"""
import json
import os
import select
import socket
import subprocess
import sys
import time

flooder, seconds, quiet, gids = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
# Tables of fixed size are filled in the first half of that, and the garbage of a program was collected many times.
LONG_ENOUGH = 1200
SOCKET = "/run/galaf-monitor/socket"


class Unit:
    def __init__(self, name):
        self.pid = int(subprocess.check_output(["systemctl", "show", "-P", "MainPID", name]))
        self.used_before = self.used()
        with open(f"/proc/{self.pid}/clear_refs", "w") as file:
            file.write("5")  # the most memory so far is what it has now

    def used(self):
        fields = open(f"/proc/{self.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def share(self, elapsed):
        return 100 * (self.used() - self.used_before) / elapsed

    def memory(self):
        """Now, and the most so far: what a garbage collector has not freed yet is no growth."""
        lines = dict(line.split(":", 1) for line in open(f"/proc/{self.pid}/status"))
        return [int(lines[key].split()[0]) for key in ("VmRSS", "VmHWM")]


def slope_of(points):
    """Of the straight line that fits best."""
    mean_x, mean_y = (sum(point[i] for point in points) / max(1, len(points)) for i in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def status():
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(SOCKET)
        connection.sendall(b'{"query":"status"}\n')
        return json.loads(connection.makefile().readline())


class Follower:
    def __init__(self):
        command = ["galafctl", "blocked", "--follow", "--json"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        self.data = b""

    def hear(self):
        """What is told within a twentieth of a second."""
        if not select.select([self.process.stdout], [], [], 0.05)[0]:
            return []
        self.data += os.read(self.process.stdout.fileno(), 1 << 16)
        *lines, self.data = self.data.split(b"\n")
        return [json.loads(line) for line in lines]


os.setegid(quiet)  # sockets made from here on belong to the quiet group
probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
os.setegid(0)
follower = Follower()
time.sleep(3)  # until it is subscribed
units = monitor, helper = Unit("galaf-monitor"), Unit("galaf-helper")
now = lambda: sum(unit.memory()[0] for unit in units)
most = lambda: sum(unit.memory()[1] for unit in units)
before = status()
process = subprocess.Popen([flooder, "flood", str(seconds), *gids], stdout=subprocess.PIPE, text=True)
started = time.monotonic()
events = half_events = told = 0
half_most = None
course, sampled = [], 0  # events and memory, each second of the second half
delays, waiting, port = [], {}, 20000
while process.poll() is None or (waiting and time.monotonic() - started < seconds + 3):
    elapsed = time.monotonic() - started
    if half_most is None and elapsed > seconds / 2:
        half_most, half_events = most(), events
    if half_most is not None and elapsed >= sampled:
        course.append((events, now()))
        sampled = elapsed + 1
    if elapsed >= told:
        print(f"{elapsed:.0f} s, {events} events, KiB now and at most:", monitor.memory(), helper.memory(), file=sys.stderr)
        told += 30
    # Now and then, as a quiet program would: at most twice a minute on average after the first few.
    if elapsed < seconds and len(delays) + len(waiting) < min(5, 1 + elapsed // 2):
        port += 1
        waiting[port] = time.monotonic()
        try:
            probe.sendto(b"x", ("198.51.100.9", port))
        except OSError:
            pass
    for event in follower.hear():
        events += 1
        if event["gid"] == quiet and event["port"] in waiting:
            delays.append(time.monotonic() - waiting.pop(event["port"]))
rate = int(process.stdout.read())
elapsed = time.monotonic() - started
shares = [unit.share(elapsed) for unit in units]
grown = most() - half_most
steps = grown / max(1, events - half_events) * 1000
slope = slope_of(course) * 1000
after = status()
follower.process.terminate()
slowest = max(delays) if delays and not waiting else None
late = f"{slowest * 1000:.0f}" if slowest is not None else f"{len(waiting)} of {len(delays) + len(waiting)} unheard"
long_enough = seconds >= LONG_ENOUGH
memory = f"{slope:.2f} | {steps:.2f}" if long_enough else "not judged | not judged"
print(
    f"| {len(gids)} | {seconds:.0f} | {rate} | {events} | {after['suppressed'] - before['suppressed']} | {after['lost']} "
    f"| {shares[0]:.1f} | {shares[1]:.1f} | {monitor.memory()[1]} | {helper.memory()[1]} | {memory} | {late} |",
    flush=True,
)
if not long_enough:
    print(f"memory is not judged: that takes {LONG_ENOUGH} seconds, such as FLOOD_SECONDS={LONG_ENOUGH}", file=sys.stderr)
aims = {
    "10 % of a processor": sum(shares) < 10,
    "1 KiB per 1,000 events by the slope": slope < 1 or not long_enough,
    "1 KiB per 1,000 events by the most that there was": steps < 1 or not long_enough,
    "1 s for a quiet group": slowest is not None and slowest < 1,
}
missed = [aim for aim, kept in aims.items() if not kept]
sys.exit(f"aims that were missed: {', '.join(missed)}" if missed else 0)
