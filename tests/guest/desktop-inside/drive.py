#!/usr/bin/env python3
"""drive.py STEP…: eyes and hands of a test, as alice in her session. The shell must run in unsafe mode.

  plug                   pointer and keyboard are there, as they are in a session before any app; else the first that is used
                         brings them, and a busy app may not have noticed them when it is clicked
  move X Y               the pointer goes there
  at JS                  the pointer goes to the centre of the actor that the expression gives
  click [right|middle]   a button goes down and up
  scroll up|down
  key NAME[+NAME…]       Return, Escape, Super, F10, Ctrl+Shift+t; letters by themselves
  type TEXT
  sleep SECONDS
  eval JS                prints the value as JSON; a throw ends with status 1
  wait SECONDS JS        until the expression is true, else status 1
  shot FILE              the whole screen as PNG
  scale N                of the monitor, through Mutter's display configuration
  size WIDTHxHEIGHT      of the monitor, one of its modes

Input comes from Clutter's virtual devices, not from a RemoteDesktop session: those show an indicator that moves the
panel's right side about.
"""
import json
import sys
import time

from gi.repository import Gio, GLib

KEYS = dict(Return=0xff0d, Escape=0xff1b, Tab=0xff09, BackSpace=0xff08, Delete=0xffff, space=0x20, Left=0xff51,
            Up=0xff52, Right=0xff53, Down=0xff54, Page_Up=0xff55, Page_Down=0xff56, Home=0xff50, End=0xff57,
            Menu=0xff67, Super=0xffeb, Alt=0xffe9, Ctrl=0xffe3, Shift=0xffe1,
            **{f"F{i}": 0xffbd + i for i in range(1, 13)})
BUTTONS = dict(left=1, middle=2, right=3)  # Clutter's numbers, not evdev's
DEVICES = """(() => {
  if (globalThis.galafTest) return 0;
  const Clutter = imports.gi.Clutter;
  // GNOME 51 has no Clutter.get_default_backend().
  const backend = Clutter.get_default_backend?.() ?? global.stage.context.get_backend();
  const seat = backend.get_default_seat();
  globalThis.galafTest = {
    pointer: seat.create_virtual_device(Clutter.InputDeviceType.POINTER_DEVICE),
    keyboard: seat.create_virtual_device(Clutter.InputDeviceType.KEYBOARD_DEVICE),
    now: () => imports.gi.GLib.get_monotonic_time(),
    center(actor) {
      const [x, y] = actor.get_transformed_position(), [w, h] = actor.get_transformed_size();
      return [x + w / 2, y + h / 2];
    },
  };
  return 0;
})()"""
bus = Gio.bus_get_sync(Gio.BusType.SESSION)


class Failed(Exception):
    pass


def evaluate(script):
    reply = bus.call_sync("org.gnome.Shell", "/org/gnome/Shell", "org.gnome.Shell", "Eval",
                          GLib.Variant("(s)", (script,)), None, Gio.DBusCallFlags.NONE, 20000, None)
    good, text = reply.unpack()
    if not good:
        raise Failed(f"threw: {text}")
    return json.loads(text) if text else None


def keyval(name):
    return KEYS.get(name) or (ord(name) if ord(name) < 0x100 else 0x01000000 + ord(name))


def press(symbol, down):
    evaluate(f"galafTest.keyboard.notify_keyval(galafTest.now(), {symbol}, {down}); 0")


def move(x, y):
    evaluate(f"galafTest.pointer.notify_absolute_motion(galafTest.now(), {float(x)}, {float(y)}); 0")
    time.sleep(0.05)


def at(script):
    move(*evaluate(f"galafTest.center({script})"))


def click(button="left"):
    for down in (1, 0):
        evaluate(f"galafTest.pointer.notify_button(galafTest.now(), {BUTTONS[button]}, {down}); 0")
        time.sleep(0.03)


def scroll(direction):
    way = dict(up=0, down=1)[direction]
    evaluate(f"galafTest.pointer.notify_discrete_scroll(galafTest.now(), {way}, 1); 0")


def key(names):
    symbols = [keyval(name) for name in names.split("+")]
    for symbol in symbols:
        press(symbol, 1)
    for symbol in reversed(symbols):
        press(symbol, 0)


def type_text(text):
    for letter in text:
        press(keyval(letter), 1)
        press(keyval(letter), 0)


def wait(seconds, script):
    end = time.monotonic() + float(seconds)
    why = ""
    while time.monotonic() < end:
        try:
            if evaluate(f"!!({script})"):
                return
            why = "stayed false"
        except (Failed, GLib.Error) as error:
            why = str(error)
        time.sleep(0.1)
    raise Failed(f"waited {seconds} s for {script}: {why}")


def shot(path):
    reply = bus.call_sync("org.gnome.Shell.Screenshot", "/org/gnome/Shell/Screenshot", "org.gnome.Shell.Screenshot",
                          "Screenshot", GLib.Variant("(bbs)", (False, False, path)), None,
                          Gio.DBusCallFlags.NONE, 20000, None)
    if not reply.unpack()[0]:
        raise Failed(f"no screenshot in {path}")


def set_monitor(wanted, factor):
    """The first monitor's first mode that is wanted, at this scale."""
    name = "org.gnome.Mutter.DisplayConfig"
    ask = lambda method, args: bus.call_sync(name, "/org/gnome/Mutter/DisplayConfig", name, method, args, None,
                                             Gio.DBusCallFlags.NONE, 20000, None)
    serial, monitors, _logical, _properties = ask("GetCurrentState", None).unpack()
    (connector, *_), modes, _ = monitors[0]
    mode = next((mode for mode in modes if wanted(mode)), None)
    if not mode:
        raise Failed("the monitor has " + ", ".join(f"{mode[1]}x{mode[2]}" for mode in modes))
    placed = [(0, 0, float(factor), 0, True, [(connector, mode[0], {})])]
    ask("ApplyMonitorsConfig", GLib.Variant("(uua(iiduba(ssa{sv}))a{sv})", (serial, 1, placed, {})))


def scale(factor):
    set_monitor(lambda mode: mode[6].get("is-current"), factor)


def size(pixels):
    set_monitor(lambda mode: f"{mode[1]}x{mode[2]}" == pixels, 1)


STEPS = {"plug": (lambda: None, 0), "move": (move, 2), "at": (at, 1), "scroll": (scroll, 1), "key": (key, 1), "type": (type_text, 1),
         "sleep": (lambda s: time.sleep(float(s)), 1), "eval": (lambda js: print(json.dumps(evaluate(js))), 1),
         "wait": (wait, 2), "shot": (shot, 1), "scale": (scale, 1),
         "size": (size, 1)}


def main(steps):
    if set(steps) & {"plug", "move", "at", "click", "scroll", "key", "type"}:
        evaluate(DEVICES)
    while steps:
        step = steps.pop(0)
        if step == "click":
            click(*([steps.pop(0)] if steps and steps[0] in BUTTONS else []))
        elif step in STEPS:
            function, count = STEPS[step]
            if len(steps) < count:
                raise Failed(f"{step} needs {count} arguments")
            function(*[steps.pop(0) for _ in range(count)])
        else:
            raise Failed(f"unknown step {step}")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Failed, GLib.Error) as error:
        sys.exit(f"drive: {error}")
