# Sourced by the checks of galaf-prefs: its window in alice's session, with real clicks and keys, and AT-SPI.
shots=$guest_dir/../../dist/screenshots
mkdir -p "$shots"
desktop() {
	local verb=$1
	shift
	"$guest_dir/desktop" "$verb" "$GUEST" "$@"
}
prefs() { desktop access org.galaf.Preferences "$@"; }
shot() { desktop shot "$shots/prefs-$1.png"; }
# Opens the app, or hands the arguments to the one that runs. PREFS_UNIT is its unit.
open_prefs() {
	if alice systemctl --user -q is-active galaf-prefs-test; then alice galaf-prefs "$@"; else desktop app galaf-prefs-test galaf-prefs "$@"; fi
	desktop wait 20 "global.get_window_actors().some(a => a.meta_window.get_wm_class() === 'org.galaf.Preferences')"
}
close_prefs() { alice systemctl --user stop galaf-prefs-test; }
# Of the screen: the middle of what assistive technology finds, within the window.
place_of() { # ROLE NAME
	local at x y fx fy frame
	at=$(prefs center "$1" "$2") || return 1
	read -r x y <<<"$at"
	frame=$(desktop eval "(() => { const r = global.get_window_actors().map(a => a.meta_window).find(w => w.get_wm_class() === 'org.galaf.Preferences').get_frame_rect(); return r.x + ' ' + r.y; })()")
	read -r fx fy <<<"${frame//\"/}"
	echo $((fx + x)) $((fy + y))
}
# A click where somebody would click.
click_on() { # ROLE NAME
	local place x y
	place=$(place_of "$@") || return 1
	read -r x y <<<"$place"
	desktop drive move "$x" "$y" sleep .1 click sleep .4
}
resize() { # WIDTH HEIGHT
	desktop eval "global.get_window_actors().map(a => a.meta_window).find(w => w.get_wm_class() === 'org.galaf.Preferences').move_resize_frame(true, 60, 40, $1, $2); 0"
	desktop drive sleep .7
}
# GNOME Shell's dialog. After a wrong password it asks again by itself, and takes no keys until it does.
dialog='Main.componentManager._allComponents.polkitAgent?._currentDialog?'
prompt="!!$dialog.visible"
password() { # TEXT
	desktop drive wait 15 "$dialog._passwordEntry.visible && $dialog._passwordEntry.reactive" sleep .6 type "$1" key Return
}
# The password was given before, and polkit remembers it for five minutes.
press_and_confirm() { # BUTTON
	prefs press button "$1" && { ! desktop drive wait 3 "$prompt" >/dev/null 2>&1 || password alicepw; }
}
# Requests for a password that reach the shell from here on. One wrong password more is the same request.
count_prompts() {
	desktop eval "'galafPrompts' in globalThis || Main.componentManager._allComponents.polkitAgent.connect('initiate', () => galafPrompts++); globalThis.galafPrompts = 0"
}
prompts() { desktop eval galafPrompts; }
at_most_one_prompt() { [ "$(prompts)" -le 1 ]; }
cancel_password() { desktop drive wait 15 "$prompt" sleep .6 key Escape wait 5 "!($prompt)"; }
enabled() { prefs find button "$1" E; } # a button can be pressed
disabled() { prefs find button "$1" '!E'; } # it is there, and cannot be pressed
# Titles and subtitles are labels; names may be given as /regex/.
sees() { prefs find label "$1"; }
holds() { prefs text text "$1" "$2"; } # NAME of an entry or text view, TEXT
field() { root galafctl "$1" --json | python3 -c "import json,sys; d=json.load(sys.stdin); print($2)"; }
generation() { field status 'd["generation"]'; }
generation_is() { [ "$(generation)" = "$1" ]; }
no_trial() { [ "$(field status 'd["trial"]')" = None ]; }
put_app() { # ID NAME EXEC CATEGORIES TYPES
	printf '[Desktop Entry]\nType=Application\nName=%s\nExec=%s\nIcon=application-x-executable\nCategories=%s\nMimeType=%s\n' "$2" "$3" "$4" "$5" |
		write "/usr/share/applications/$1.desktop"
}
