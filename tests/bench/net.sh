# Sourced by benchmarks: pairs of network namespaces that face each other, and nft of Debian 13 in the client's. A pair
# has a name where several take turns; all have the same addresses.
client=galaf-bench-c server=galaf-bench-s
work=$(mktemp -d)
serving=
pairs=()
clean_net() {
	local pid pair
	for pid in $serving; do kill "$pid" 2>/dev/null || true; done
	for pair in "${pairs[@]}"; do
		ip netns del "$client$pair" 2>/dev/null || true
		ip netns del "$server$pair" 2>/dev/null || true
	done
	rm -rf "$work"
}
make_pair() { # PAIR
	local c=$client$1 s=$server$1 ns
	ip netns add "$c"
	ip netns add "$s"
	ip -n "$c" link add veth0 type veth peer name veth0 netns "$s"
	ip -n "$c" addr add 198.51.100.1/24 dev veth0
	ip -n "$s" addr add 198.51.100.10/24 dev veth0
	for ns in "$c" "$s"; do
		ip -n "$ns" link set lo up
		ip -n "$ns" link set veth0 up
	done
}
make_net() { # [PAIR...]
	local pair
	trap clean_net EXIT
	pairs=("${@:-}")
	for pair in "${pairs[@]}"; do make_pair "$pair"; done
}
nft_in() { # PAIR ARGUMENTS...
	local pair=$1
	shift
	tests/guest/in-rootfs --netns "$client$pair" nft "$@"
}
nft() { nft_in '' "$@"; }
