// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "util.h"

#define SAMPLE_MS 60000

static const char READ_COUNTER[] =
	"SELECT packets, bytes FROM counter WHERE counter = ?1 AND mark = ?2 AND epoch = ?3";
static const char PUT_COUNTER[] =
	"INSERT OR REPLACE INTO counter (counter, mark, epoch, packets, bytes)"
	" VALUES (?1, ?2, ?3, ?4, ?5)";

/* The sets, and the columns that they fill. */
static const struct {
	const char *set, *add;
} COUNTERS[] = {
	{"stats_in", "INSERT INTO traffic (gid, uid, hour, in_packets, in_bytes)"
		     " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (gid, uid, hour) DO UPDATE SET"
		     " in_packets = in_packets + ?4, in_bytes = in_bytes + ?5"},
	{"stats_out", "INSERT INTO traffic (gid, uid, hour, out_packets, out_bytes)"
		      " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (gid, uid, hour) DO UPDATE SET"
		      " out_packets = out_packets + ?4, out_bytes = out_bytes + ?5"},
	{"stats_refused",
	 "INSERT INTO traffic (gid, uid, hour, refused_packets, refused_bytes)"
	 " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (gid, uid, hour) DO UPDATE SET"
	 " refused_packets = refused_packets + ?4, refused_bytes = refused_bytes + ?5"},
	{"stats_tunnel_in",
	 "INSERT INTO traffic (gid, uid, hour, tunnel_in_packets, tunnel_in_bytes)"
	 " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (gid, uid, hour) DO UPDATE SET"
	 " tunnel_in_packets = tunnel_in_packets + ?4, tunnel_in_bytes = tunnel_in_bytes + ?5"},
	{"stats_tunnel_out",
	 "INSERT INTO traffic (gid, uid, hour, tunnel_out_packets, tunnel_out_bytes)"
	 " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (gid, uid, hour) DO UPDATE SET"
	 " tunnel_out_packets = tunnel_out_packets + ?4, tunnel_out_bytes = tunnel_out_bytes + ?5"},
};
#define N_COUNTERS (sizeof(COUNTERS) / sizeof(*COUNTERS))

struct ledger {
	struct store *store;
	struct nft *nft;
	struct policy *policy;
	sqlite3_stmt *read, *put, *add[N_COUNTERS];
	char boot[40];
	int64_t sampled;
	/* of the sample that is being taken */
	size_t counter;
	char epoch[80];
	int64_t hour;
	uint64_t failures; /* before it */
};

static sqlite3_stmt *prepare(struct store *store, const char *sql)
{
	sqlite3_stmt *statement = store_prepare(store, sql);

	if (!statement)
		die("the database does not understand: %s", sql);
	return statement;
}

struct ledger *ledger_new(struct store *store, struct nft *nft, struct policy *policy)
{
	struct ledger *ledger = allocate(1, sizeof(*ledger));
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");

	ledger->store = store;
	ledger->nft = nft;
	ledger->policy = policy;
	ledger->read = prepare(store, READ_COUNTER);
	ledger->put = prepare(store, PUT_COUNTER);
	for (size_t i = 0; i < N_COUNTERS; i++)
		ledger->add[i] = prepare(store, COUNTERS[i].add);
	if (!file || !fgets(ledger->boot, sizeof(ledger->boot), file))
		die("cannot read the number of this boot:");
	fclose(file);
	ledger->boot[strcspn(ledger->boot, "\n")] = 0;
	return ledger;
}

static struct nft_count read_previous(struct ledger *ledger, uint32_t mark)
{
	struct nft_count previous = {0};

	sqlite3_bind_int(ledger->read, 1, ledger->counter);
	sqlite3_bind_int64(ledger->read, 2, mark);
	sqlite3_bind_text(ledger->read, 3, ledger->epoch, -1, SQLITE_STATIC);
	if (store_step(ledger->store, ledger->read)) {
		previous.packets = sqlite3_column_int64(ledger->read, 0);
		previous.bytes = sqlite3_column_int64(ledger->read, 1);
	}
	sqlite3_reset(ledger->read);
	return previous;
}

static void put_previous(struct ledger *ledger, uint32_t mark, struct nft_count now)
{
	sqlite3_bind_int(ledger->put, 1, ledger->counter);
	sqlite3_bind_int64(ledger->put, 2, mark);
	sqlite3_bind_text(ledger->put, 3, ledger->epoch, -1, SQLITE_STATIC);
	sqlite3_bind_int64(ledger->put, 4, now.packets);
	sqlite3_bind_int64(ledger->put, 5, now.bytes);
	store_step(ledger->store, ledger->put);
	sqlite3_reset(ledger->put);
}

static void add_traffic(struct ledger *ledger, uint32_t mark, struct nft_count grown)
{
	sqlite3_stmt *add = ledger->add[ledger->counter];
	uint32_t gid, uid;

	policy_owner(ledger->policy, mark, &gid, &uid);
	sqlite3_bind_int64(add, 1, gid == UNKNOWN_ID ? -1 : (int64_t)gid);
	sqlite3_bind_int64(add, 2, uid == UNKNOWN_ID ? -1 : (int64_t)uid);
	sqlite3_bind_int64(add, 3, ledger->hour);
	sqlite3_bind_int64(add, 4, grown.packets);
	sqlite3_bind_int64(add, 5, grown.bytes);
	store_step(ledger->store, add);
	sqlite3_reset(add);
}

/*
 * Something could not be written, and with it went all of this sample. What was counted has to be
 * noted together with what it is added to, so the rest is left to the next one.
 */
static bool failed(const struct ledger *ledger)
{
	return store_failures(ledger->store) != ledger->failures;
}

static void take_counter(const uint8_t *key, size_t size, struct nft_count now, void *data)
{
	struct ledger *ledger = data;
	struct nft_count previous;
	uint32_t mark;

	if (size < sizeof(mark) || failed(ledger))
		return;
	memcpy(&mark, key, sizeof(mark));
	previous = read_previous(ledger, mark);
	if (now.packets == previous.packets)
		return;
	if (now.packets < previous.packets || now.bytes < previous.bytes)
		previous = (struct nft_count){0};
	put_previous(ledger, mark, now);
	if (failed(ledger))
		return;
	add_traffic(ledger, mark,
		    (struct nft_count){now.packets - previous.packets, now.bytes - previous.bytes});
}

void ledger_sample(struct ledger *ledger)
{
	// The minute that is counted lies behind: at the full hour it belongs to the last one.
	int64_t seconds = (wall_ms() - SAMPLE_MS / 2) / 1000;

	ledger->sampled = steady_ms();
	if (!policy_refresh(ledger->policy))
		return;
	ledger->hour = seconds - seconds % 3600;
	ledger->failures = store_failures(ledger->store);
	store_begin(ledger->store);
	for (size_t i = 0; i < N_COUNTERS; i++) {
		const char *table = policy_table(ledger->policy);
		uint64_t handle = nft_set_handle(ledger->nft, table, COUNTERS[i].set);

		// A set that was made anew counts from zero, and has another handle.
		snprintf(ledger->epoch, sizeof(ledger->epoch), "%s:%" PRIu64, ledger->boot, handle);
		ledger->counter = i;
		if (handle)
			nft_elements(ledger->nft, table, COUNTERS[i].set, take_counter, ledger);
	}
}

int ledger_run(struct ledger *ledger)
{
	int64_t left = ledger->sampled + SAMPLE_MS - steady_ms();

	if (ledger->sampled && left > 0)
		return left;
	ledger_sample(ledger);
	return SAMPLE_MS;
}
