// SPDX-License-Identifier: GPL-3.0-or-later
#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "forget.h"
#include "schema.h"
#include "util.h"
#include "visible.h"

#define COMMIT_MS 1000

enum statement { PUT_CONTACT, ADD_COUNT, READ_LAST, STATEMENTS };

#define KEY_COLUMNS "kind, gid, uid, inward, protocol, address, port, question"
#define KEY_MATCHES                                                                                \
	"kind = ?1 AND gid = ?2 AND uid = ?3 AND inward = ?4 AND protocol = ?5 AND address = ?6 "  \
	"AND port = ?7 AND question = ?8"

static const char *const STATEMENT_SQL[STATEMENTS] = {
	[PUT_CONTACT] =
		"INSERT INTO contact (" KEY_COLUMNS
		", host, asked, program, comm, count, first, last)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
		" ON CONFLICT (" KEY_COLUMNS ") DO UPDATE SET"
		// Not the later of the two: the clock may have been set back.
		" count = count + excluded.count, last = excluded.last,"
		" first = min(first, excluded.first),"
		// What is known stays known; what this group asked for beats what others did.
		" host = iif(excluded.host = '' OR asked > excluded.asked, host, excluded.host),"
		" asked = iif(excluded.host = '', asked, max(asked, excluded.asked)),"
		" program = iif(excluded.program = '', program, excluded.program),"
		" comm = iif(excluded.comm = '', comm, excluded.comm)",
	[ADD_COUNT] = "UPDATE contact SET count = count + ?9, last = ?10, first = min(first, ?10)"
		      " WHERE " KEY_MATCHES,
	[READ_LAST] = "SELECT last FROM contact WHERE " KEY_MATCHES,
};

struct store {
	sqlite3 *database;
	sqlite3_stmt *statements[STATEMENTS];
	struct store_limits limits;
	char obstacle[256];
	int64_t begun; /* steady; 0: no transaction */
	int64_t forgotten;
	uint64_t failures;
};

static bool execute(struct store *store, const char *sql)
{
	return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static enum schema set_up(struct store *store)
{
	enum schema schema = schema_set_up(store->database, store->limits.bytes);

	if (schema == SCHEMA_GOOD && !visible_register(store->database))
		schema = SCHEMA_FAILED;
	for (int i = 0; schema == SCHEMA_GOOD && i < STATEMENTS; i++) {
		store->statements[i] = store_prepare(store, STATEMENT_SQL[i]);
		if (!store->statements[i])
			schema = SCHEMA_DAMAGED;
	}
	return schema;
}

static enum schema open_at(struct store *store, const char *path)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
	enum schema schema = SCHEMA_FAILED;

	store->obstacle[0] = 0;
	if (sqlite3_open_v2(path, &store->database, flags, NULL) == SQLITE_OK)
		schema = set_up(store);
	if (schema == SCHEMA_GOOD)
		return schema;
	snprintf(store->obstacle, sizeof(store->obstacle), "%s: %s", path,
		 sqlite3_errmsg(store->database));
	store_close(store);
	return schema;
}

/* Kept for whoever wants to know what happened; one is enough. */
static void put_aside(const char *path)
{
	char from[512], to[512];
	static const char *const suffixes[] = {"", "-wal", "-shm"};

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		snprintf(from, sizeof(from), "%s%s", path, suffixes[i]);
		snprintf(to, sizeof(to), "%s.damaged%s", path, suffixes[i]);
		if (rename(from, to) < 0 && errno != ENOENT)
			complain("cannot put %s aside:", from);
	}
}

struct store *store_open(const char *folder, struct store_limits limits)
{
	struct store *store = allocate(1, sizeof(*store));
	char path[400];
	enum schema schema;

	store->limits = limits;
	snprintf(path, sizeof(path), "%s/history.sqlite", folder);
	schema = open_at(store, path);
	// A full disk is no reason to begin anew.
	if (schema == SCHEMA_DAMAGED) {
		complain("the history is damaged and put aside: %s", store->obstacle);
		put_aside(path);
		schema = open_at(store, path);
	}
	if (schema == SCHEMA_GOOD)
		return store;
	complain("no history is kept: %s", store->obstacle);
	if (sqlite3_open(":memory:", &store->database) || set_up(store) != SCHEMA_GOOD)
		die("no history, not even in memory: %s", sqlite3_errmsg(store->database));
	return store;
}

const char *store_obstacle(const struct store *store)
{
	return store->obstacle[0] ? store->obstacle : NULL;
}

