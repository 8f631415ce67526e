"""clock.py     Sets the clock of this machine forwards and back, and prints what became of what Galaf had noted.

Of a virtual machine alone: a container would set the host's. One program, since starting one takes a while where the machine is
emulated. Prints `NAME VALUE` lines, which checks/clock reads."""
import datetime
import json
import subprocess
import time

AHEAD = 50 * 3600
BACK = 30 * 24 * 3600
SHORT = 30
REFUSED = "203.0.113.66"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def galafctl(*words):
    return json.loads(run("galafctl", *words, "--json").stdout)


def fetch(url):
    return run("setpriv", "--reuid", "alice", "--regid", "web", "--clear-groups", "curl", "-sS", "-m5", "-o", "/dev/null", url).returncode == 0


def allow(endpoint, seconds):
    text = json.dumps({"to": endpoint, "ports": "tcp/80"})
    run("busctl", "call", "org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1", "AllowFor", "sss", "web", text, str(seconds))


def jump(seconds):
    run("date", "-s", f"@{time.time() + seconds:.3f}")


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def contact():
    found = [row for row in galafctl("blocked")["attempts"] if row["group"] == "web" and row["address"] == REFUSED]
    return found[0] if len(found) == 1 else {"count": len(found), "first": "1970-01-01T00:00:00Z", "last": "1970-01-01T00:00:00Z"}


def is_now(text):
    return abs(seconds_of(text) - time.time()) < 60


def hours():
    """Packets that alice's web sent, by hours from now."""
    now = time.time()
    rows = galafctl("history", "web", "--since", "60d")["rows"]
    return {round((seconds_of(row["start"]) - now) / 3600): row["out"]["packets"] for row in rows if row["user"] == "alice"}


def sent():
    return sum(row["out"]["packets"] for row in galafctl("stats")["rows"] if (row["group"], row["user"]) == ("web", "alice"))


def tell(name, value):
    print(name, json.dumps(value), flush=True)


def refuse_again():
    # The rules tell of a destination once in 30 seconds, and count in between.
    fetch(f"http://{REFUSED}/")
    time.sleep(3)
    return contact()


run("systemctl", "stop", "systemd-timesyncd")
fetch("http://www.example.org/")
first = refuse_again()
tell("refused", first["count"] > 0 and is_now(first["last"]))
allow("mail.example.org", 3600)
allow("203.0.113.67", SHORT)
tell("both", [fetch("http://203.0.113.67/"), fetch("http://mail.example.org/")])
short = time.monotonic()
hours()  # reads the counters: what was sent so far belongs to this hour

jump(AHEAD)
tell("ahead", fetch("http://mail.example.org/"))
fetch("http://www.example.org/")
again = refuse_again()
hours()
tell("ahead-last", again["count"] > first["count"] and is_now(again["last"]) and again["first"] == first["first"])

jump(-AHEAD - BACK)
fetch("http://www.example.org/")
again = refuse_again()
tell("back-last", is_now(again["last"]) and seconds_of(again["first"]) <= seconds_of(again["last"]))
hours()
tell("back-mail", fetch("http://mail.example.org/"))
time.sleep(max(0, SHORT - (time.monotonic() - short)))
tell("back-short", fetch("http://203.0.113.67/"))

jump(BACK)
rows = hours()
tell("hours", sorted({round(hour / 10) * 10 for hour in rows if rows[hour]}))
tell("sum", sum(rows.values()) == sent())
tell("timed", [grant["endpoint"] for grant in galafctl("status")["timed"] if "endpoint" in grant])
