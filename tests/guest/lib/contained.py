"""contained.py UIDS GIDS UID GID COMMAND…   Runs a command as systemd-nspawn --private-users or a rootless container does:
in a user namespace (and mount, UTS and IPC namespaces) whose ids are mapped, with the network of the host.
UIDS and GIDS are like INSIDE:HOST:COUNT, several with commas; UID and GID are those inside. Run by root of the host, who
alone may map any id; newuidmap does the same for what /etc/subuid and /etc/subgid give."""
import os
import sys


def lines(text: str) -> str:
    return "".join(entry.replace(":", " ") + "\n" for entry in text.split(","))


def write(path: str, text: str) -> None:
    with open(path, "w") as file:
        file.write(text)


def inside(ready: int, mapped: int, uid: int, gid: int, command: list[str]) -> None:
    os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNS | os.CLONE_NEWUTS | os.CLONE_NEWIPC)
    os.write(ready, b"x")
    if os.read(mapped, 1) != b"x":
        sys.exit("contained: the ids could not be mapped")
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    os.execvp(command[0], command)


def main() -> None:
    uids, gids, uid, gid, *command = sys.argv[1:]
    ready, ready_end = os.pipe()
    mapped, mapped_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(mapped_end)
        try:
            inside(ready_end, mapped, int(uid), int(gid), command)
        except OSError as error:
            sys.exit(f"contained: {error}")
    os.read(ready, 1)
    write(f"/proc/{child}/uid_map", lines(uids))
    write(f"/proc/{child}/gid_map", lines(gids))
    os.write(mapped_end, b"x")
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


main()
