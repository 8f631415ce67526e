# wireguard.sh up 4|6 | down | seen    a WireGuard tunnel wg7 from this machine to a network namespace of its own, 10.9.0.1 to 10.9.0.2
# over 10.66.0.1 and 10.66.0.2 or fd66::1 and fd66::2, with an echo server on UDP port 9; `seen`: packets and bytes of the carrier in,
# and out, since last asked, as the other side counts them. Two machines in one, because the host's kernel may have no WireGuard.
set -e
umask 077
peer() { ip netns exec peer7 "$@"; }
case $1 in
up)
	ip netns add peer7
	ip link add carrier7 type veth peer name eth0 netns peer7
	ip link add wg7 type wireguard
	ip -n peer7 link add wg0 type wireguard
	# IPv6 would announce itself on each of them; on the carrier, where it is wanted, it asks for no router and no neighbour.
	sysctl -q -w net.ipv6.conf.carrier7.disable_ipv6=1 net.ipv6.conf.wg7.disable_ipv6=1
	peer sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
	if [ "$2" = 6 ]; then
		quiet() { for key in accept_dad accept_ra router_solicitations disable_ipv6; do echo "net.ipv6.conf.$1.$key=0"; done; }
		sysctl -q -w $(quiet carrier7)
		peer sysctl -q -w $(quiet eth0)
		far=[fd66::2]
	else
		far=10.66.0.2
	fi
	keys=$(mktemp -d)
	for side in ours theirs; do wg genkey >"$keys/$side"; done
	wg set wg7 listen-port 51820 private-key "$keys/ours" \
		peer "$(wg pubkey <"$keys/theirs")" allowed-ips 10.9.0.2/32 endpoint $far:51820
	peer wg set wg0 listen-port 51820 private-key "$keys/theirs" peer "$(wg pubkey <"$keys/ours")" allowed-ips 10.9.0.1/32
	rm -r "$keys"
	ip addr add 10.66.0.1/24 dev carrier7
	ip addr add 10.9.0.1/24 dev wg7
	ip -n peer7 addr add 10.66.0.2/24 dev eth0
	ip -n peer7 addr add 10.9.0.2/24 dev wg0
	for link in carrier7 wg7; do ip link set "$link" up; done
	for link in lo eth0 wg0; do ip -n peer7 link set "$link" up; done
	if [ "$2" = 6 ]; then
		ip addr add fd66::1/64 dev carrier7
		ip -n peer7 addr add fd66::2/64 dev eth0
		ip neigh add fd66::2 dev carrier7 lladdr "$(peer cat /sys/class/net/eth0/address)"
		ip -n peer7 neigh add fd66::1 dev eth0 lladdr "$(cat /sys/class/net/carrier7/address)"
	fi
	peer nft -f - <<-'NFT'
		table inet seen {
			counter sent { }
			counter received { }
			chain in { type filter hook input priority 0; iifname "eth0" udp dport 51820 counter name received; }
			chain out { type filter hook output priority 300; oifname "eth0" udp sport 51820 counter name sent; }
		}
	NFT
	systemd-run --quiet --collect --unit=echo7 --property=NetworkNamespacePath=/run/netns/peer7 \
		python3 /var/tmp/traffic.py echo 9
	;;
seen)
	peer nft -j reset counters table inet seen | python3 -c 'import json, sys
found = {item["counter"]["name"]: item["counter"] for item in json.load(sys.stdin)["nftables"] if "counter" in item}
print(*(found[name][key] for name in ("sent", "received") for key in ("packets", "bytes")))'
	;;
down)
	systemctl stop echo7
	ip link del wg7
	ip netns del peer7
	;;
esac
