// SPDX-License-Identifier: GPL-3.0-or-later
#include "dns.h"

#include <stdio.h>
#include <string.h>

#define HEADER	    12
#define TYPE_A	    1
#define TYPE_AAAA   28
#define CLASS_IN    1
#define RECORDS_MAX 128 /* of one message; more are not looked at */

static uint16_t read16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

static bool is_plain(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* Appends one octet of a label, as RFC 1035 writes it. */
static bool put_octet(char *name, size_t *used, uint8_t octet)
{
	char text[5] = {0};
	size_t length;

	if (octet >= 'A' && octet <= 'Z')
		octet += 'a' - 'A';
	if (is_plain(octet))
		text[0] = octet;
	else
		snprintf(text, sizeof(text), "\\%03u", octet);
	length = strlen(text);
	if (*used + length >= DNS_NAME_MAX)
		return false;
	memcpy(name + *used, text, length + 1);
	*used += length;
	return true;
}

/*
 * The name of the question. It comes first in the message, so that there is nothing to point back
 * to: a compressed one is refused. Returns where it ends, or 0.
 */
static size_t read_question_name(const uint8_t *data, size_t length, char *name)
{
	size_t at = HEADER, used = 0;

	name[0] = 0;
	while (at < length && data[at]) {
		size_t label = data[at++];

		if (label > 63 || label > length - at || at + label - HEADER > 254)
			return 0;
		if (used) {
			if (used + 1 >= DNS_NAME_MAX)
				return 0;
			name[used++] = '.';
		}
		for (; label; label--)
			if (!put_octet(name, &used, data[at++]))
				return 0;
	}
	if (at >= length)
		return 0;
	if (!used)
		strcpy(name, ".");
	return at + 1;
}

/* Names of records are passed over only: their labels need not be followed. Returns the end, or 0.
 */
static size_t skip_name(const uint8_t *data, size_t length, size_t at)
{
	size_t start = at;

	while (at < length && at - start < 256) {
		uint8_t label = data[at];

		if (label == 0)
			return at + 1;
		if ((label & 0xc0) == 0xc0)
			return at + 2 <= length ? at + 2 : 0;
		if (label > 63)
			return 0;
		at += label + 1u;
	}
	return 0;
}

static void add_address(struct dns_message *message, uint16_t type, const uint8_t *data,
			size_t size)
{
	struct in6_addr *address = &message->addresses[message->n_addresses];

	if (message->n_addresses == DNS_ADDRESSES_MAX)
		return;
	if (type == TYPE_A && size == 4) {
		memset(address, 0, sizeof(*address));
		address->s6_addr[10] = address->s6_addr[11] = 0xff;
		memcpy(address->s6_addr + 12, data, 4);
	} else if (type == TYPE_AAAA && size == 16) {
		memcpy(address, data, 16);
	} else {
		return;
	}
	message->n_addresses++;
}

static void read_answers(const uint8_t *data, size_t length, size_t at, struct dns_message *message)
{
	unsigned int count = read16(data + 6);

	for (unsigned int i = 0; i < count && i < RECORDS_MAX; i++) {
		size_t size;

		at = skip_name(data, length, at);
		if (!at || length - at < 10)
			return;
		size = read16(data + at + 8);
		if (length - at - 10 < size)
			return;
		if (read16(data + at + 2) == CLASS_IN)
			add_address(message, read16(data + at), data + at + 10, size);
		at += 10 + size;
	}
}

bool parse_dns(const uint8_t *data, size_t length, struct dns_message *message)
{
	size_t at;

	message->n_addresses = 0;
	if (length < HEADER || read16(data + 4) != 1)
		return false;
	// Only plain queries: dynamic updates and the like use the sections for other things.
	if (data[2] & 0x78)
		return false;
	message->is_answer = data[2] & 0x80;
	at = read_question_name(data, length, message->name);
	if (!at || length - at < 4)
		return false;
	message->type = read16(data + at);
	if (message->is_answer)
		read_answers(data, length, at + 4, message);
	return true;
}
