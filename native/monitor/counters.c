// SPDX-License-Identifier: GPL-3.0-or-later
#include "counters.h"

#include <inttypes.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "contact.h"
#include "util.h"

/* Those that rates need come first. */
static const char *const SETS[] = {
	"stats_in", "stats_out", "stats_tunnel_in", "stats_tunnel_out", "stats_refused",
};
#define N_SETS	(sizeof(SETS) / sizeof(*SETS))
#define N_RATES 4

struct row {
	uint32_t mark;
	struct nft_count counts[N_SETS];
};

/* Rows of all sets, in the order in which the kernel gave them; then sorted by mark. */
struct rows {
	struct row *all;
	size_t count, size, set;
};

static void take_mark(const uint8_t *key, size_t size, struct nft_count count, void *data)
{
	struct rows *rows = data;
	struct row *row;

	if (size < sizeof(row->mark))
		return;
	if (rows->count == rows->size) {
		rows->size = rows->size ? rows->size * 2 : 256;
		rows->all = realloc(rows->all, rows->size * sizeof(*row));
		if (!rows->all)
			die("out of memory");
	}
	row = &rows->all[rows->count++];
	memset(row, 0, sizeof(*row));
	memcpy(&row->mark, key, sizeof(row->mark));
	row->counts[rows->set] = count;
}

static int by_mark(const void *a, const void *b)
{
	uint32_t x = ((const struct row *)a)->mark, y = ((const struct row *)b)->mark;

	return (x > y) - (x < y);
}

/* Neighbours of the same mark as one. */
static void merge(struct rows *rows)
{
	size_t kept = 0;

	if (!rows->count)
		return;
	qsort(rows->all, rows->count, sizeof(*rows->all), by_mark);
	for (size_t i = 1; i < rows->count; i++) {
		struct row *to = &rows->all[kept], *from = &rows->all[i];

		if (from->mark != to->mark) {
			rows->all[++kept] = *from;
			continue;
		}
		for (size_t set = 0; set < N_SETS; set++) {
			to->counts[set].packets += from->counts[set].packets;
			to->counts[set].bytes += from->counts[set].bytes;
		}
	}
	rows->count = kept + 1;
}

static void put_id(struct text *answer, uint32_t id)
{
	if (id == UNKNOWN_ID)
		text_printf(answer, ",null");
	else
		text_printf(answer, ",%u", id);
}

static void put_row(const struct policy *policy, const struct row *row, size_t sets,
		    struct text *answer)
{
	uint32_t gid, uid;

	policy_owner(policy, row->mark, &gid, &uid);
	text_printf(answer, "[%u", row->mark);
	put_id(answer, gid);
	put_id(answer, uid);
	for (size_t i = 0; i < sets; i++)
		text_printf(answer, ",%" PRIu64 ",%" PRIu64, row->counts[i].packets,
			    row->counts[i].bytes);
	text_printf(answer, "],");
}

/* The key is two names of interfaces, each padded with zeros. */
static void put_forwarded(const uint8_t *key, size_t size, struct nft_count count, void *data)
{
	struct text *answer = data;
	char name[IF_NAMESIZE + 1] = {0};

	if (size < 2 * IF_NAMESIZE)
		return;
	text_add(answer, "{", 1);
	memcpy(name, key, IF_NAMESIZE);
	json_string(answer, "from", name);
	memcpy(name, key + IF_NAMESIZE, IF_NAMESIZE);
	json_string(answer, "to", name);
	json_number(answer, "packets", count.packets);
	json_number(answer, "bytes", count.bytes);
	json_close(answer, '}');
	text_add(answer, ",", 1);
}

bool counters_list(struct nft *nft, struct policy *policy, bool all, struct text *answer)
{
	struct rows rows = {0};
	size_t sets = all ? N_SETS : N_RATES;

	if (!policy_refresh(policy))
		return false;
	for (rows.set = 0; rows.set < sets; rows.set++)
		nft_elements(nft, policy_table(policy), SETS[rows.set], take_mark, &rows);
	merge(&rows);
	json_key(answer, "rows");
	text_add(answer, "[", 1);
	for (size_t i = 0; i < rows.count; i++)
		put_row(policy, &rows.all[i], sets, answer);
	free(rows.all);
	json_close(answer, ']');
	text_add(answer, ",", 1);
	if (!all)
		return true;
	json_key(answer, "forwarded");
	text_add(answer, "[", 1);
	nft_elements(nft, policy_table(policy), "stats_forwarded", put_forwarded, answer);
	json_close(answer, ']');
	text_add(answer, ",", 1);
	return true;
}
