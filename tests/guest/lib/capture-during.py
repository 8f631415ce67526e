"""capture-during SIGNAL COMMAND WORDS...   Runs `galafctl capture WORDS`, a shell command once it captures, and then sends
galafctl a signal (INT, KILL, or none: it ends by itself). Shows what galafctl said, and `exit CODE` as a shell has it."""
import os, signal, subprocess, sys, threading, time

name, command, words = sys.argv[1], sys.argv[2], sys.argv[3:]
process = subprocess.Popen(
    ['galafctl', 'capture', *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
)
said, begun = [], threading.Event()


def listen(stream):
    for line in stream:
        said.append(line)
        if b'Ctrl-C ends it' in line:
            begun.set()
    begun.set()


listeners = [threading.Thread(target=listen, args=[stream]) for stream in (process.stdout, process.stderr)]
for listener in listeners:
    listener.start()
if not begun.wait(60):
    said.append(b'it did not begin\n')
if process.poll() is None:
    said.append(subprocess.run(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
    time.sleep(0.3)
    if name != 'none':
        process.send_signal(signal.Signals[f'SIG{name}'])
try:
    code = process.wait(60)
except subprocess.TimeoutExpired:
    process.kill()
    code = 124
for listener in listeners:
    listener.join(5)
sys.stdout.buffer.write(b''.join(said) + b'exit %d\n' % (code if code >= 0 else 128 - code))
sys.stdout.flush()
os._exit(0)
