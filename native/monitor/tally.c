// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally.h"

#include <string.h>

#include "table.h"
#include "util.h"

/* As many as the rules log (core/render/blocked.ts) while an element of a set lives. */
#define SEEN_MAX   8192
#define ELEMENT_MS 30000
#define PERIOD_MS  2000
/* Reading takes at most this part of the time. */
#define SHARE 100

struct tally {
	struct nft *nft;
	struct policy *policy;
	tally_fn grown;
	struct table *seen; /* contact_key -> uint64_t, the counter when it was last read */
	int64_t logged, next;
	uint64_t counted;
	int64_t refused_before; /* -1: not read yet */
	/* of the set that is being read */
	bool v6, inward;
};

static int64_t read_refused(struct tally *tally)
{
	struct nft_count out, in;
	const char *table = policy_table(tally->policy);

	if (!nft_counter(tally->nft, table, "refused_out", &out) ||
	    !nft_counter(tally->nft, table, "refused_in", &in))
		return -1;
	return out.packets + in.packets;
}

struct tally *tally_new(struct nft *nft, struct policy *policy, tally_fn grown)
{
	struct tally *tally = allocate(1, sizeof(*tally));

	tally->nft = nft;
	tally->policy = policy;
	tally->grown = grown;
	tally->seen = table_new(SEEN_MAX, sizeof(struct contact_key), sizeof(uint64_t));
	tally->refused_before = policy_refresh(policy) ? read_refused(tally) : -1;
	return tally;
}

void tally_logged(struct tally *tally, const struct contact_key *key)
{
	tally->counted += key->kind == KIND_BLOCKED;
	// Other protocols have no element that would count.
	if (key->kind != KIND_BLOCKED ||
	    (key->protocol != IPPROTO_TCP && key->protocol != IPPROTO_UDP))
		return;
	*(uint64_t *)table_put(tally->seen, key) = 1;
	tally->logged = steady_ms();
	if (!tally->next)
		tally->next = tally->logged + PERIOD_MS;
}

static void read_address(const uint8_t *from, bool v6, struct in6_addr *address)
{
	if (v6) {
		memcpy(address, from, 16);
		return;
	}
	address->s6_addr[10] = address->s6_addr[11] = 0xff;
	memcpy(address->s6_addr + 12, from, 4);
}

/* As the rules put the key together: (gid . uid .) protocol . address . port. */
static void take_element(const uint8_t *at, size_t size, struct nft_count count, void *data)
{
	struct tally *tally = data;
	struct contact_key key = {.kind = KIND_BLOCKED, .inward = tally->inward};
	size_t ids = tally->inward ? 0 : 8, address = tally->v6 ? 16 : 4;
	uint64_t *seen;

	if (size != ids + 4 + address + 4)
		return;
	key.gid = key.uid = UNKNOWN_ID;
	if (ids) {
		memcpy(&key.gid, at, 4);
		memcpy(&key.uid, at + 4, 4);
	}
	key.protocol = at[ids];
	read_address(at + ids + 4, tally->v6, &key.address);
	key.port = at[ids + 4 + address] << 8 | at[ids + 5 + address];
	seen = table_get(tally->seen, &key);
	// Unknown: logged before this monitor started, or its message was lost.
	if (!seen || count.packets <= *seen)
		return;
	tally->grown(&key, count.packets - *seen);
	tally->counted += count.packets - *seen;
	*seen = count.packets;
}

void tally_read(struct tally *tally)
{
	static const struct {
		const char *set;
		bool v6, inward;
	} sets[] = {
		{"attempts4", false, false},
		{"attempts6", true, false},
		{"arrivals4", false, true},
		{"arrivals6", true, true},
	};

	if (!policy_refresh(tally->policy))
		return;
	for (size_t i = 0; i < sizeof(sets) / sizeof(*sets); i++) {
		tally->v6 = sets[i].v6;
		tally->inward = sets[i].inward;
		nft_elements(tally->nft, policy_table(tally->policy), sets[i].set, take_element,
			     tally);
	}
}

int tally_run(struct tally *tally)
{
	int64_t now = steady_ms(), took;

	if (!tally->next)
		return -1;
	if (now < tally->next)
		return tally->next - now;
	tally_read(tally);
	took = steady_ms() - now;
	tally->next = steady_ms() + (took * SHARE > PERIOD_MS ? took * SHARE : PERIOD_MS);
	// Elements live this long after the last of them was logged; then there is nothing to read.
	if (steady_ms() - tally->logged > ELEMENT_MS + PERIOD_MS)
		tally->next = 0;
	return tally->next ? tally->next - steady_ms() : -1;
}

int64_t tally_suppressed(struct tally *tally)
{
	int64_t refused = policy_refresh(tally->policy) ? read_refused(tally) : -1;
	int64_t suppressed;

	tally_read(tally);
	if (refused < 0)
		return 0;
	// None before, or they began anew.
	if (tally->refused_before < 0 || refused < tally->refused_before) {
		tally->refused_before = tally->refused_before < 0 ? refused : 0;
		tally->counted = 0;
	}
	suppressed = refused - tally->refused_before - (int64_t)tally->counted;
	return suppressed > 0 ? suppressed : 0;
}
