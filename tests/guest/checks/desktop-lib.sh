# Sourced by the desktop checks: the lane, and expressions for things on the screen.
uuid=galaf@galaf.app
shots=$guest_dir/../../dist/screenshots
desktop() {
	local verb=$1
	shift
	"$guest_dir/desktop" "$verb" "$GUEST" "$@"
}
# A picture for people to look at; `npm run screenshots` wants them, a test does not.
shot() { [ -z "${GALAF_PICTURES:-}" ] || desktop shot "$shots/$1.png"; }

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
banner='Main.messageTray._banner'
banner_button() { echo "$walk($banner, a => a.label === \"$1\" && a)[0]"; }
windows='global.get_window_actors().map(a => a.meta_window)'
prefs_window="$windows.some(w => w.wm_class === \"org.galaf.Preferences\")"
# The shell's own password dialog.
dialog='Main.componentManager._allComponents.polkitAgent?._currentDialog?.visible'
open_menu() { desktop drive at "$button" click wait 3 "$button.menu.isOpen"; }
close_menu() { desktop drive key Escape wait 3 "!$button.menu.isOpen"; }
blocked() { fetch fetch "$@" >/dev/null 2>&1; }
# As after unlocking the screen: the burst before is over.
renew() {
	desktop drive eval "$clear_notices" eval "Main.extensionManager.disableExtension('$uuid'); 0" wait 5 "!$button" \
		eval "Main.extensionManager.enableExtension('$uuid'); 0" wait 5 "$button?.accessible_name.includes('Protected')" >/dev/null
}
