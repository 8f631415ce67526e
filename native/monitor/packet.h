/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of an IP packet as the kernel logged it: possibly cut short, possibly hostile. */
#ifndef MONITOR_PACKET_H
#define MONITOR_PACKET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet {
	struct in6_addr source, destination; /* IPv4 mapped: ::ffff:192.0.2.1 */
	uint8_t protocol;
	bool has_ports;				/* TCP and UDP, unless it is a later fragment */
	uint16_t source_port, destination_port; /* host order */
	const uint8_t *payload;			/* behind the UDP or TCP header */
	size_t payload_length;
};

/* False for what is not the beginning of an IP packet. */
bool parse_packet(const uint8_t *data, size_t length, struct packet *packet);

#endif