/* A full disk or a broken one costs this batch, and is said once in a while. */
static void fail(struct store *store)
{
	if (store->failures++ % 100 == 0)
		complain("history cannot be written: %s", sqlite3_errmsg(store->database));
	if (!sqlite3_get_autocommit(store->database))
		execute(store, "ROLLBACK");
	store->begun = 0;
}

void store_begin(struct store *store)
{
	if (store->begun)
		return;
	if (execute(store, "BEGIN IMMEDIATE"))
		store->begun = steady_ms();
	else
		fail(store);
}

static void commit(struct store *store)
{
	if (!store->begun)
		return;
	if (execute(store, "COMMIT"))
		store->begun = 0;
	else
		fail(store);
}

int store_run(struct store *store)
{
	int64_t now = steady_ms();

	if (store->begun && now - store->begun >= COMMIT_MS)
		commit(store);
	if (now - store->forgotten >= FORGET_MS) {
		commit(store);
		store->forgotten = now;
		if (!forget_old(store->database, &store->limits, wall_ms()))
			fail(store);
	}
	if (!store->begun)
		return FORGET_MS - (now - store->forgotten);
	return COMMIT_MS - (now - store->begun);
}

void store_close(struct store *store)
{
	if (!store->database)
		return;
	commit(store);
	for (int i = 0; i < STATEMENTS; i++) {
		sqlite3_finalize(store->statements[i]);
		store->statements[i] = NULL;
	}
	sqlite3_close_v2(store->database);
	store->database = NULL;
}

sqlite3_stmt *store_prepare(struct store *store, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL);
	return statement;
}

bool store_step(struct store *store, sqlite3_stmt *statement)
{
	int result = sqlite3_step(statement);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		fail(store);
	return result == SQLITE_ROW;
}

static int64_t id_of(uint32_t id)
{
	return id == UNKNOWN_ID ? -1 : (int64_t)id;
}

static sqlite3_stmt *with_key(struct store *store, enum statement which,
			      const struct contact_key *key, const char *question)
{
	sqlite3_stmt *statement = store->statements[which];

	sqlite3_reset(statement);
	sqlite3_bind_int(statement, 1, key->kind);
	sqlite3_bind_int64(statement, 2, id_of(key->gid));
	sqlite3_bind_int64(statement, 3, id_of(key->uid));
	sqlite3_bind_int(statement, 4, key->inward);
	sqlite3_bind_int(statement, 5, key->protocol);
	sqlite3_bind_blob(statement, 6, &key->address, sizeof(key->address), SQLITE_STATIC);
	sqlite3_bind_int(statement, 7, key->port);
	sqlite3_bind_text(statement, 8, question, -1, SQLITE_STATIC);
	return statement;
}

void store_contact(struct store *store, const struct contact *contact)
{
	sqlite3_stmt *put = with_key(store, PUT_CONTACT, &contact->key, contact->question);

	store_begin(store);
	sqlite3_bind_text(put, 9, contact->host, -1, SQLITE_STATIC);
	sqlite3_bind_int(put, 10, contact->asked);
	sqlite3_bind_text(put, 11, contact->program, -1, SQLITE_STATIC);
	sqlite3_bind_text(put, 12, contact->comm, -1, SQLITE_STATIC);
	sqlite3_bind_int64(put, 13, contact->count);
	sqlite3_bind_int64(put, 14, contact->first);
	sqlite3_bind_int64(put, 15, contact->last);
	store_step(store, put);
	sqlite3_reset(put);
}

void store_count(struct store *store, const struct contact_key *key, uint64_t count, int64_t last)
{
	sqlite3_stmt *add = with_key(store, ADD_COUNT, key, "");

	store_begin(store);
	sqlite3_bind_int64(add, 9, count);
	sqlite3_bind_int64(add, 10, last);
	store_step(store, add);
	sqlite3_reset(add);
}

int64_t store_last(struct store *store, const struct contact_key *key)
{
	sqlite3_stmt *read = with_key(store, READ_LAST, key, "");
	int64_t last = store_step(store, read) ? sqlite3_column_int64(read, 0) : 0;

	sqlite3_reset(read);
	return last;
}

bool store_clear(struct store *store, uint32_t gid, uint32_t uid)
{
	commit(store);
	if (forget_owner(store->database, gid, uid))
		return true;
	fail(store);
	return false;
}

uint64_t store_failures(const struct store *store)
{
	return store->failures;
}

int64_t store_size(struct store *store)
{
	return schema_number(store->database, "PRAGMA page_count") *
	       schema_number(store->database, "PRAGMA page_size");
}
