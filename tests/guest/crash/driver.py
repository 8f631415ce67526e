"""Runs inside the guest for model.ts: one JSON request a line on standard input, one JSON answer a line.

{"op": "call", "method", "arguments", "kill": seconds or null}   a call of the helper's, which is killed so long after it began
{"op": "write", "text"}                                          somebody saves the configuration
{"op": "reset", "text"}                                          this policy in force, and no group beside its own
{"op": "look"}                                                   what everything says, and what does not agree
"""
import json
import subprocess
import sys
import time

import agree


def call(request):
    try:
        if request["kill"] is None:
            return {"answer": agree.call(request["method"], *request["arguments"])}
        argv = ["busctl", "--timeout=90", "call", "org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1", request["method"]]
        caller = subprocess.Popen([*argv, *request["arguments"]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        time.sleep(request["kill"])
        subprocess.run(["systemctl", "kill", "-s", "KILL", "galaf-helper"], check=False)
        _, error = caller.communicate()
        return {"error": error.strip()} if caller.returncode else {"answer": {}}
    except RuntimeError as error:
        return {"error": str(error)}


def write(text):
    with open("/etc/galaf/galaf.json", "w", encoding="utf-8") as file:
        file.write(text)
    return {}


def groups():
    return {entry.gr_name: entry.gr_gid for entry in agree.grp.getgrall() if entry.gr_gid in agree.GROUP_IDS}


def reset(text):
    status = agree.call("Status")
    if status["trial"]:
        agree.call("Revert", "u", str(status["trial"]["generation"]))
    agree.call("ApplySources", "a(ss)su", "1", "galaf.json", text, "", "0")
    agree.call("Start")
    wanted = json.loads(text)["groups"]
    for name in groups().keys() - wanted.keys():
        subprocess.run(["groupdel", name], check=True)
    return {}


def status_again():
    """A call that reached a helper just when it was killed is lost; the next one waits for another."""
    for _ in range(5):
        try:
            return agree.call("Status")
        except RuntimeError:
            time.sleep(0.1)
    return agree.call("Status")


def look():
    status = status_again()
    folder = agree.current()
    meta = json.loads(agree.read(f"{folder}/meta.json"))
    enforced = bool(agree.output("nft", "list", "table", "inet", meta["table"]))
    policy = agree.read(f"{folder}/source/galaf.json")
    file = agree.read("/etc/galaf/galaf.json")
    left = groups().keys() - {group["name"] for group in meta["groups"]}
    return {
        "generation": meta["generation"],
        "file": file,
        "policy": policy,
        "trial": bool(status["trial"]),
        "enforced": enforced,
        "groups": groups(),
        "problems": agree.settled(left=left, edited=file != policy, enforced=enforced),
    }


def main():
    for line in sys.stdin:
        request = json.loads(line)
        verb = request["op"]
        try:
            answer = (
                call(request)
                if verb == "call"
                else write(request["text"])
                if verb == "write"
                else reset(request["text"])
                if verb == "reset"
                else look()
            )
        except Exception as error:  # pylint: disable=broad-exception-caught  # the other end says which step it was
            answer = {"failure": repr(error)}
        print(json.dumps(answer), flush=True)


main()
