#!/usr/bin/env python3
"""access.py APP VERB [ROLE NAME] [MORE]: what a screen reader sees and does, through AT-SPI, as alice in her session.

APP is the program's name on the accessibility bus (gnome-shell, or a GTK application's id). ROLE and NAME pick the first
match in tree order; `-` matches anything, /regex/ matches by regular expression, anything else exactly. Waits up to 5 s:
a press is answered before GTK acts on it, so what it should bring about is named here and waited for, not read once.

  APP tree                      role, name, states (F focused, C checked, L selected, S showing, E enabled) and actions, indented
  APP find ROLE NAME [STATES]   prints it, status 1 when it is not there; FE: focused and enabled, !E: not enabled
  APP press ROLE NAME [ACTION]  does its first action, or the named one
  APP set ROLE NAME TEXT        replaces the text of an entry
  APP text ROLE NAME [TEXT]     prints the text inside; with TEXT (anything, /regex/, exactly) it waits for that
  APP center ROLE NAME          prints X Y in the window's own coordinates
  APP wait-gone ROLE NAME [STATES]
  apps                          names of the programs on the bus

A GTK 4 switch row is a check box, or a switch since 4.20, without actions; the switch inside carries `toggle`, so press skips
what has none.
"""
import re
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

SECONDS = 5
STATES = (("F", Atspi.StateType.FOCUSED), ("C", Atspi.StateType.CHECKED), ("L", Atspi.StateType.SELECTED),
          ("S", Atspi.StateType.SHOWING), ("E", Atspi.StateType.SENSITIVE))


def children(node):
    for index in range(node.get_child_count()):
        child = node.get_child_at_index(index)
        if child:
            yield child


def actions(node):
    face = node.get_action_iface()
    # GTK may count some that have gone meanwhile.
    names = (tried(lambda: face.get_action_name(i)) for i in range(face.get_n_actions())) if face else ()
    return [name for name in names if name is not None]


def has_state(node, state):
    return node.get_state_set().contains(state)


def states(node):
    held = node.get_state_set()
    return "".join(letter for letter, state in STATES if held.contains(state))


def label_of(node):
    """Its name, that of something in it, or, as for items of GTK's menus, the text of what it is labelled by."""
    own = next((inner.get_name() for _depth, inner in walk(node) if inner.get_name()), "")
    labels = (one.get_target(0) for one in node.get_relation_set() if one.get_relation_type() == Atspi.RelationType.LABELLED_BY)
    return own or next((content(label) for label in labels if label.get_text_iface()), "")


def describe(node):
    return f"[{node.get_role_name()}] {node.get_name()!r} {states(node)} {actions(node) or ''}".rstrip()


def walk(node, depth=0):
    yield depth, node
    for child in children(node):
        yield from walk(child, depth + 1)


def matches(pattern, text):
    if pattern == "-":
        return True
    if len(pattern) > 2 and pattern[0] == pattern[-1] == "/":
        return re.search(pattern[1:-1], text) is not None
    return pattern == text


def application(name):
    return next((app for app in children(Atspi.get_desktop(0)) if app.get_name() == name), None)


def search(app_name, role, name, suits):
    app = application(app_name)
    for _depth, node in walk(app) if app else ():
        if matches(role, node.get_role_name()) and matches(name, node.get_name() or "") and suits(node):
            return node
    return None


def tried(function):
    """The tree changes while it is read: an object that died meanwhile only means reading again."""
    try:
        return function()
    except GLib.Error:
        return None


def find(app_name, role, name, suits=lambda node: True):
    end = time.monotonic() + SECONDS
    while True:
        node = tried(lambda: search(app_name, role, name, suits))
        if node:
            return node
        if time.monotonic() > end:
            sys.exit(f"access: no {role} '{name}' in {app_name}")
        time.sleep(0.1)


def has(node, wanted):
    """Whether the node is in these states: letters of STATES, or what must not be, after `!`."""
    held, absent = states(node), wanted.startswith("!")
    return all((letter in held) != absent for letter in wanted.removeprefix("!"))


def found(app, role, name, wanted=""):
    print(describe(find(app, role, name, lambda n: has(n, wanted))))


def press(app, role, name, action=None):
    node = find(app, role, name, lambda n: action in actions(n) if action else bool(actions(n)))
    index = actions(node).index(action) if action else 0
    if not node.get_action_iface().do_action(index):
        sys.exit(f"access: {describe(node)} does not do it")


def set_text(app, role, name, text):
    node = find(app, role, name, lambda n: n.get_editable_text_iface() is not None)
    if not node.get_editable_text_iface().set_text_contents(text):
        sys.exit(f"access: {describe(node)} does not take text")


def content(node):
    return Atspi.Text.get_text(node.get_text_iface(), 0, -1)


def text(app, role, name, wanted="-"):
    print(content(find(app, role, name, lambda n: n.get_text_iface() is not None and matches(wanted, content(n)))))


def center(app, role, name):
    box = find(app, role, name).get_component_iface().get_extents(Atspi.CoordType.WINDOW)
    print(box.x + box.width // 2, box.y + box.height // 2)


def wait_gone(app, role, name, wanted=""):
    end = time.monotonic() + SECONDS
    while tried(lambda: search(app, role, name, lambda n: has(n, wanted))):
        if time.monotonic() > end:
            sys.exit(f"access: {role} '{name}' is still in {app}")
        time.sleep(0.1)


def tree(app_name):
    app = application(app_name) or sys.exit(f"access: no application {app_name}")
    for depth, node in walk(app):
        print("  " * depth + describe(node))


VERBS = {"tree": tree, "find": found, "press": press, "set": set_text, "text": text,
         "center": center, "wait-gone": wait_gone}


def main(args):
    Atspi.init()
    if args == ["apps"]:
        print("\n".join(app.get_name() for app in children(Atspi.get_desktop(0))))
        return
    app, verb, *rest = args
    VERBS[verb](app, *rest)


if __name__ == "__main__":
    main(sys.argv[1:])
