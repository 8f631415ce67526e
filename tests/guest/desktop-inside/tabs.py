#!/usr/bin/env python3
"""tabs.py: who walks through a window with Tab comes by all that can be used there, and hears a name for each. As alice in her
session, with real keys.

  APP all ROLE NAME [KEY [UNFOLDS]]  tells what is left out of a window, a dialog, a menu, with status 1
  APP to ROLE NAME                   until the focus is there

APP, ROLE and NAME are as for access.py. KEY is what goes on, Tab unless told. What can be unfolded is, with Return: in the
shell, which does not tell what that is, what is called UNFOLDS.
"""
import sys
import time

import access
import drive
from access import Atspi
from gi.repository import GLib

STATE = Atspi.StateType
# So long a key may take to move the focus. Where it moves nothing, this is waited for, some times.
PATIENCE_S = 0.5
ATTEMPTS = 3
UNFOLDING_S = 0.1
# A walk of more steps goes in circles that do not come back to where it began.
MOST_STEPS = 200
# So many steps to what was seen already say that there is no more: a page that fills late may begin somewhere in the middle.
IN_CIRCLES = 5
# What one does with a widget; labels have actions for selected text and the like.
DOES = {"click", "toggle", "activate", "press", "open", "jump"}
# They hold what is used; GTK lets them have the focus when they hold nothing.
HOLDERS = {"scroll pane", "list", "panel", "grouping", "table", "frame", "dialog", "window"}
# What is inside is used through them.
WHOLES = {"check box", "switch", "combo box", "toggle button", "button"}
# The keyboard closes a window by a key of its own.
OF_WINDOWS = {"Close", "Minimize", "Maximize", "Restore"}


class Focus:
    """Who has the focus, as the bus tells it."""

    def __init__(self, app):
        self.node = access.tried(lambda: access.search(app, "-", "-", lambda node: access.has_state(node, STATE.FOCUSED)))
        self.heard = 0
        self.listener = Atspi.EventListener.new(self.on_event)
        self.listener.register("object:state-changed:focused")

    def on_event(self, event):
        if event.detail1:
            self.node = event.source
            self.heard += 1

    def after(self, key, patience=PATIENCE_S):
        """Presses it, and waits until the focus is somewhere else; None when it stays."""
        turn = GLib.MainContext.default()
        while turn.iteration(False):
            pass
        heard = self.heard
        drive.key(key)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not turn.iteration(False):
                if self.heard > heard:
                    return self.node
                time.sleep(0.003)
        return None

    def moved(self, key):
        # In a text over several lines, Tab is a letter.
        if self.node and access.has_state(self.node, STATE.MULTI_LINE):
            key = "Ctrl+Tab"
        return next(filter(None, (self.after(key) for _attempt in range(ATTEMPTS))), None)


def usable(node, app):
    """Of what shows and is not greyed out."""
    role, name = node.get_role_name(), node.get_name()
    if role in HOLDERS or (role == "button" and name in OF_WINDOWS):
        return False
    if app == "gnome-shell":  # It does not tell what can have the focus.
        return role == "menu item" or (role == "text" and "activate" in access.actions(node))
    return access.has_state(node, STATE.FOCUSABLE) or bool(DOES & set(access.actions(node)))


def left_out(node, seen, app, inside=False):
    """What can be used in it and is not among those seen, neither itself, nor something in it, nor what it belongs to."""
    shows, sensitive = (access.has_state(node, state) for state in (STATE.SHOWING, STATE.SENSITIVE))
    # What holds it is greyed out with it in GTK; the shell's boxes do not tell.
    if not shows or not (sensitive or app == "gnome-shell"):
        return []
    inside = inside or (node in seen and node.get_role_name() in WHOLES)
    missed = [one for child in access.children(node) for one in left_out(child, seen, app, inside)]
    own = sensitive and usable(node, app) and not inside and not any(inner in seen for _depth, inner in access.walk(node))
    return ([node] if own else []) + missed


def begins_later(node, seen):
    if node.get_role_name() != "list item":
        return False
    rows = [row for row in access.children(node.get_parent()) if access.has_state(row, STATE.SHOWING)]
    return rows[0] != node and not any(inner in seen for row in rows for _depth, inner in access.walk(row))


def unfold(node, pattern, focus):
    """What has the focus then, if it moves: newer shells give it to the first of what was in there."""
    by_name = pattern and access.matches(pattern, node.get_name())
    if by_name or (access.has_state(node, STATE.EXPANDABLE) and not access.has_state(node, STATE.EXPANDED)
                   and node.get_role_name() not in WHOLES):
        return focus.after("Return", UNFOLDING_S)
    return None


def tour(app, key, pattern):
    """Those that had the focus, in order, until it comes back to the first, or to nothing new."""
    focus, seen, known = Focus(app), [], 0
    for _step in range(MOST_STEPS):
        node = focus.moved(key)
        if node is None:
            sys.exit(f"tabs: {key} leads nowhere from {access.describe(focus.node) if focus.node else 'where it began'}")
        if node in seen:
            known += 1
            if node == seen[0] or known == IN_CIRCLES:
                return seen
            continue
        known = 0
        # Tab comes into a list at the row that is chosen there; to those above it, arrows lead.
        if begins_later(node, seen):
            node = focus.after("Home") or node
        seen.append(node)
        inside = unfold(node, pattern, focus)
        if inside and inside not in seen:
            seen.append(inside)
    sys.exit(f"tabs: {MOST_STEPS} steps, and not back where it began")


def go_to(app, role, name):
    focus, wanted = Focus(app), access.find(app, role, name)
    if not any(focus.moved("Tab") == wanted for _step in range(MOST_STEPS)):
        sys.exit(f"tabs: no way to {access.describe(wanted)}")


def go_through(app, role, name, key="Tab", pattern=None):
    access.find(app, role, name)
    seen = tour(app, key, pattern)
    nameless = [node for node in seen if not access.label_of(node)]
    missed = left_out(access.find(app, role, name), seen, app)
    for text, nodes in (("has no name", nameless), (f"is not reached by {key}", missed)):
        for node in nodes:
            print(f"{access.describe(node)} '{access.label_of(node)}' {text}")
    for node in seen:
        print(f"# {access.describe(node)}")
    sys.exit(bool(nameless or missed))


def main(app, verb, *rest):
    Atspi.init()
    drive.evaluate(drive.DEVICES)
    {"all": go_through, "to": go_to}[verb](app, *rest)


main(*sys.argv[1:])
