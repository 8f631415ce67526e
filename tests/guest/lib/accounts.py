"""accounts.py BEFORE AFTER GROUP USER | tunnel GROUP USER | total | forwarded FROM TO: what `galafctl stats --json` counted in between.

Prints packets and bytes in, packets and bytes out, packets refused; of a group and a user (- for none), of the tunnels
that its traffic passed (`tunnel GROUP USER`), of everybody, or packets and bytes that were passed on."""
import json
import sys

before, after = (json.load(open(path)) for path in sys.argv[1:3])
words = sys.argv[3:]


def counts(stats):
    if words[0] == "total":
        found = [stats["totals"]]
    elif words[0] == "forwarded":
        found = [row for row in stats["forwarded"] if [row["from"], row["to"]] == words[1:]]
        return [sum(row[key] for row in found) for key in ("packets", "bytes")]
    else:
        names = [None if word == "-" else word for word in words[-2:]]
        found = [row for row in stats["rows"] if [row["group"], row["user"]] == names]
    ways = ("tunnel_in", "tunnel_out") if words[0] == "tunnel" else ("in", "out")
    sums = [sum(row[way][key] for row in found) for way in ways for key in ("packets", "bytes")]
    return sums if words[0] == "tunnel" else [*sums, sum(row["refused"]["packets"] for row in found)]


print(*(b - a for a, b in zip(counts(before), counts(after))))
