// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../native/monitor/packet.h"

#include "../../native/monitor/dns.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dns_message message;
	struct packet packet;

	if (!parse_packet(data, size, &packet))
		return 0;
	PROMISE(!packet.has_ports || packet.protocol == IPPROTO_TCP ||
		packet.protocol == IPPROTO_UDP);
	PROMISE(packet.has_ports || !packet.payload);
	if (!packet.payload)
		return 0;
	PROMISE(packet.payload >= data && packet.payload + packet.payload_length <= data + size);
	parse_dns(packet.payload, packet.payload_length, &message);
	return 0;
}
