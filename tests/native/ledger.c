// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ledger FOLDER   Bytes by the hour from counters that only grow: none is lost and none added
 * twice, whatever could not be written meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "../../native/monitor/ledger.h"
#include "tap.h"

#define MARKS 4

static struct nft_count counts[MARKS];
static struct store *store;
static struct ledger *ledger;
static int64_t steady = 1000;

int64_t __wrap_steady_ms(void);

int64_t __wrap_steady_ms(void)
{
	return steady;
}

bool nft_elements(struct nft *nft, const char *table, const char *set, nft_visit visit, void *data)
{
	(void)nft, (void)table;
	for (uint32_t mark = 0; mark < MARKS && !strcmp(set, "stats_in"); mark++)
		visit((const uint8_t *)&mark, sizeof(mark), counts[mark], data);
	return true;
}

uint64_t nft_set_handle(struct nft *nft, const char *table, const char *set)
{
	(void)nft, (void)table, (void)set;
	return 1;
}

bool policy_refresh(struct policy *policy)
{
	(void)policy;
	return true;
}

const char *policy_table(const struct policy *policy)
{
	(void)policy;
	return "galaf";
}

/* Each mark is a group. */
void policy_owner(const struct policy *policy, uint32_t mark, uint32_t *gid, uint32_t *uid)
{
	(void)policy;
	*gid = mark;
	*uid = 1000;
}

/* In a transaction of its own. */
static void run(const char *sql)
{
	sqlite3_stmt *statement;

	steady += 2000;
	store_run(store);
	statement = store_prepare(store, sql);

	if (!statement) {
		printf("# not understood: %s\n", sql);
		exit(1);
	}
	store_step(store, statement);
	sqlite3_finalize(statement);
}

static int64_t number(const char *sql)
{
	sqlite3_stmt *statement = store_prepare(store, sql);
	int64_t value = store_step(store, statement) ? sqlite3_column_int64(statement, 0) : -1;

	sqlite3_finalize(statement);
	return value;
}

/* What is in the history of all marks, one behind the other. */
static int64_t bytes(void)
{
	return number("SELECT sum(in_bytes * CASE gid WHEN 0 THEN 1000000 WHEN 1 THEN 10000 WHEN 2"
		      " THEN 100 ELSE 1 END) FROM traffic");
}

static void count(uint64_t more)
{
	for (size_t i = 0; i < MARKS; i++) {
		counts[i].packets++;
		counts[i].bytes += more;
	}
}

int main(int argc, char **argv)
{
	const struct store_limits limits = {.days = 90, .bytes = 1 << 28, .contacts_each = 5000};

	if (argc != 2)
		return 2;
	store = store_open(argv[1], limits);
	ledger = ledger_new(store, NULL, NULL);
	count(10);
	ledger_sample(ledger);
	is("each mark has its bytes", 10101010, bytes());
	ledger_sample(ledger);
	is("and the same counters add nothing", 10101010, bytes());

	run("CREATE TEMP TRIGGER broken BEFORE UPDATE ON traffic WHEN new.gid IN (1, 2)"
	    " BEGIN SELECT RAISE(ABORT, 'full'); END");
	count(5);
	ledger_sample(ledger);
	run("DROP TRIGGER broken");
	is("what cannot be written is said", 1, store_failures(store));
	ledger_sample(ledger);
	is("and is there as soon as it can be", 15151515, bytes());

	run("CREATE TEMP TRIGGER broken BEFORE INSERT ON counter WHEN new.mark > 0"
	    " BEGIN SELECT RAISE(ABORT, 'full'); END");
	count(7);
	ledger_sample(ledger);
	run("DROP TRIGGER broken");
	ledger_sample(ledger);
	is("the same when counters cannot be noted", 22222222, bytes());
	store_close(store);
	return finish();
}
