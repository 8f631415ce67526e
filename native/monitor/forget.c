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

static bool run(sqlite3 *database, const char *sql, int64_t a, int64_t b)
{
	sqlite3_stmt *statement = NULL;
	bool done;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_int64(statement, 1, a);
	sqlite3_bind_int64(statement, 2, b);
	do
		done = sqlite3_step(statement) != SQLITE_ROW;
	while (!done);
	return sqlite3_finalize(statement) == SQLITE_OK;
}

/*
 * One noisy app must not push out what is known of others. Where the clock was set back there may
 * be rows of the future. They stay, since it may be the present clock that is wrong; but here they
 * go first, or for years nothing new would find room.
 */
static bool trim_contacts(sqlite3 *database, int each, int64_t now)
{
	return run(database,
		   "DELETE FROM contact WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER"
		   " (PARTITION BY kind, gid, uid ORDER BY last > ?2, last DESC, id DESC) AS place"
		   " FROM contact WHERE (kind, gid, uid) IN (SELECT kind, gid, uid FROM contact"
		   " GROUP BY kind, gid, uid HAVING count(*) > ?1)) WHERE place > ?1)",
		   each, now);
}

/* Near the limit, the oldest tenth goes: at the limit itself nothing could be written any more. */
static bool trim_size(sqlite3 *database, int64_t bytes, int64_t now)
{
	int64_t used = (schema_number(database, "PRAGMA page_count") -
			schema_number(database, "PRAGMA freelist_count")) *
		       schema_number(database, "PRAGMA page_size");

	if (used < bytes / 10 * 9)
		return true;
	return run(database,
		   "DELETE FROM contact WHERE id IN (SELECT id FROM contact"
		   " ORDER BY last > ?1 DESC, last"
		   " LIMIT (SELECT count(*) / 10 + 1 FROM contact))",
		   now, 0) &&
	       run(database,
		   "DELETE FROM traffic WHERE (gid, uid, hour) IN (SELECT gid, uid, hour"
		   " FROM traffic ORDER BY hour > ?1 DESC, hour"
		   " LIMIT (SELECT count(*) / 10 + 1 FROM traffic))",
		   now / 1000, 0);
}

bool forget_old(sqlite3 *database, const struct store_limits *limits, int64_t now)
{
	int64_t before = now - limits->days * DAY_MS;
	int64_t oldest = schema_number(database, "SELECT min(last) FROM contact");
	int64_t oldest_hour = schema_number(database, "SELECT min(hour) FROM traffic") * 1000;
	int64_t contacts = before < oldest + TURN_MS ? before : oldest + TURN_MS;
	int64_t hours = before < oldest_hour + TURN_MS ? before : oldest_hour + TURN_MS;

	return run(database, "DELETE FROM contact WHERE last < ?1", contacts, 0) &&
	       run(database, "DELETE FROM traffic WHERE hour < ?1", hours / 1000, 0) &&
	       trim_contacts(database, limits->contacts_each, now) &&
	       trim_size(database, limits->bytes, now) &&
	       run(database, "PRAGMA incremental_vacuum(256)", 0, 0);
}

bool forget_owner(sqlite3 *database, uint32_t gid, uint32_t uid)
{
	int64_t group = gid == UNKNOWN_ID ? -1 : (int64_t)gid;
	int64_t user = uid == UNKNOWN_ID ? -1 : (int64_t)uid;

	return run(database,
		   "DELETE FROM contact WHERE (?1 < 0 OR gid = ?1) AND (?2 < 0 OR uid = ?2)", group,
		   user) &&
	       run(database,
		   "DELETE FROM traffic WHERE (?1 < 0 OR gid = ?1) AND (?2 < 0 OR uid = ?2)", group,
		   user) &&
	       run(database, "PRAGMA incremental_vacuum", 0, 0) &&
	       run(database, "PRAGMA wal_checkpoint(TRUNCATE)", 0, 0);
}
