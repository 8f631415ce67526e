// SPDX-License-Identifier: GPL-3.0-or-later
#include "contact.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

const char *address_text(const struct in6_addr *address, char *buffer)
{
	if (IN6_IS_ADDR_V4MAPPED(address))
		inet_ntop(AF_INET, address->s6_addr + 12, buffer, INET6_ADDRSTRLEN);
	else
		inet_ntop(AF_INET6, address, buffer, INET6_ADDRSTRLEN);
	return buffer;
}

bool parse_address(const char *text, struct in6_addr *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET6, text, address) == 1)
		return true;
	address->s6_addr[10] = address->s6_addr[11] = 0xff;
	return inet_pton(AF_INET, text, address->s6_addr + 12) == 1;
}

static const char *protocol_text(uint8_t protocol, char *buffer, size_t size)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmpv6";
	case IPPROTO_SCTP:
		return "sctp";
	default:
		snprintf(buffer, size, "%u", protocol);
		return buffer;
	}
}

static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

void contact_json(const struct contact *contact, struct text *text)
{
	const struct contact_key *key = &contact->key;
	char address[INET6_ADDRSTRLEN], protocol[8];

	json_string(text, "direction", key->inward ? "in" : "out");
	json_number_or_null(text, "gid", key->gid, key->gid != UNKNOWN_ID);
	json_number_or_null(text, "uid", key->uid, key->uid != UNKNOWN_ID);
	json_string(text, "program", or_null(contact->program));
	json_string(text, "comm", or_null(contact->comm));
	json_string(text, "protocol", protocol_text(key->protocol, protocol, sizeof(protocol)));
	json_string(text, "address", address_text(&key->address, address));
	json_string(text, "host", or_null(contact->host));
	json_bool(text, "asked", contact->asked);
	json_number_or_null(text, "port", key->port, key->port != 0);
	json_string(text, "question", or_null(contact->question));
	json_number(text, "count", contact->count);
	json_time(text, "first", contact->first);
	json_time(text, "last", contact->last);
}
