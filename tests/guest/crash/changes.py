"""The changes of the policy that kills.py kills, and the policy that each begins with."""
import glob
import json
import os
import subprocess

import agree
from tracing import WORK

BUS_NAME = "org.galaf.Helper1"


def write(name, text):
    with open(f"{WORK}/{name}", "w", encoding="utf-8") as file:
        file.write(str(text))


def clear():
    for name in os.listdir(WORK):
        if not name.endswith((".log", ".json")):
            os.unlink(f"{WORK}/{name}")


def helper():
    agree.call("Status")
    return int(agree.output("systemctl", "show", "--property=MainPID", "--value", "galaf-helper.service"))


class Change:
    """A call of the helper's, from one policy; texts are configurations. `opens`: it is asked to, or to end that.
    `keeps`: groups that stay whatever becomes of it."""

    def __init__(self, name, method, arguments, before=None, opens=False, keeps=()):
        self.name, self.method, self.arguments, self.before = name, method, arguments, before
        self.opens, self.keeps = opens, set(keeps)
        self.argv = []

    def prepare(self, base):
        restore(base)
        if self.before:
            agree.call(*self.before)
        # Now: once somebody waits to kill the helper, it is asked nothing but the change.
        arguments = [a() if callable(a) else a for a in self.arguments]
        self.argv = ["busctl", "--timeout=90", "call", BUS_NAME, "/org/galaf/Helper1", BUS_NAME, self.method, *arguments]

    def start(self):
        return subprocess.Popen(self.argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def generation():
    return os.path.basename(agree.current())


def renew():
    """A helper that waits for no gate to go, and no such gate: they would be waited for again and again."""
    text = {agree.read(path) for path in glob.glob(f"{agree.STATE}/current/gate.conf") + glob.glob(f"{agree.STATE}/current/gate/*.conf")}
    for conf in glob.glob(f"{agree.STATE}/gate/*.conf"):
        if agree.read(conf) not in text:
            port = os.path.basename(conf)[: -len(".conf")]
            subprocess.run(["systemctl", "stop", f"galaf-gate@{port}", f"galaf-names@{port}"], check=True)
    subprocess.run(["systemctl", "restart", "galaf-helper"], check=True)


def restore(base):
    """The policy that every change begins with, and no group beside its own."""
    renew()
    status = agree.call("Status")
    if status.get("trial"):
        agree.call("Revert", "u", generation())
    for entry in status["timed"]:
        agree.call("EndTimed", "s", entry["id"])
    agree.call("ApplySources", "a(ss)su", "1", "galaf.json", base, "", "0")
    wanted = set(json.loads(base)["groups"])
    for entry in agree.grp.getgrall():
        if entry.gr_gid in agree.GROUP_IDS and entry.gr_name not in wanted:
            subprocess.run(["groupdel", entry.gr_name], check=True)
    renew()


def changes(other):
    sources = ("a(ss)su", "1", "galaf.json", other, "")
    rename = json.dumps([{"verb": "rename-group", "group": "moves", "to": "moved"}])
    permission = ("sss", "stays", json.dumps({"to": "mail.example.org", "ports": "tcp/7"}), "600")
    return [
        Change("apply", "ApplySources", (*sources, "0")),
        Change("trial", "ApplySources", (*sources, "600")),
        Change("revert", "Revert", ("u", generation), ("ApplySources", *sources, "600")),
        Change("confirm", "Confirm", ("u", generation), ("ApplySources", *sources, "600")),
        Change("start", "Start", (), ("Stop",), opens=True),
        Change("stop", "Stop", (), opens=True),
        # It undoes the trial on its way.
        Change("abandon", "Stop", (), ("ApplySources", *sources, "600"), opens=True),
        Change("pause", "Pause", ("u", "600"), opens=True),
        Change("allow", "AllowFor", permission),
        Change("end", "EndTimed", ("s", lambda: agree.call("Status")["timed"][0]["id"]), ("AllowFor", *permission)),
        Change("rollback", "Rollback", ("uu", lambda: str(int(generation()) - 1), "0"), ("ApplySources", *sources, "0"),
               keeps=json.loads(other)["groups"]),
        Change("rename", "Edit", ("ssu", rename, "", "0")),
        Change("delete", "DeleteGroup", ("sbb", "goes", "true", "false")),
        # nft refuses it when much has been written already: the way back is killed as well.
        Change("refused", "ApplySources", ("a(ss)su", "1", "galaf.json", refused(other), "", "0")),
    ]


def refused(text):
    config = json.loads(text)
    config["groups"]["raw"] = {"execv": ["/usr/bin/true"], "rule": "tcp dport nosuchservice"}
    return json.dumps(config)
