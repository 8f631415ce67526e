/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables. Unknown groups and users are -1; times are milliseconds, hours seconds, since 1970.
 */
#ifndef MONITOR_SCHEMA_H
#define MONITOR_SCHEMA_H

/* Another number is another schema: such a database is put aside. */
#define SCHEMA_VERSION 1

/* Settings that must precede the first table, then those of every connection. */
static const char SETTINGS[] = "PRAGMA auto_vacuum = INCREMENTAL;"
			       "PRAGMA journal_mode = WAL;"
			       "PRAGMA synchronous = NORMAL;"
			       "PRAGMA journal_size_limit = 8388608;"
			       "PRAGMA secure_delete = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cache_size = -4096;"
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
	" PRIMARY KEY (gid, uid, hour)) WITHOUT ROWID;"
	"CREATE INDEX traffic_hour ON traffic (hour);"
	"CREATE TABLE counter ("
	" counter INTEGER NOT NULL, mark INTEGER NOT NULL, epoch TEXT NOT NULL,"
	" packets INTEGER NOT NULL, bytes INTEGER NOT NULL,"
	" PRIMARY KEY (counter, mark)) WITHOUT ROWID;";

#endif
