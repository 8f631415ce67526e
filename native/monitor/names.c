// SPDX-License-Identifier: GPL-3.0-or-later
#include "names.h"

#include <arpa/inet.h>
#include <string.h>

#include "contact.h"
#include "dns.h"
#include "table.h"
#include "util.h"

#define NAMES_MAX 8192
#define FLOWS_MAX 4096

struct name_key {
	struct in6_addr address;
	uint32_t gid; /* UNKNOWN_ID: whoever asked */
};

struct name {
	int64_t last;
	char host[DNS_NAME_MAX];
};

struct flow_key {
	struct in6_addr address;
	uint16_t port, protocol;
};

struct flow {
	uint32_t gid;
};

struct names {
	struct table *names, *flows;
};

struct names *names_new(void)
{
	struct names *names = allocate(1, sizeof(*names));

	names->names = table_new(NAMES_MAX, sizeof(struct name_key), sizeof(struct name));
	names->flows = table_new(FLOWS_MAX, sizeof(struct flow_key), sizeof(struct flow));
	return names;
}

static struct flow_key flow_of(const struct in6_addr *address, uint16_t port, uint8_t protocol)
{
	return (struct flow_key){*address, port, protocol};
}

void names_asked(struct names *names, const struct packet *query, uint32_t gid)
{
	struct flow_key key = flow_of(&query->source, query->source_port, query->protocol);
	struct flow *flow;

	if (!query->has_ports)
		return;
	flow = table_put(names->flows, &key);
	flow->gid = gid;
}

static void remember(struct names *names, const struct in6_addr *address, uint32_t gid,
		     const char *host)
{
	struct name_key key = {*address, gid};
	struct name *name = table_put(names->names, &key);

	name->last = wall_ms();
	copy_text(name->host, sizeof(name->host), host);
}

void names_answered(struct names *names, const struct packet *answer)
{
	struct flow_key key =
		flow_of(&answer->destination, answer->destination_port, answer->protocol);
	static struct dns_message message;
	const uint8_t *data = answer->payload;
	size_t length = answer->payload_length;
	const struct flow *flow;

	// Over TCP, the length comes first; only what fits one segment is looked at.
	if (answer->protocol == IPPROTO_TCP && length > 2) {
		data += 2;
		length -= 2;
	}
	if (!data || !parse_dns(data, length, &message) || !message.is_answer)
		return;
	flow = table_get(names->flows, &key);
	for (size_t i = 0; i < message.n_addresses; i++) {
		remember(names, &message.addresses[i], UNKNOWN_ID, message.name);
		if (flow && flow->gid != UNKNOWN_ID)
			remember(names, &message.addresses[i], flow->gid, message.name);
	}
}

const char *names_find(struct names *names, uint32_t gid, const struct in6_addr *address,
		       bool *asked)
{
	struct name_key key = {*address, gid};
	struct name *name = table_get(names->names, &key);

	*asked = name && gid != UNKNOWN_ID;
	if (!name && gid != UNKNOWN_ID) {
		key.gid = UNKNOWN_ID;
		name = table_get(names->names, &key);
	}
	return name ? name->host : NULL;
}

struct listing {
	const struct in6_addr *address;
	size_t left;
	struct text *text;
};

static bool list_one(const void *key, void *value, void *data)
{
	const struct name_key *name_key = key;
	const struct name *name = value;
	struct listing *listing = data;
	char address[INET6_ADDRSTRLEN];

	if (listing->address && memcmp(listing->address, &name_key->address, 16))
		return true;
	if (!listing->left--)
		return false;
	text_add(listing->text, "{", 1);
	json_number_or_null(listing->text, "gid", name_key->gid, name_key->gid != UNKNOWN_ID);
	json_string(listing->text, "address", address_text(&name_key->address, address));
	json_string(listing->text, "host", name->host);
	json_time(listing->text, "last", name->last);
	json_close(listing->text, '}');
	text_add(listing->text, ",", 1);
	return true;
}

void names_list(struct names *names, const struct in6_addr *address, size_t limit,
		struct text *text)
{
	struct listing listing = {address, limit, text};

	json_key(text, "rows");
	text_add(text, "[", 1);
	table_visit(names->names, list_one, &listing);
	json_close(text, ']');
	text_add(text, ",", 1);
}

size_t names_count(const struct names *names)
{
	return table_count(names->names);
}

void names_clear(struct names *names)
{
	table_clear(names->names);
	table_clear(names->flows);
}
