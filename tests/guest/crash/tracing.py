"""How kills.py follows the helper and the programs that it runs, with strace."""
import os
import re
import signal
import subprocess
import sys

import agree

EVERY = "every" in sys.argv[1:]
WORK = "/run/kills"
CALLS = (
    "rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,mkdir,mkdirat,openat,write,pwrite64,"
    "ftruncate,fallocate,fsync,fdatasync,syncfs,chmod,fchmod,fchmodat,chown,fchown,fchownat,sendmsg,sendto,clone,clone3,vfork,"
    "execve"
)
# Without these flags opening a file changes nothing; a write to what is no file or pipe is the event loop's.
READS = re.compile(
    r"openat\((?!.*O_(CREAT|WRONLY|RDWR|TRUNC|TMPFILE))|write\(\d+<(anon_inode|pipe|/dev/null)|.*\) = -1 E"
    r"|send(to|msg)\(.*(_GET|NLMSG_\?\?\?|RTM_GET)"
)
# Files and folders that are still under a name that nobody reads; making and renaming them count.
UNSEEN = re.compile(r"(?!openat|rename)\w+\(.*(\.\w{6}\b[>\"]|/generations/\.\d+\.tmp/)|openat\(.*/generations/\.\d+\.tmp/.*/")
PROGRAMS = {
    name: path
    for name in ("nft", "systemd-sysusers", "groupmod", "groupdel", "systemctl", "systemd-run", "sync", "conntrack", "sysctl")
    for path in (f"/usr/sbin/{name}", f"/usr/bin/{name}")
    if os.path.isfile(path) and not os.path.islink(os.path.dirname(path))
}
# Stands where the program was: counts how often the helper runs it, and does to one of these runs what the plan says.
WRAPPER = """#!/bin/sh
real={real} work={work} name={name}
parent=$(cat $work/helper 2>/dev/null)
[ "$PPID" = "$parent" ] || exec $real "$@"
echo >>$work/$name.runs
run=$(wc -l <$work/$name.runs)
if [ -e $work/record ]; then
	exec strace -qq -y -s 40 -e signal=none -e trace={calls} -o $work/$name.$run.trace $real "$@"
fi
[ "$(cat $work/plan 2>/dev/null)" = "$name $run" ] || exec $real "$@"
strace -qq -o $work/strace.out -e trace=$(cat $work/call) -e inject=$(cat $work/call):signal=KILL:when=$(cat $work/when) $real "$@"
status=$?
[ $status = 137 ] || exit $status
echo hit >$work/hit
[ ! -e $work/both ] || kill -9 "$parent"
kill -9 $$
"""


def parse(trace):
    """(call, which of its kind, text) of those that leave something behind, as far as somebody could read it."""
    counts, points = {}, []
    for line in (agree.read(trace) or "").splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if not found:
            continue
        call = found[1]
        counts[call] = counts.get(call, 0) + 1
        # A program that has not begun has changed nothing.
        text = line[found.start(1) :]
        if call != "execve" and not READS.match(text) and (EVERY or not UNSEEN.match(text)):
            points.append((call, counts[call], line[:110]))
    return points


def traced(pid, *options):
    """strace at the helper's main thread, which does all that changes anything; returns when it is attached."""
    tracer = subprocess.Popen(
        ["strace", "-p", str(pid), "-y", "-s", "40", "-e", "signal=none", *options], stderr=subprocess.PIPE, text=True
    )
    while tracer.poll() is None and "attached" not in tracer.stderr.readline():
        pass
    return tracer


def end(tracer):
    tracer.send_signal(signal.SIGINT)
    tracer.communicate()


def wrap():
    for name, path in PROGRAMS.items():
        real = f"{os.path.dirname(path)}/.{name}.real"
        if not os.path.exists(real):
            os.rename(path, real)
        with open(path, "w", encoding="utf-8") as file:
            file.write(WRAPPER.format(real=real, work=WORK, name=name, calls=CALLS))
        os.chmod(path, 0o755)


def unwrap():
    for name, path in PROGRAMS.items():
        real = f"{os.path.dirname(path)}/.{name}.real"
        if os.path.exists(real):
            os.rename(real, path)
