"""agree.py [LEFT_GROUP…]   Whether everything that Galaf keeps says the same: file, generation, kernel, groups, gate, launching, units.

Prints a line for each disagreement, and fails when there is one. LEFT_GROUPs are app groups that the system may have beside
those of the generation in force: taking a group out of the file does not delete it.
"""
import grp
import json
import os
import re
import subprocess
import sys
import time

STATE = "/var/lib/galaf"
GROUP_IDS = range(30000, 60000)
BOOT = ("galaf-closed.service", "galaf-policy.service", "galaf-recover.service")


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def output(*argv, **options):
    return subprocess.run(argv, capture_output=True, text=True, check=False, **options).stdout


def call(method, *arguments):
    """The JSON that the helper answers; raises RuntimeError with its error."""
    argv = ["busctl", "--json=short", "--timeout=90", "call", "org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1", method]
    done = subprocess.run([*argv, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return json.loads(json.loads(done.stdout)["data"][0])


def current():
    """Folder of the generation in force, None before the first."""
    try:
        return f"{STATE}/{os.readlink(f'{STATE}/current')}"
    except FileNotFoundError:
        return None


def table_of(listing):
    """What nft lists, without what differs between two tables of the same rules: handles, counts, what was learned."""
    items = []
    for item in json.loads(listing or '{"nftables": []}')["nftables"]:
        (kind, value), = item.items()
        if kind == "metainfo":
            continue
        value.pop("handle", None)
        if kind == "counter":
            value = value["name"]
        elif kind == "chain":
            # A chain that stays keeps the words it was made with.
            value.pop("comment", None)
        elif kind in ("set", "map") and {"timeout", "dynamic"} & set(value.get("flags", [])):
            value.pop("elem", None)
        text = json.dumps(value, sort_keys=True)
        # Elements of sets that count carry their counts.
        items.append(kind + re.sub(r'"counter": (\{[^{}]*\}|null)', '"counter"', text))
    return sorted(items)


def kernel(table, folder):
    here = table_of(output("nft", "-j", "-s", "-n", "list", "table", "inet", table))
    fresh = f"nft -f {folder}/ruleset.nft && nft -j -s -n list table inet {table}"
    wanted = table_of(output("unshare", "--net", "sh", "-c", fresh))
    if not wanted:
        yield f"the rules of {folder} do not load"
    for item in wanted:
        if item not in here:
            yield f"the kernel lacks {item[:300]}"
    for item in here:
        if item not in wanted:
            yield f"the kernel has {item[:300]}"


def groups(meta, left):
    wanted = {group["name"]: group["gid"] for group in meta["groups"]}
    have = {entry.gr_name: entry.gr_gid for entry in grp.getgrall() if entry.gr_gid in GROUP_IDS}
    for name, gid in wanted.items():
        if have.get(name) != gid:
            yield f"group {name} has id {have.get(name)}, not {gid}"
    for name in have.keys() - wanted.keys() - set(left):
        yield f"group {name} is left over"
    shadow = {line.split(":")[0] for line in (read("/etc/gshadow") or "").splitlines()}
    for name in have.keys() - shadow:
        yield f"group {name} is not in /etc/gshadow"
    for name in shadow - {entry.gr_name for entry in grp.getgrall()} - {""}:
        yield f"group {name} is in /etc/gshadow alone"


def gates(folder):
    names = [f"{folder}/gate.conf", *(f"{folder}/gate/{name}" for name in os.listdir(f"{folder}/gate"))]
    for name in names:
        text = read(name)
        port = re.search(r"^port=(\d+)$", text or "", re.M)
        if not port:
            continue
        kind = "gate" if name.endswith("/gate.conf") else "names"
        unit = f"galaf-{kind}@{port[1]}.service"
        if read(f"{STATE}/gate/{port[1]}.conf") != text:
            yield f"{unit} does not run with {name}"
        if output("systemctl", "is-active", unit).strip() != "active":
            yield f"{unit} is not active"


def files_below(folder):
    return {
        os.path.relpath(os.path.join(where, name), folder): read(os.path.join(where, name))
        for where, _, names in os.walk(folder)
        for name in names
    }


def overrides(folder):
    for own in ("bin", "share", "xdg"):
        if files_below(f"{folder}/{own}") != files_below(f"{STATE}/{own}"):
            yield f"{STATE}/{own} is not that of {folder}"
    for manager in ("system", "user"):
        wanted = files_below(f"{folder}/systemd/{manager}")
        have = {
            name: text
            for name, text in files_below(f"/etc/systemd/{manager}").items()
            if name.endswith("/galaf.conf") and (text or "").startswith("# Made by galaf")
        }
        if wanted != have:
            yield f"drop-ins of {manager} units are {sorted(have)}, not {sorted(wanted)}"


def units(meta):
    wanted = [*BOOT, *(["galaf-gate.service"] if meta["resolver"] == "gate" else [])]
    states = output("systemctl", "is-enabled", *wanted).split()
    for unit, state in zip(wanted, states):
        if state != "enabled":
            yield f"{unit} is {state}"
    if f"table inet {meta['table']} " not in (read(f"{STATE}/closed.nft") or ""):
        yield "the boot table has another name"


def switched(status, table):
    """On, off, or off for a while, and nothing of both."""
    if os.path.exists(f"{STATE}/switch.json"):
        yield f"{STATE}/switch.json is left"
    if table and status["paused_seconds_left"] is not None:
        yield "the rules are there in a pause"
    if table or status["state"] == "paused":
        return
    for unit, state in zip(BOOT, output("systemctl", "is-enabled", *BOOT).split()):
        if state != "disabled":
            yield f"all is off, but {unit} is {state}"
    if os.path.exists("/etc/sysctl.d/60-galaf.conf"):
        yield "all is off, but not the kernel settings"


def timed(status, folder):
    ids = {entry["id"] for entry in status["timed"]}
    for name in ids ^ set(re.findall(r"^\s*set timed_(\w+) \{", read(f"{folder}/ruleset.nft") or "", re.M)):
        yield f"permission {name} is {'not in' if name in ids else 'only in'} {folder}"


def files(folder):
    if read(f"{folder}/source/galaf.json") != read("/etc/galaf/galaf.json"):
        yield f"/etc/galaf/galaf.json is not what {folder} came from"


def leftovers():
    for path in (f"{STATE}/{name}" for name in ("pending.json", "switch.json", "deletion.json", "current.new")):
        if os.path.lexists(path):
            yield f"{path} is left"
    for folder in (STATE, f"{STATE}/generations", f"{STATE}/gate", "/etc/galaf", "/etc/galaf/galaf.d", "/etc/sysctl.d"):
        if not os.path.isdir(folder):
            continue
        for name in os.listdir(folder):
            if re.search(r"\.tmp$|\.(json|nft|conf)\.\w{6}$", name):
                yield f"{folder}/{name} is left"


def disagreements(left=(), edited=False, enforced=True):
    """A list of texts. `edited`: the file was written since; `enforced`: the rules have to be in the kernel; None: may be."""
    # A helper that has to put things in order answers when it has.
    status = call("Status")
    folder = current()
    if folder is None:
        return [] if status["state"] == "unconfigured" else [f"no generation, but {status['state']}"]
    meta = json.loads(read(f"{folder}/meta.json") or "null")
    if meta is None:
        return [f"{folder} has no meta.json"]
    table = output("nft", "list", "table", "inet", meta["table"])
    if enforced is None:
        enforced = bool(table)
    found = [*groups(meta, left), *overrides(folder), *leftovers(), *switched(status, table), *timed(status, folder)]
    if not edited:
        found += files(folder)
    if enforced:
        found += [*kernel(meta["table"], folder), *gates(folder), *units(meta)]
        if status["state"] != "enforcing":
            found.append(f"status says {status['state']}")
    elif table:
        found.append("the rules are in the kernel")
    return found


def settled(seconds=3, **options):
    """Disagreements that last: systemd starts a gate that ended only after a moment."""
    end = time.monotonic() + seconds
    while (found := disagreements(**options)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


if __name__ == "__main__":
    lasting = settled(left=sys.argv[1:])
    print("\n".join(lasting))
    sys.exit(bool(lasting))
