// SPDX-License-Identifier: GPL-3.0-or-later
// Unknown groups and users are -1; times are milliseconds, hours seconds, since 1970.
#include "schema.h"

#include <stdbool.h>
#include <stdio.h>

/* Another number is another schema: such a database is put aside. */
#define SCHEMA_VERSION 3

/* Settings that must precede the first table, then those of every connection. */
static const char SETTINGS[] = "PRAGMA auto_vacuum = INCREMENTAL;"
			       "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = NORMAL;"
			       "PRAGMA journal_size_limit = 8388608;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cache_size = -1024;"
			       "PRAGMA temp_store = MEMORY;";

static const char SCHEMA[] =
	"CREATE TABLE contact ("
	" id INTEGER PRIMARY KEY,"
	" kind INTEGER NOT NULL, gid INTEGER NOT NULL, uid INTEGER NOT NULL,"
	" inward INTEGER NOT NULL, protocol INTEGER NOT NULL, address BLOB NOT NULL,"
	" port INTEGER NOT NULL, question TEXT NOT NULL,"
	" host TEXT NOT NULL, asked INTEGER NOT NULL, program TEXT NOT NULL, comm TEXT NOT NULL,"
	" count INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
	" UNIQUE (kind, gid, uid, inward, protocol, address, port, question));"
	"CREATE INDEX contact_last ON contact (kind, last);"
	"CREATE TABLE traffic ("
	" gid INTEGER NOT NULL, uid INTEGER NOT NULL, hour INTEGER NOT NULL,"
	" in_packets INTEGER NOT NULL DEFAULT 0, in_bytes INTEGER NOT NULL DEFAULT 0,"
	" out_packets INTEGER NOT NULL DEFAULT 0, out_bytes INTEGER NOT NULL DEFAULT 0,"
	" refused_packets INTEGER NOT NULL DEFAULT 0, refused_bytes INTEGER NOT NULL DEFAULT 0,"
	" tunnel_in_packets INTEGER NOT NULL DEFAULT 0,"
	" tunnel_in_bytes INTEGER NOT NULL DEFAULT 0,"
	" tunnel_out_packets INTEGER NOT NULL DEFAULT 0,"
	" tunnel_out_bytes INTEGER NOT NULL DEFAULT 0,"
	" PRIMARY KEY (gid, uid, hour)) WITHOUT ROWID;"
	"CREATE INDEX traffic_hour ON traffic (hour);"
	"CREATE TABLE counter ("
	" counter INTEGER NOT NULL, mark INTEGER NOT NULL, epoch TEXT NOT NULL,"
	" packets INTEGER NOT NULL, bytes INTEGER NOT NULL,"
	" PRIMARY KEY (counter, mark)) WITHOUT ROWID;";

/*
 * The sums of all groups, for plots of everybody: adding up 90 days of 200 apps takes a second.
 * Triggers keep them, so whatever is added, cleared or forgotten is so in the same transaction.
 * Whose row of traffic it is and of what hour never changes.
 */
// It takes these strings for code.
// clang-format off
#define COLUMNS(each)                                                                              \
	each("in_packets") each("in_bytes") each("out_packets") each("out_bytes")                  \
	each("refused_packets") each("refused_bytes")                                              \
	each("tunnel_in_packets") each("tunnel_in_bytes")                                          \
	each("tunnel_out_packets") each("tunnel_out_bytes")
#define DECLARE(column) ", " column " INTEGER NOT NULL DEFAULT 0"
#define GROWN(column)	", " column " = " column " + new." column
#define LESS(column)	", " column " = " column " - old." column
#define CHANGED(column) ", " column " = " column " + new." column " - old." column
#define SUM(column)	", sum(" column ")"
#define OF(row)		" WHERE uid = " row ".uid AND hour = " row ".hour"

static const char TOTALS[] =
	"CREATE TABLE total ("
	" uid INTEGER NOT NULL, hour INTEGER NOT NULL, groups INTEGER NOT NULL DEFAULT 0"
	COLUMNS(DECLARE) ", PRIMARY KEY (uid, hour)) WITHOUT ROWID;"
	"CREATE TRIGGER total_grows AFTER INSERT ON traffic BEGIN"
	" INSERT OR IGNORE INTO total (uid, hour) VALUES (new.uid, new.hour);"
	" UPDATE total SET groups = groups + 1" COLUMNS(GROWN) OF("new") ";"
	"END;"
	"CREATE TRIGGER total_changes AFTER UPDATE ON traffic BEGIN"
	" UPDATE total SET groups = groups" COLUMNS(CHANGED) OF("new") ";"
	"END;"
	"CREATE TRIGGER total_shrinks AFTER DELETE ON traffic BEGIN"
	" UPDATE total SET groups = groups - 1" COLUMNS(LESS) OF("old") ";"
	" DELETE FROM total" OF("old") " AND groups = 0;"
	"END;";

/* What version 2 had not. */
static const char THIRD[] =
	"INSERT INTO total SELECT uid, hour, count(*)" COLUMNS(SUM)
	" FROM traffic GROUP BY uid, hour;"
	"PRAGMA user_version = 3;"
	"COMMIT;";
// clang-format on

/* What version 1 had not. */
static const char SECOND[] =
	"BEGIN;"
	"ALTER TABLE traffic ADD COLUMN tunnel_in_packets INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE traffic ADD COLUMN tunnel_in_bytes INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE traffic ADD COLUMN tunnel_out_packets INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE traffic ADD COLUMN tunnel_out_bytes INTEGER NOT NULL DEFAULT 0;"
	"PRAGMA user_version = 2;"
	"COMMIT;";

static bool execute(sqlite3 *database, const char *sql)
{
	return sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

int64_t schema_number(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return value;
}

static bool make_tables(sqlite3 *database)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", SCHEMA_VERSION);
	return execute(database, "BEGIN") && execute(database, SCHEMA) &&
	       execute(database, TOTALS) && execute(database, sql) && execute(database, "COMMIT");
}

static bool bring_up_to_date(sqlite3 *database, int64_t version)
{
	if (version < 2 && !execute(database, SECOND))
		return false;
	return version >= 3 || (execute(database, "BEGIN") && execute(database, TOTALS) &&
				execute(database, THIRD));
}

static enum schema failure(sqlite3 *database)
{
	int error = sqlite3_errcode(database);

	return error == SQLITE_CORRUPT || error == SQLITE_NOTADB ? SCHEMA_DAMAGED : SCHEMA_FAILED;
}

enum schema schema_set_up(sqlite3 *database, int64_t bytes_max)
{
	int64_t version, page;
	char sql[64];

	if (!execute(database, SETTINGS))
		return failure(database);
	version = schema_number(database, "PRAGMA user_version");
	if (version == 0 && schema_number(database, "SELECT count(*) FROM sqlite_schema") == 0) {
		if (!make_tables(database))
			return failure(database);
		version = SCHEMA_VERSION;
	}
	if (version < 0)
		return failure(database);
	if (version < 1 || version > SCHEMA_VERSION)
		return SCHEMA_DAMAGED;
	if (!bring_up_to_date(database, version))
		return failure(database);
	page = schema_number(database, "PRAGMA page_size");
	snprintf(sql, sizeof(sql), "PRAGMA max_page_count = %lld", (long long)(bytes_max / page));
	return schema_number(database, sql) > 0 ? SCHEMA_GOOD : failure(database);
}
