# Sourced by the desktop checks: the lane, and expressions for things on the screen.
uuid=galaf@galaf.app
shots=$guest_dir/../../dist/screenshots
desktop() {
	local verb=$1
	shift
	"$guest_dir/desktop" "$verb" "$GUEST" "$@"
}
shot() { desktop shot "$shots/$1.png"; }

# JavaScript for the shell. Expressions without single quotes where they are put between them.
button="Main.panel.statusArea[\"$uuid\"]"
settings="Main.extensionManager.lookup(\"$uuid\").stateObj.getSettings()"
toggle='Main.panel.statusArea.quickSettings.menu._grid.get_children().find(c => c.title === "Firewall")'
walk='((top, wanted) => { const found = []; const look = a => { if (!a.visible) return; const w = wanted(a); if (w) found.push(w); a.get_children().forEach(look); }; look(top); return found; })'
rows="$walk($button.menu.actor, a => a.style_class?.includes(\"galaf-app-row\") && a.accessible_name)"
# Title and body of each notification in the tray; marks of text direction left out. (No template literals: systemd-run
# expands the dollar sign.)
notices='Main.messageTray.getSources().flatMap(s => s.notifications).map(n => (n.title + " " + n.body).replace(/[\u2066-\u2069]/g, ""))'
clear_notices='Main.messageTray.getSources().forEach(s => s.destroy()); 0'
labels() { echo "$walk($button.menu.actor, a => a.text)"; }
row() { echo "$walk($button.menu.actor, a => a.style_class?.includes(\"galaf-app-row\") && a.accessible_name.startsWith(\"$1\") && a)[0]"; }
item() { echo "$walk($button.menu.actor, a => a.label?.text === \"$1\" && a)[0]"; }
