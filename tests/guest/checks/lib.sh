# Sourced by checks/run and the story: short words for what checks do. Needs GUEST.
checks_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guest_dir=$checks_dir/..
export LANE=${1:-${LANE:-guest}}
machine=$guest_dir/$LANE
# Debian's own programs, but for node: the python3 of a version manager takes a tenth of a second to start, hundreds of times.
node=$(command -v node)
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
. "$guest_dir/lib/tap.sh"

root() { "$machine" run "$GUEST" "$@"; }
as() { # USER CMD...
	local user=$1
	shift
	"$machine" as "$GUEST" "$user" "$@"
}
alice() { as alice "$@"; }
# A login session of its own; on the seat, if there is one, the last that begins has the screen.
session() { # USER SEAT COMMAND...
	local user=$1 seat=$2
	shift 2
	# Some seconds after somebody's last session, logind would end their manager, and with it what later checks run there.
	root loginctl enable-linger "$user"
	root systemd-run --quiet --wait --pipe --collect --property="User=$user" --property=PAMName=login \
		${seat:+--setenv=XDG_SEAT=$seat} --setenv=XDG_SESSION_TYPE=tty --setenv=XDG_SESSION_CLASS=user "$@"
}
world() { "$guest_dir/world" "$@"; }
put() { "$machine" copy "$GUEST" "$1" "$2"; }
# A file of the guest from standard input.
write() { # PATH
	local file
	file=$(mktemp)
	cat >"$file"
	chmod 644 "$file"
	put "$file" "$1"
	rm -f "$file"
}
# To the policy of the other checks, from anywhere: on trial, paused, stopped.
lead_back() {
	root sh -c 'galafctl revert; galafctl start' >/dev/null 2>&1
	put "$guest_dir/policy/galaf.json" /etc/galaf/galaf.json
	check "an apply leads back to the policy of the other checks" root galafctl apply
}
policy() { write /etc/galaf/galaf.json; }
# A fetch as alice under an app group: fetch GROUP URL [curl options]
fetch() {
	local group=$1 url=$2
	shift 2
	alice galaf "$group" "$@" "$url"
}
# Refused at once, by the firewall: curl says 7 (could not connect) or 6 (no such name), never 28 (timed out).
refused() {
	local out status
	out=$("$@" 2>&1) && {
		echo "$out"
		return 1
	}
	status=$?
	case $status in
	6 | 7) return 0 ;;
	*) echo "exit $status: $out" && return 1 ;;
	esac
}
status_field() { root galafctl status --json | python3 -c 'import json,sys; print(json.load(sys.stdin)[sys.argv[1]])' "$1"; }
current() { root readlink /var/lib/galaf/current; }
# Runs a program that prints TAP itself, and counts its lines as ours.
sub_check() { # NAME COMMAND...
	local name=$1 line seen=0
	shift
	while IFS= read -r line; do
		case $line in
		'ok '*) seen=1 && check "$name: ${line#ok * - }" true ;;
		'not ok '*) seen=1 && check "$name: ${line#not ok * - }" false ;;
		*) printf '%s\n' "$line" ;;
		esac
	done < <("$@" 2>&1)
	[ "$seen" = 1 ] || check "$name ran" false
}
# The output has a line that matches: says PATTERN CMD...
says() {
	local pattern=$1 out
	shift
	out=$("$@" 2>&1)
	grep -qE -- "$pattern" <<<"$out" || {
		echo "$out"
		return 1
	}
}
# What an app group's dig says: ask GROUP [dig arguments]; the group's command is /usr/bin/dig.
ask() {
	local group=$1
	shift
	alice galaf "$group" +time=2 +tries=1 "$@"
}
count_of() { "$@" | wc -l; }
