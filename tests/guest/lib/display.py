#!/usr/bin/env python3
"""display.py SOCKET DISPLAY: passes what X clients of a container say on to a display of this host.

SOCKET is made, for anybody. Clients and this host have no memory in common, which an X server cannot know of clients that come
through a local socket: it offers extensions that hand memory over, and a client that uses them waits or shows nothing. So
those go by names here that no server has, when clients ask for them (QueryExtension of the X protocol).
"""
import asyncio
import os
import re
import sys


def question(name):
    """QueryExtension on the wire (X11, 9.4): opcode 98, anything, length in words, length of the name, two bytes, the name."""
    words = 2 + (len(name) + 3) // 4
    lengths = words.to_bytes(2, sys.byteorder) + len(name).to_bytes(2, sys.byteorder)
    return b"(?<=b." + re.escape(lengths) + b"..)" + name


HIDDEN = re.compile(b"|".join(map(question, (b"MIT-SHM", b"DRI3"))), re.DOTALL)
CHUNK = 65536


async def connect(display):
    """Streams to :1, unix/:1.0, or host:1 as ssh -X has it."""
    host, number = display.rsplit(":", 1)
    screen = int(number.split(".")[0])
    if host in ("", "unix", "unix/"):
        return await asyncio.open_unix_connection(f"/tmp/.X11-unix/X{screen}")
    return await asyncio.open_connection(host, 6000 + screen)


def without_extensions(data):
    return HIDDEN.sub(lambda asked: asked.group().lower(), data)


async def pass_on(reader, writer, change=lambda data: data):
    try:
        while data := await reader.read(CHUNK):
            writer.write(change(data))
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def serve(client_in, client_out, display):
    try:
        server_in, server_out = await connect(display)
    except OSError as error:
        print(f"display.py: {display}: {error}", file=sys.stderr)
        client_out.close()
        return
    await asyncio.gather(pass_on(client_in, server_out, without_extensions), pass_on(server_in, client_out))


async def main(path, display):
    listener = await asyncio.start_unix_server(lambda *streams: serve(*streams, display), path)
    os.chmod(path, 0o666)
    await listener.serve_forever()


asyncio.run(main(*sys.argv[1:]))
