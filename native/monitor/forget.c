// SPDX-License-Identifier: GPL-3.0-or-later
#include "forget.h"

#include "contact.h"
#include "schema.h"

#define DAY_MS INT64_C(86400000)
/*
 * At most so much of the history goes in one turn: a clock that is wrong for a while (no battery, a
 * slip in a virtual machine) must not cost all of it.
 */
#define TURN_MS INT64_C(3600000)

/* So many contacts go at once: whatever SQLite has to sort for it is small, however many there are.
 */
#define BATCH 2000

static bool run(sqlite3 *database, const char *sql, const int64_t *values, int count)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		return false;
	for (int i = 0; i < count; i++)
		sqlite3_bind_int64(statement, i + 1, values[i]);
	while (sqlite3_step(statement) == SQLITE_ROW)
		;
	return sqlite3_finalize(statement) == SQLITE_OK;
}

#define RUN(database, sql, ...)                                                                    \
	run(database, sql, (const int64_t[]){__VA_ARGS__},                                         \
	    sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t))

struct owner {
	int64_t kind, gid, uid;
	int64_t excess; /* contacts beyond the limit; 0: nobody has too many */
};

/* Somebody who has more contacts than that. */
static bool find_noisy(sqlite3 *database, int each, struct owner *owner)
{
	sqlite3_stmt *statement = NULL;

	owner->excess = 0;
	if (sqlite3_prepare_v2(database,
			       "SELECT kind, gid, uid, count(*) - ?1 FROM contact"
			       " GROUP BY kind, gid, uid HAVING count(*) > ?1 LIMIT 1",
			       -1, &statement, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int(statement, 1, each);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		owner->kind = sqlite3_column_int64(statement, 0);
		owner->gid = sqlite3_column_int64(statement, 1);
		owner->uid = sqlite3_column_int64(statement, 2);
		owner->excess = sqlite3_column_int64(statement, 3);
	}
	return sqlite3_finalize(statement) == SQLITE_OK;
}

/*
 * One noisy app must not push out what is known of others. Where the clock was set back there may
 * be rows of the future. They stay, since it may be the present clock that is wrong; but here they
 * go first, or for years nothing new would find room.
 */
static bool trim_contacts(sqlite3 *database, int each, int64_t now)
{
	struct owner owner;

	while (find_noisy(database, each, &owner)) {
		if (!owner.excess)
			return true;
		if (!RUN(database,
			 "DELETE FROM contact WHERE id IN (SELECT id FROM contact"
			 " WHERE kind = ?1 AND gid = ?2 AND uid = ?3"
			 " ORDER BY last > ?4 DESC, last, id LIMIT min(?5, ?6))",
			 owner.kind, owner.gid, owner.uid, now, owner.excess, BATCH))
			return false;
	}
	return false;
}

/* Near the limit, the oldest tenth goes: at the limit itself nothing could be written any more. */
static bool trim_size(sqlite3 *database, int64_t bytes, int64_t now)
{
	int64_t used = (schema_number(database, "PRAGMA page_count") -
			schema_number(database, "PRAGMA freelist_count")) *
		       schema_number(database, "PRAGMA page_size");

	if (used < bytes / 10 * 9)
		return true;
	return RUN(database,
		   "DELETE FROM contact WHERE id IN (SELECT id FROM contact"
		   " ORDER BY last > ?1 DESC, last"
		   " LIMIT (SELECT count(*) / 10 + 1 FROM contact))",
		   now) &&
	       RUN(database,
		   "DELETE FROM traffic WHERE (gid, uid, hour) IN (SELECT gid, uid, hour"
		   " FROM traffic ORDER BY hour > ?1 DESC, hour"
		   " LIMIT (SELECT count(*) / 10 + 1 FROM traffic))",
		   now / 1000);
}

bool forget_old(sqlite3 *database, const struct store_limits *limits, int64_t now)
{
	int64_t before = now - limits->days * DAY_MS;
	int64_t oldest = schema_number(database, "SELECT min(last) FROM contact");
	int64_t oldest_hour = schema_number(database, "SELECT min(hour) FROM traffic") * 1000;
	int64_t contacts = before < oldest + TURN_MS ? before : oldest + TURN_MS;
	int64_t hours = before < oldest_hour + TURN_MS ? before : oldest_hour + TURN_MS;

	return RUN(database, "DELETE FROM contact WHERE last < ?1", contacts) &&
	       RUN(database, "DELETE FROM traffic WHERE hour < ?1", hours / 1000) &&
	       trim_contacts(database, limits->contacts_each, now) &&
	       trim_size(database, limits->bytes, now) &&
	       run(database, "PRAGMA incremental_vacuum(256)", NULL, 0);
}

bool forget_owner(sqlite3 *database, uint32_t gid, uint32_t uid)
{
	int64_t group = gid == UNKNOWN_ID ? -1 : (int64_t)gid;
	int64_t user = uid == UNKNOWN_ID ? -1 : (int64_t)uid;

	return RUN(database,
		   "DELETE FROM contact WHERE (?1 < 0 OR gid = ?1) AND (?2 < 0 OR uid = ?2)", group,
		   user) &&
	       RUN(database,
		   "DELETE FROM traffic WHERE (?1 < 0 OR gid = ?1) AND (?2 < 0 OR uid = ?2)", group,
		   user) &&
	       run(database, "PRAGMA incremental_vacuum", NULL, 0) &&
	       run(database, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0);
}
