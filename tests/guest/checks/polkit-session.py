"""What polkit asks for, and of whom: run in a session. Prints TAP.

    polkit-session.py active      as alice, an administrator who sits at the machine
    polkit-session.py other       as bob, who sits at the machine and is no administrator
    polkit-session.py member      as bob, whom the rules file calls an administrator
    polkit-session.py inactive    as alice, when somebody else has the screen
    polkit-session.py seatless    as alice, from afar
"""
import json, os, pty, re, select, signal, subprocess, sys, time

NAME = ["org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1"]
count = 0


def ok(name, holds, seen=""):
    global count
    count += 1
    print(("ok" if holds else "not ok"), count, "-", name, flush=True)
    if not holds:
        print("#", str(seen).strip().replace("\n", "\n# "), flush=True)


def call(*args, ask=False):
    """Exit status and output of a call; without `ask` no agent is there that could ask."""
    done = subprocess.run(
        ["busctl", "--json=short", "--allow-interactive-authorization=" + ("yes" if ask else "no"), "call", *NAME, *args],
        capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


class Prompt:
    """A call beside a text agent on a terminal of its own, as pkexec(1) has one."""

    def __init__(self, *args, program=None, locale="C.UTF-8"):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ["LANG"] = locale
            program = program or ["busctl", "--timeout=50", "call", *NAME, *args]
            # The agent is registered for this very process, which then becomes the caller.
            os.execvp("bash", ["bash", "-c", 'pkttyagent --process $$ & sleep 1; exec "$@"', "bash", *program])
        self.text = ""

    def until(self, pattern, seconds=20):
        end = time.time() + seconds
        while not re.search(pattern, self.text) and time.time() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self.terminal, 4096).decode(errors="replace")
                except OSError:  # the other side is closed
                    break
        return bool(re.search(pattern, self.text))

    def type(self, text):
        time.sleep(0.3)
        os.write(self.terminal, (text + "\n").encode())

    def end(self):
        """Exit status of the call."""
        self.until(r"\0never")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def vanish(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def state():
    return json.loads(json.loads(call("Status")[1])["data"][0])["state"]


def active():
    code, text = call("Status")
    ok("whoever sits at the machine reads without a password", code == 0, text)
    code, text = call("Start")
    ok("nothing changes without a password when nobody can be asked", code != 0, text)
    wrong = Prompt("Start")
    ok("a change asks for a password", wrong.until("Password:"), wrong.text)
    ok("in words that say what for", "Authentication is required to start the firewall" in wrong.text, wrong.text)
    wrong.type("not the password")
    ok("a wrong password is refused", wrong.end() != 0, wrong.text)

    gone = Prompt("Pause", "u", "300")
    gone.until("Password:")
    gone.vanish()
    time.sleep(1)
    ok("a caller that vanishes while the question is open gets nothing done", state() == "enforcing", state())

    first, second = Prompt("Start"), Prompt("Pause", "u", "2")
    both = first.until("Password:") and second.until("Password:")
    ok("two questions can be open at once", both, first.text + second.text)
    second.type("alicepw")
    ok("the second is answered first", second.end() == 0, second.text)
    first.type("alicepw")
    ok("and the first still counts", first.end() == 0, first.text)


def kept():
    """polkit keeps an authorisation for the process that got it."""
    app = Prompt(program=["gjs", "-c", TWICE])
    ok("an app asks for a password", app.until("Password:"), app.text)
    app.type("alicepw")
    done = app.end()
    ok("both of its applies are authorised", done == 0 and app.text.count("applied") == 2, app.text)
    ok("and the second asked nothing", app.text.count("Password:") == 1, app.text)


def named():
    """The question says which change it is for, in the language of the session."""
    def asked(*args, **more):
        prompt = Prompt(*args, **more)
        prompt.until("Password:")
        prompt.vanish()
        # The lines between the agent's own heading and whom it asks.
        return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", prompt.text).split("Authenticating as")[0].split("====")[-1].split())

    def asks(name, wanted, *args, **more):
        text = asked(*args, **more)
        ok(name, text == wanted, text)

    needed = "Authentication is required to "
    more = [{"verb": "add-endpoint", "subject": "web", "endpoint": {"to": "more.example.org", "ports": ["tcp/443"]}}]
    asks("one more permission", needed + "let “Web client” reach “more.example.org tcp/443”", "Edit", "ssu", json.dumps(more), "", "0")
    several = more + [
        {"verb": "add-group", "group": "evil", "entry": {"title": "Web client", "allow": [{"to": "any", "ports": ["any"]}]}},
        {"verb": "set", "path": "config.blocked", "value": "drop"}]
    asks("several changes, by the names that are known", needed + "make 4 changes to the firewall’s policy, which concern: Web client, evil, config.blocked",
         "Edit", "ssu", json.dumps(several), "", "0")
    sources = json.loads(json.loads(call("ReadConfiguration")[1])["data"][0])["sources"]
    closed = [word for source in sources[:1] for word in (source["name"], '{"groups": {}}')]
    text = asked("ApplySources", "a(ss)su", "1", *closed, "", "0")
    ok("another configuration", re.fullmatch(needed + r"make \d+ changes to the firewall’s policy, which concern: .*Web client.* … \+\d+", text), text)
    hostile = json.dumps({"to": "<b>a</b>&\u202e”\n\x1b[2J" + "x" * 99})
    asks("what a caller writes stays a short plain line", needed + "let “Web client” reach “‹b›a‹/b›＆ ’ [2J" + "x" * 44 + "…” for 1 h 30 min",
         "AllowFor", "sss", "web", hostile, "5400")
    asks("a pause", needed + "pause the firewall for 5 min, which lets every app use the network", "Pause", "u", "300")
    asks("a stop, which is named already", needed + "stop the firewall, which lets every app use the network", "Stop")
    asks("somebody's own traffic", needed + "read everything that “Web client” sends and receives",
         program=["sh", "-c", "exec galafctl capture web -w /tmp/own.pcapng"])
    asks("in another language", "Legitimation ist erforderlich, um die Anwendungsgruppe „Web client“ zu löschen und ihre Dateien "
         "ihren Besitzern zurückzugeben", "DeleteGroup", "sbb", "web", "false", "false", locale="de_DE.UTF-8")
    asks("and one that runs from the right", "נדרש אימות כדי להשהות את חומת האש למשך 5 min, מה שמאפשר לכל יישום להשתמש ברשת",
         "Pause", "u", "300", locale="he_IL.UTF-8")


def free():
    """What can be done without a password."""
    return [method for method in ["Status", "Start"] if call(method)[0] == 0]


def inactive():
    end = time.time() + 20
    show = ["loginctl", "show-session", os.environ["XDG_SESSION_ID"], "--property=Active", "--value"]
    while subprocess.run(show, capture_output=True, text=True).stdout.strip() != "no" and time.time() < end:
        time.sleep(0.2)
    ok("a session without the screen is inactive", time.time() < end)
    ok("it may do nothing without a password", free() == [], free())


def other():
    ok("who is no administrator may read", free() == ["Status"], free())
    prompt = Prompt("Start")
    prompt.until("Password:")
    ok("a change asks for the password of an administrator", "alice" in prompt.text, prompt.text)
    prompt.type("bobpw")
    ok("one's own does not do", prompt.end() != 0, prompt.text)
    forged = subprocess.run(["gjs", "-c", FORGED], capture_output=True, text=True, timeout=30)
    ok("a message that claims to come from root is bob's all the same", "NotAuthorized" in forged.stdout, forged.stdout + forged.stderr)


TWICE = """
const {Gio, GLib} = imports.gi;
for (let i = 0; i < 2; i++) {
    const message = Gio.DBusMessage.new_method_call("org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1", "Apply");
    message.set_body(new GLib.Variant("(su)", ["", 0]));
    message.set_flags(Gio.DBusMessageFlags.ALLOW_INTERACTIVE_AUTHORIZATION);
    const [reply] = Gio.DBus.system.send_message_with_reply_sync(message, 0, 50000, null);
    print(reply.get_error_name() ?? "applied");
}
"""

def member():
    ok("only reading is free", free() == ["Status"], free())
    prompt = Prompt("Start")
    ok("a change asks for one's own password", prompt.until("Password:") and "bob" in prompt.text, prompt.text)
    prompt.type("bobpw")
    ok("which does", prompt.end() == 0, prompt.text)


# systemd's own connection is root's, whom polkit lets do anything.
FORGED = """
const {Gio, GLib} = imports.gi;
const bus = Gio.DBus.system;
const [owner] = bus.call_sync("org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetNameOwner",
    new GLib.Variant("(s)", ["org.freedesktop.systemd1"]), null, 0, -1, null).deepUnpack();
const message = Gio.DBusMessage.new_method_call("org.galaf.Helper1", "/org/galaf/Helper1", "org.galaf.Helper1", "Start");
message.set_sender(owner);
const [reply] = bus.send_message_with_reply_sync(message, 0, 20000, null);
print(reply.get_error_name());
"""

{
    "active": lambda: (active(), named(), kept()),
    "inactive": inactive,
    "other": other,
    "member": member,
    "seatless": lambda: ok("from afar nothing is free", free() == [], free()),
}[sys.argv[1]]()
