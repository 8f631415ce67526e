"""kills.py COUNT|FROM-TO|all|every [PATTERN [CHANGE…]]   kill -9 at every system call of a change that leaves something behind.

First each change runs under strace untouched, which lists those calls: of the helper itself, and of every program that it
runs. Then, for each of them, the same change again, with SIGKILL where the call begins: to the helper; or to the program
alone, whose end the helper sees; or to both at once. Afterwards everything has to say the same (agree.py), and two probes that ask
all the time may not have seen the firewall open, or shut to what is allowed. COUNT points, evenly spread, or those from one
number to another, or all; every: also those of files that are still under a temporary name. PATTERN chooses by change, program
and call: `revert groupdel`, `helper rename.*current`. CHANGEs are the only ones that are recorded.
"""
import json
import os
import re
import subprocess
import sys
import time

import agree
from changes import changes, clear, helper, restore, write
from tracing import CALLS, WORK, end, parse, traced, unwrap, wrap

ONLY = re.compile(sys.argv[2] if sys.argv[2:] else "")
HERE = os.path.dirname(os.path.abspath(__file__))


def record(change, base):
    """Every point of a change: (change, program or None, which run of it, call, which of its kind, text)."""
    change.prepare(base)
    clear()
    pid = helper()
    write("helper", pid)
    write("record", "")
    tracer = traced(pid, "-e", f"trace={CALLS}", "-o", f"{WORK}/main.trace")
    change.start().wait()
    end(tracer)
    points = [(change, None, 0, *point) for point in parse(f"{WORK}/main.trace")]
    for name in sorted(os.listdir(WORK)):
        found = re.match(r"(.*)\.(\d+)\.trace$", name)
        if found:
            points += [(change, found[1], int(found[2]), *point) for point in parse(f"{WORK}/{name}")]
    clear()
    return points


def kill(point, both, base):
    """One change that is killed at a point. Whether it was, and what does not agree afterwards."""
    change, program, run, call, which, _ = point
    change.prepare(base)
    clear()
    pid = helper()
    write("helper", pid)
    tracer = None
    if program:
        for name, text in (("plan", f"{program} {run}"), ("call", call), ("when", which)):
            write(name, text)
        if both:
            write("both", "")
    else:
        inject = f"inject={call}:signal=KILL:when={which}"
        tracer = traced(pid, "-e", f"trace={call}", "-e", inject, "-o", f"{WORK}/strace.out")
    caller = change.start()
    caller.wait()
    if tracer:
        end(tracer)
    hit = os.path.exists(f"{WORK}/hit") if program else "= ?" in (agree.read(f"{WORK}/strace.out") or "")
    clear()
    wanted = set(json.loads(base)["groups"]) | change.keeps
    # A program that was killed alone leaves a helper that may have answered that something is left to do. systemd starts one
    # that was killed.
    if program and not both:
        subprocess.run(["systemctl", "restart", "galaf-helper"], check=True)
    return hit, agree.settled(left=wanted, enforced=None if change.opens else True)


def probed(logs):
    """What the probes saw since the last time."""
    return [line for log in logs for line in log.read().splitlines() if not line.startswith("tried")]


# Each stands for a kind of state that a crash once left, and is in every run: which of the points of a kind.
ALWAYS = (
    ("start systemctl", -1),  # the rules in the kernel, and nothing that brings them back at boot
    ("stop systemctl", 0),  # the other way round: the program alone, which the helper has to notice
    ("stop systemctl", 1),  # and with the helper
    ("pause helper sendmsg|pause nft", -1),
    ("allow nft", -1),  # a permission in the list that no policy has
    ("end helper rename", -1),  # a permission in force that nobody remembers
    ("end sync", 0),  # a policy with the rules of one that has ended
    ("delete groupdel .*gshadow-", 1),  # half a group, which nobody can create any more
)


def title(point):
    return f"{point[0].name} {point[1] or 'helper'} {point[5]}"


def learn_again(logs):
    """What the table had learned went with it; the probes never ask for names again."""
    agree.call("Start")
    agree.output("getent", "ahosts", "www.example.org")
    time.sleep(0.5)
    probed(logs)


