"""What the test DNS answers: the table in `names`, changed names, and the computed ones."""
import ipaddress
import itertools
import os
import re

RACE = re.compile(r"^n(\d{1,4})\.race\.example\.org$")
RACE_COUNT = 3000
CDN = "cdn.example.net"
CDN_ROTATION = 8


def parse(path):
    table = {}
    with open(path) as lines:
        for line in lines:
            words = line.split("#")[0].split()
            if words:
                table[words[0].lower()] = words[1:]
    return table


class Records:
    """`changed` is the file `world set` writes; it wins over the table."""

    def __init__(self, names, changed):
        self.table = parse(names)
        self.changed = changed
        self.stamp = None
        self.overrides = {}
        self.rotation = itertools.count()

    def reload(self):
        try:
            stamp = os.stat(self.changed).st_mtime_ns
        except FileNotFoundError:
            stamp = None
        if stamp != self.stamp:
            self.stamp = stamp
            self.overrides = parse(self.changed) if stamp else {}

    def find(self, name):
        """Record texts of a name, or None where it does not exist."""
        self.reload()
        if name in self.overrides:
            return self.overrides[name]
        if name in self.table:
            return self.table[name]
        if name == CDN:
            turn = next(self.rotation) % CDN_ROTATION
            return [f"198.51.100.{100 + turn}", f"2001:db8:51::{100 + turn}"]
        if name == "big.example.org":
            return [f"198.51.100.{i}" for i in range(1, 61)]
        race = RACE.match(name)
        if race and 1 <= int(race[1]) <= RACE_COUNT:
            number = int(race[1])
            return [f"11.0.{number // 250}.{number % 250 + 1}", f"2001:db8:ace::{number:x}"]
        return None

    def resolve(self, name, family):
        """(exists, [(owner, 'CNAME', target)], [(owner, address)]) following CNAMEs, at most eight."""
        aliases = []
        for _ in range(8):
            found = self.find(name)
            if found is None:
                return bool(aliases), aliases, []
            if found and found[0].startswith("="):
                aliases.append((name, found[0][1:].lower()))
                name = aliases[-1][1]
                continue
            addresses = [ipaddress.ip_address(text) for text in found]
            return True, aliases, [(name, a) for a in addresses if a.version == family]
        return True, aliases, []
