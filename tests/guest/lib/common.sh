# Sourced by build, guest and vm: where things are, and what the host must have.
GUEST_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
REPO_DIR=$(cd "$GUEST_DIR/../.." && pwd)
CACHE=${GALAF_CACHE:-$REPO_DIR/.cache}/guest
RUN=${GALAF_GUEST_RUN:-/run/galaf-guest}
# Debian's release inside; trixie has GNOME 48, forky 50, sid 51. Each has a cached tree of its own.
SUITE=${SUITE:-trixie}

# The inside of every world looks the same, because every guest has a world of its own.
LAN_GW4=192.168.77.1 LAN_GW6=2001:db8:77::1
GUEST4=192.168.77.10 GUEST6=2001:db8:77::10

die() { echo "${0##*/}: $*" >&2; exit 2; }
say() { echo "${0##*/}: $*" >&2; }

# ensure_packages PACKAGE...: install what the host lacks; only root can.
ensure_packages() {
  local missing=() p
  for p in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null | grep -qx installed || missing+=("$p")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] || die "missing packages: ${missing[*]} (root would install them)"
  say "installing ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# ensure_node_modules: what package-lock.json names, in the repository.
ensure_node_modules() {
  [ "$REPO_DIR/node_modules/.package-lock.json" -nt "$REPO_DIR/package-lock.json" ] ||
    npm ci --prefix "$REPO_DIR" --no-audit --no-fund >&2
}

guest_packages() { sed 's/#.*//' "$GUEST_DIR/packages" | tr -s '[:space:]' '\n' | sed '/^$/d' | sort -u; }

# The cache is keyed by everything that shapes the tree.
rootfs_key() {
  { echo "$SUITE"; guest_packages; cat "$GUEST_DIR/build" "$GUEST_DIR/lib/provision"; } |
    sha256sum | cut -c1-12
}

valid_name() { [[ $1 =~ ^[a-z][a-z0-9]{0,8}$ ]] || die "bad guest name '$1' (a-z0-9, at most 9)"; }

# A pid alone may be somebody else's by the time we kill it: remember when the process started.
start_time() { local s; s=$(cat "/proc/$1/stat" 2>/dev/null) || return 1; set -- ${s##*) }; echo "${20}"; }
save_pid() { echo "$2 $(start_time "$2")" >"$1"; }
saved_pid() { # file: prints the pid when that very process still runs
  local pid since
  read -r pid since 2>/dev/null <"$1" || return 1
  [ -n "$since" ] && [ "$(start_time "$pid")" = "$since" ] && echo "$pid"
}
wait_gone() { # pid-file tenths
  local i
  for ((i = 0; i < $2; i++)); do saved_pid "$1" >/dev/null || return 0; sleep .1; done
  return 1
}
kill_saved() { # pid-file: ask, then insist
  local pid
  pid=$(saved_pid "$1") || { rm -f "$1"; return 0; }
  kill "$pid" 2>/dev/null || true
  wait_gone "$1" 30 || { kill -9 "$pid" 2>/dev/null || true; wait_gone "$1" 20 || true; }
  rm -f "$1"
}
