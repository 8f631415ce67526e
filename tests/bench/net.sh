# Sourced by benchmarks: two network namespaces that face each other, and nft of Debian 13 in the client's.
client=galaf-bench-c server=galaf-bench-s
work=$(mktemp -d)
serving=
clean_net() {
	[ -z "$serving" ] || kill "$serving" 2>/dev/null || true
	ip netns del "$client" 2>/dev/null || true
	ip netns del "$server" 2>/dev/null || true
	rm -rf "$work"
}
make_net() {
	trap clean_net EXIT
	ip netns add "$client"
	ip netns add "$server"
	ip -n "$client" link add veth0 type veth peer name veth0 netns "$server"
	ip -n "$client" addr add 198.51.100.1/24 dev veth0
	ip -n "$server" addr add 198.51.100.10/24 dev veth0
	local ns
	for ns in "$client" "$server"; do
		ip -n "$ns" link set lo up
		ip -n "$ns" link set veth0 up
	done
}
nft() { tests/guest/in-rootfs --netns "$client" nft "$@"; }
