"""Runs inside the virtual machine: one JSON request a line from the virtio port, one JSON reply a line.

The port does not pass through the network, so commands get in whatever the firewall does. A request without "place"
runs as a child of this agent; with "system" or "user:NAME" it runs inside a unit of systemd or of that user's own
manager, as a child of a second copy of this file that stays there: starting a unit costs an emulated machine seconds.

agent.py            serve the port
agent.py worker     serve standard input and output
"""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

PORT = "/dev/virtio-ports/galaf.agent"
ENV = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
       "HOME": "/root", "LANG": "C.UTF-8", "TERM": "dumb"}
WORKER = [sys.executable, os.path.abspath(__file__), "worker"]
workers = {}


def execute(request, env, directory):
    stdin = base64.b64decode(request.get("stdin", ""))
    try:
        # A group of its own: what the command leaves behind ends with it, as it would with a unit.
        child = subprocess.Popen(request["argv"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=env, cwd=directory, start_new_session=True)
        out, err = child.communicate(stdin)
        status = child.returncode
        if request.get("place"):
            end_group(child.pid)
    except OSError as error:
        status, out, err = 127, b"", f"{error}\n".encode()
    return {"id": request["id"], "status": status if status >= 0 else 128 - status,
            "out": base64.b64encode(out).decode(), "err": base64.b64encode(err).decode()}


def end_group(group):
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass


def worker_of(place):
    """The process through which commands reach that place's worker; a new one when the last has ended."""
    if place not in workers or workers[place].poll() is not None:
        if place == "system":
            start = ["systemd-run", "--quiet", "--pipe", "--wait", "--collect", "--"]
        else:
            as_user = pathlib.Path(__file__).with_name("as-user").read_text()
            start = ["sh", "-c", as_user, "as", place.removeprefix("user:")]
        workers[place] = subprocess.Popen(start + WORKER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENV, cwd="/")
    return workers[place]


def delegate(request):
    worker = worker_of(request["place"])
    try:
        worker.stdin.write(json.dumps(request).encode() + b"\n")
        worker.stdin.flush()
        reply = worker.stdout.readline()
    except OSError:
        reply = b""
    if reply:
        return json.loads(reply)
    worker.kill()
    message = f"agent: {request['place']}: the unit has ended\n".encode()
    return {"id": request["id"], "status": 255, "out": "", "err": base64.b64encode(message).decode()}


def requests(port):
    pending = b""
    while True:
        data = os.read(port, 65536)
        if not data:  # nobody at the other end just now
            time.sleep(0.05)
            continue
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                pass  # the rest of a request that a reboot cut


def serve_port():
    port = os.open(PORT, os.O_RDWR)
    for request in requests(port):
        reply = delegate(request) if request.get("place") else execute(request, ENV, "/")
        reply = json.dumps(reply).encode() + b"\n"
        while reply:
            reply = reply[os.write(port, reply):]


def serve_standard():
    # Nothing that a command writes may reach the pipe that carries the replies.
    replies = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    for line in sys.stdin.buffer:
        # In the environment and the directory that the manager gives its units.
        replies.write(json.dumps(execute(json.loads(line), None, None)).encode() + b"\n")


if sys.argv[1:] == ["worker"]:
    serve_standard()
else:
    serve_port()
