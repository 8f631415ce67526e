"""on-terminal PROMPT ANSWER CMD...   Runs a command on a terminal of its own, types ANSWER once it shows PROMPT (^C is
Ctrl-C), passes on what it shows, and ends with its exit code as a
shell has it; 124 after 30 seconds."""
import os, pty, select, sys, time

prompt, answer, command = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
shown, answered, end = b'', False, time.monotonic() + 30
while time.monotonic() < end:
    if not select.select([terminal], [], [], 1)[0]:
        continue
    try:
        more = os.read(terminal, 4096)
    except OSError:
        more = b''
    if not more:
        break
    shown += more
    if prompt in shown and not answered:
        answered = True
        time.sleep(0.3)  # the agent stops echoing after it has asked
        os.write(terminal, b'\x03' if answer == '^C' else answer.encode() + b'\n')
else:
    os.kill(pid, 9)
    sys.stdout.buffer.write(shown)
    sys.exit(124)
sys.stdout.buffer.write(shown.replace(b'\r\n', b'\n'))
sys.stdout.flush()
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.exit(code if code >= 0 else 128 - code)
