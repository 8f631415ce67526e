// SPDX-License-Identifier: GPL-3.0-or-later
#include "seen.h"

#include <arpa/inet.h>
#include <string.h>

#include "table.h"
#include "util.h"

#define PERIOD_MS 60000
/* Between the call and the packet that is refused. */
#define REFUSED_WITHIN_MS 2000
/* As many refused packets of a group are logged in a period whatever others do
 * (core/render/blocked.ts). */
#define LOGGED_ANYHOW 2
#define GROUPS_MAX    8192

static struct {
	struct store *store;
	struct programs *programs;
	struct names *names;
	int64_t (*suppressed)(void);
	struct table *refused; /* gid -> uint32_t, logged since it was looked */
	int64_t suppressed_before;
	bool hidden;	      /* some of what was refused since then is not known */
	int64_t looked;	      /* steady */
	int64_t since, until; /* of the kernel program's clock, which is the steady one */
} seen;

void seen_init(struct store *store, struct programs *programs, struct names *names,
	       int64_t (*suppressed)(void))
{
	seen.suppressed = suppressed;
	seen.refused = table_new(GROUPS_MAX, sizeof(uint32_t), sizeof(uint32_t));
	seen.store = store;
	seen.programs = programs;
	seen.names = names;
	seen.looked = steady_ms();
}

/* A blocked attempt is told as that, and not as a destination too. */
static bool was_blocked(const struct contact *contact)
{
	struct contact_key key = contact->key;
	int64_t blocked;

	key.kind = KIND_BLOCKED;
	blocked = store_last(seen.store, &key);
	// A later time than now is of a clock that was set back since.
	return blocked >= contact->last - REFUSED_WITHIN_MS && blocked <= wall_ms();
}

void seen_refused(uint32_t gid)
{
	++*(uint32_t *)table_put(seen.refused, &gid);
}

/*
 * Of a group of which much is refused, beyond what is logged, nobody knows which destinations were:
 * only those count that it is known to reach.
 */
static bool is_doubtful(const struct contact *contact)
{
	const uint32_t *refused = table_get(seen.refused, &contact->key.gid);

	return seen.hidden && refused && *refused >= LOGGED_ANYHOW &&
	       !store_last(seen.store, &contact->key);
}

static void take(const struct connect_key *key, const struct connect_value *value)
{
	static struct contact contact;
	int64_t last = value->last / 1000000;
	const char *host;

	// Sockets of ping and the like have no destination yet.
	if (last <= seen.since || last > seen.until || !(key->address[2] | key->address[3]))
		return;
	memset(&contact, 0, sizeof(contact));
	contact.key.kind = KIND_SEEN;
	contact.key.gid = key->gid;
	contact.key.uid = value->uid;
	contact.key.protocol = key->protocol;
	contact.key.port = ntohs(key->port);
	memcpy(&contact.key.address, key->address, sizeof(contact.key.address));
	contact.count = 1;
	contact.first = contact.last = wall_ms() - (steady_ms() - last);
	if (was_blocked(&contact) || is_doubtful(&contact))
		return;
	host = names_find(seen.names, key->gid, &contact.key.address, &contact.asked);
	if (host)
		copy_text(contact.host, sizeof(contact.host), host);
	programs_name(seen.programs, value, &contact);
	store_contact(seen.store, &contact);
}

int seen_run(void)
{
	int64_t now = steady_ms(), suppressed;

	if (now - seen.looked < PERIOD_MS)
		return PERIOD_MS - (now - seen.looked);
	seen.looked = seen.until = now;
	suppressed = seen.suppressed();
	seen.hidden = suppressed > seen.suppressed_before;
	seen.suppressed_before = suppressed;
	programs_visit(seen.programs, take);
	table_clear(seen.refused);
	seen.since = now;
	return PERIOD_MS;
}

void seen_forget(void)
{
	seen.since = steady_ms();
}