def chosen(points, which):
    if re.fullmatch(r"\d+-\d+", which):
        first, last = map(int, which.split("-"))
        return points[first - 1 : last]
    count, total = int(which) if which.isdigit() else 0, len(points)
    if not 0 < count < total:
        return points
    kinds = [([p for p in points if re.search(kind, title(p[0]))], index) for kind, index in ALWAYS]
    return [points[i * total // count] for i in range(count)] + [kind[index] for kind, index in kinds if kind]


def sweep(base, other, which):
    logs = [open(f"{WORK}/{name}.log", encoding="utf-8") for name in ("app", "human")]
    points = [
        (point, both)
        for change in changes(other)
        if not sys.argv[3:] or change.name in sys.argv[3:]
        for point in record(change, base)
        for both in ([False, True] if point[1] else [False])
    ]
    points = [p for p in points if ONLY.search(title(p[0]))]
    total = len(points)
    points = chosen(points, which)
    # The recorded changes opened the machine, as they were asked to.
    learn_again(logs)
    print(f"# {total} points, {len(points)} of them now", flush=True)
    tally = {point[0].name: {"killed": 0, "not reached": 0, "failed": 0} for point, _ in points}
    started = time.monotonic()
    for number, (point, both) in enumerate(points, 1):
        change, program, run, call, nth, text = point
        name = f"{change.name}: {f'{program} {run}' if program else 'helper'}{' and helper' if both else ''}, {call} {nth}: {text}"
        print(f"# {number} of {len(points)}, {time.monotonic() - started:.0f} s: {name}", flush=True)
        try:
            hit, problems = kill(point, both, base)
        except Exception as error:  # pylint: disable=broad-exception-caught  # the next point is another story
            hit, problems = True, [repr(error)]
        seen = probed(logs)
        if change.opens:
            learn_again(logs)
        else:
            problems += seen
        tally[change.name]["killed" if hit else "not reached"] += 1
        tally[change.name]["failed"] += bool(problems)
        if not hit:
            print("# not reached", flush=True)
        if problems:
            print(f"not ok - killed at {name}", *(f"#   {p}" for p in problems[:6]), sep="\n", flush=True)
    report(tally, time.monotonic() - started)


def report(tally, seconds):
    for name, counts in tally.items():
        print(f"# {name}:", ", ".join(f"{count} {what}" for what, count in counts.items()))
    hits, missed, failed = (sum(counts[what] for counts in tally.values()) for what in ("killed", "not reached", "failed"))
    print(f"# {hits} of {hits + missed} were hit, in {seconds:.0f} s")
    print(f"{'ok' if hits > (hits + missed) * 0.8 else 'not ok'} - what was killed was under way")
    print(f"{'not ok' if failed else 'ok'} - all agrees after {hits + missed} kills, {failed} of them not")


def learned():
    """(set, address) of all that the table has learned, and the names of the sets."""
    items = json.loads(agree.output("nft", "-j", "list", "sets", "inet"))["nftables"]
    sets = [item["set"] for item in items if item.get("set", {}).get("name", "").startswith("n_")]
    values = {(s["name"], str(e["elem"]["val"] if isinstance(e, dict) else e)) for s in sets for e in s.get("elem", [])}
    return values, {s["name"] for s in sets}


def between(base, other):
    """Learned addresses during an apply that rests before each of its steps, while the probes go on asking."""
    change = changes(other)[0]
    change.prepare(base)
    for name in ("www", "v4only", "v6only"):
        agree.output("getent", "ahosts", f"{name}.example.org")
    first, _ = learned()
    rests = "clone,clone3,vfork,rename"
    trace = f"{WORK}/strace.out"
    tracer = traced(helper(), "-e", f"trace={rests}", "-e", f"inject={rests}:delay_enter=200000", "-o", trace)
    caller, looks = change.start(), []
    while caller.poll() is None:
        looks.append(learned()[0])
    end(tracer)
    steps = len((agree.read(trace) or "").splitlines())
    kept = {(name, value) for name, value in first if name in learned()[1]}
    lost = [sorted(kept - look) for look in looks if kept - look]
    print(f"# {steps} steps, {len(looks)} looks, {len(kept)} addresses: {sorted(kept)}")
    fine = kept and len(looks) >= steps > 10 and not lost
    print(f"{'ok' if fine else 'not ok'} - learned addresses are there between every two steps of an apply", *lost[:3])


def main():
    base, other = (json.dumps(json.loads(agree.read(f"{HERE}/{name}.json"))) for name in ("before", "after"))
    wrap()
    try:
        between(base, other)
        sweep(base, other, sys.argv[1])
        restore(base)
        lasting = agree.settled(20)
        print(f"{'not ok' if lasting else 'ok'} - and in the end", *lasting)
    finally:
        unwrap()


main()
