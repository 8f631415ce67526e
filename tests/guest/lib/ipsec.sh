# ipsec.sh up esp|udp | down    an IPsec tunnel from this machine to a network namespace of its own, 10.9.1.1 to 10.9.1.2 over 10.66.1.1 and
# 10.66.1.2, plainly or in UDP, with an echo server on UDP port 9. Two machines in one, because the host's kernel may have no IPsec.
set -e
peer() { ip netns exec peer8 "$@"; }
key='rfc4106(gcm(aes)) 0x0123456789abcdef0123456789abcdef01234567 128'
state() { # FROM TO SPI, in the namespace of $at
	$at ip xfrm state add src "$1" dst "$2" proto esp spi "$3" reqid 8 mode tunnel aead $key ${encap:+encap espinudp 4500 4500 0.0.0.0}
}
policy() { # DIRECTION FROM TO OUTER-FROM OUTER-TO
	$at ip xfrm policy add src "$2" dst "$3" dir "$1" tmpl src "$4" dst "$5" proto esp reqid 8 mode tunnel
}
case $1 in
up)
	[ "$2" != udp ] || encap=1
	ip netns add peer8
	ip link add carrier8 type veth peer name eth0 netns peer8
	sysctl -q -w net.ipv6.conf.carrier8.disable_ipv6=1
	peer sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
	ip addr add 10.66.1.1/24 dev carrier8
	ip addr add 10.9.1.1/32 dev carrier8
	ip link set carrier8 up
	ip -n peer8 addr add 10.66.1.2/24 dev eth0
	ip -n peer8 addr add 10.9.1.2/32 dev lo
	for link in lo eth0; do ip -n peer8 link set "$link" up; done
	ip route add 10.9.1.2/32 via 10.66.1.2 src 10.9.1.1
	ip -n peer8 route add 10.9.1.1/32 via 10.66.1.1 src 10.9.1.2
	for at in '' peer; do
		state 10.66.1.1 10.66.1.2 0x1001
		state 10.66.1.2 10.66.1.1 0x1002
	done
	at='' policy out 10.9.1.1 10.9.1.2 10.66.1.1 10.66.1.2
	at='' policy in 10.9.1.2 10.9.1.1 10.66.1.2 10.66.1.1
	at=peer policy out 10.9.1.2 10.9.1.1 10.66.1.2 10.66.1.1
	at=peer policy in 10.9.1.1 10.9.1.2 10.66.1.1 10.66.1.2
	systemd-run --quiet --collect --unit=echo8 --property=NetworkNamespacePath=/run/netns/peer8 \
		python3 /var/tmp/traffic.py echo 9
	# What strongSwan's daemon does besides: it takes UDP port 4500 for the kernel, and keeps the way open.
	for side in 'charon8' 'charon8-peer --property=NetworkNamespacePath=/run/netns/peer8'; do
		systemd-run --quiet --collect --unit=$side python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_UDP, 100, 2)  # UDP_ENCAP, UDP_ENCAP_ESPINUDP
s.bind(("", 4500))
for host in 1, 2:
    try: s.sendto(b"\xff", (f"10.66.1.{host}", 4500))
    except OSError as error: print(error, flush=True)
time.sleep(600)'
	done
	sleep 1
	;;
down)
	systemctl stop echo8 charon8 charon8-peer
	ip xfrm policy flush
	ip xfrm state flush
	ip link del carrier8
	ip netns del peer8
	;;
esac
