// SPDX-License-Identifier: GPL-3.0-or-later
#include "counters.h"

#include <inttypes.h>
#include <net/if.h>
#include <string.h>

#include "contact.h"
#include "rows.h"
#include "util.h"

/* Those that rates need come first. */
static const char *const SETS[] = {
	"stats_in", "stats_out", "stats_tunnel_in", "stats_tunnel_out", "stats_refused",
};
#define N_SETS	(sizeof(SETS) / sizeof(*SETS))
#define N_RATES 4

_Static_assert(N_SETS == ROW_COUNTS, "a row has a count for each set");

struct counters {
	struct nft *nft;
	struct policy *policy;
	/* As the last sample told them. One memory is enough: only the helper asks, and whoever
	 * names another sample than the last is told everything. */
	struct rows told;
	int64_t sample;
	uint64_t version; /* of the policy, then */
};

/* What takes elements of a set. */
struct reading {
	struct rows *rows;
	size_t set;
	int64_t sample;
};

static void take_mark(const uint8_t *key, size_t size, struct nft_count count, void *data)
{
	const struct reading *reading = data;
	struct nft_count *known;
	struct row *row;
	uint32_t mark;

	if (size < sizeof(mark))
		return;
	memcpy(&mark, key, sizeof(mark));
	row = rows_of(reading->rows, mark);
	row->found |= 1 << reading->set;
	known = &row->counts[reading->set];
	if (row->has & 1 << reading->set && known->packets == count.packets &&
	    known->bytes == count.bytes)
		return;
	row->has |= 1 << reading->set;
	row->changed = reading->sample;
	*known = count;
}

static void read_rows(struct counters *counters, struct rows *rows, size_t sets)
{
	struct reading reading = {.rows = rows, .sample = counters->sample};

	for (size_t i = 0; i < rows->count; i++)
		rows->all[i].found = 0;
	for (reading.set = 0; reading.set < sets; reading.set++)
		nft_elements(counters->nft, policy_table(counters->policy), SETS[reading.set],
			     take_mark, &reading);
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

/* Those that changed in that sample or later. */
static void put_rows(const struct counters *counters, const struct rows *rows, size_t sets,
		     int64_t since, struct text *answer)
{
	json_key(answer, "rows");
	text_add(answer, "[", 1);
	for (size_t i = 0; i < rows->count; i++)
		if (rows->all[i].changed >= since)
			put_row(counters->policy, &rows->all[i], sets, answer);
	json_close(answer, ']');
	text_add(answer, ",", 1);
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

bool counters_all(struct counters *counters, struct text *answer)
{
	struct rows rows = {0};

	if (!policy_refresh(counters->policy))
		return false;
	read_rows(counters, &rows, N_SETS);
	rows_sort(&rows);
	put_rows(counters, &rows, N_SETS, 0, answer);
	rows_free(&rows);
	json_key(answer, "forwarded");
	text_add(answer, "[", 1);
	nft_elements(counters->nft, policy_table(counters->policy), "stats_forwarded",
		     put_forwarded, answer);
	json_close(answer, ']');
	text_add(answer, ",", 1);
	return true;
}

/* An element that is gone cannot be told by rows: the counters began anew. */
static bool all_found(const struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		if (rows->all[i].found != rows->all[i].has)
			return false;
	return true;
}

bool counters_rates(struct counters *counters, int64_t since, struct text *answer)
{
	bool part = since == counters->sample;

	if (!policy_refresh(counters->policy))
		return false;
	counters->sample++;
	read_rows(counters, &counters->told, N_RATES);
	if (!all_found(&counters->told)) {
		rows_clear(&counters->told);
		read_rows(counters, &counters->told, N_RATES);
		part = false;
	}
	// The same mark may be somebody else's now.
	if (counters->version != policy_version(counters->policy))
		part = false;
	counters->version = policy_version(counters->policy);
	put_rows(counters, &counters->told, N_RATES, part ? counters->sample : 0, answer);
	json_number(answer, "sample", counters->sample);
	return true;
}

struct counters *counters_new(struct nft *nft, struct policy *policy)
{
	struct counters *counters = allocate(1, sizeof(*counters));

	counters->nft = nft;
	counters->policy = policy;
	// Another one than a monitor that ran before had.
	counters->sample = wall_ms();
	return counters;
}
