// SPDX-License-Identifier: GPL-3.0-or-later
#include "packet.h"

#include <string.h>

/* More extension headers than any honest packet has. */
#define EXTENSIONS_MAX 8

struct cursor {
	const uint8_t *at;
	size_t left;
};

static bool skip(struct cursor *cursor, size_t count)
{
	if (count > cursor->left)
		return false;
	cursor->at += count;
	cursor->left -= count;
	return true;
}

static uint16_t read16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static void map_address(struct in6_addr *address, const uint8_t *four)
{
	memset(address, 0, sizeof(*address));
	address->s6_addr[10] = address->s6_addr[11] = 0xff;
	memcpy(address->s6_addr + 12, four, 4);
}

static bool parse_ports(struct cursor *cursor, struct packet *packet)
{
	size_t header = 8;

	if (packet->protocol != IPPROTO_TCP && packet->protocol != IPPROTO_UDP)
		return true;
	if (cursor->left < 4)
		return false;
	packet->has_ports = true;
	packet->source_port = read16(cursor->at);
	packet->destination_port = read16(cursor->at + 2);
	if (packet->protocol == IPPROTO_TCP) {
		header = cursor->left < 13 ? SIZE_MAX : (cursor->at[12] >> 4) * 4u;
		if (header < 20)
			return false;
	}
	if (skip(cursor, header)) {
		packet->payload = cursor->at;
		packet->payload_length = cursor->left;
	}
	return true;
}

static bool parse4(struct cursor *cursor, struct packet *packet)
{
	const uint8_t *ip = cursor->at;
	size_t header, total;

	if (cursor->left < 20)
		return false;
	header = (ip[0] & 15) * 4u;
	total = read16(ip + 2);
	if (header < 20 || total < header)
		return false;
	packet->protocol = ip[9];
	map_address(&packet->source, ip + 12);
	map_address(&packet->destination, ip + 16);
	if (cursor->left > total)
		cursor->left = total;
	if (!skip(cursor, header))
		return false;
	// The offset counts; "more fragments" alone is a first fragment.
	return read16(ip + 6) & 0x1fff ? true : parse_ports(cursor, packet);
}

static bool is_extension(uint8_t header)
{
	return header == IPPROTO_HOPOPTS || header == IPPROTO_ROUTING ||
	       header == IPPROTO_FRAGMENT || header == IPPROTO_DSTOPTS;
}

static bool parse6(struct cursor *cursor, struct packet *packet)
{
	const uint8_t *ip = cursor->at;
	uint8_t next;

	if (cursor->left < 40)
		return false;
	next = ip[6];
	memcpy(&packet->source, ip + 8, 16);
	memcpy(&packet->destination, ip + 24, 16);
	if (cursor->left - 40 > read16(ip + 4))
		cursor->left = 40u + read16(ip + 4);
	skip(cursor, 40);
	for (int i = 0; i < EXTENSIONS_MAX && is_extension(next); i++) {
		const uint8_t *header = cursor->at;
		size_t size;

		if (cursor->left < 8)
			return false;
		size = next == IPPROTO_FRAGMENT ? 8 : (header[1] + 1u) * 8;
		if (next == IPPROTO_FRAGMENT && read16(header + 2) & 0xfff8) {
			packet->protocol = header[0];
			return true;
		}
		next = header[0];
		if (!skip(cursor, size))
			return false;
	}
	packet->protocol = next;
	return parse_ports(cursor, packet);
}

bool parse_packet(const uint8_t *data, size_t length, struct packet *packet)
{
	struct cursor cursor = {data, length};

	memset(packet, 0, sizeof(*packet));
	if (length == 0)
		return false;
	switch (data[0] >> 4) {
	case 4:
		return parse4(&cursor, packet);
	case 6:
		return parse6(&cursor, packet);
	default:
		return false;
	}
}
