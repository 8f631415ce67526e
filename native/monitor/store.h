/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is kept: an SQLite database that only this program writes. Loses at most the last second
 * when the monitor is killed; after a power cut it is whole, as of its last checkpoint or later.
 */
#ifndef MONITOR_STORE_H
#define MONITOR_STORE_H

#include <sqlite3.h>

#include "contact.h"

struct store;

struct store_limits {
	int days;
	int64_t bytes;
	int contacts_each; /* of a group, user and kind */
};

/* A damaged database is put aside; where none can be written, one in memory does until the end. */
struct store *store_open(const char *folder, struct store_limits limits);
/* Why nothing is kept over a restart, or NULL. */
const char *store_obstacle(const struct store *store);

/* Writes what is due, and forgets what is old. Returns milliseconds until the next time. */
int store_run(struct store *store);
void store_close(struct store *store);

/* Adds to the contact of the same key, or makes one. */
void store_contact(struct store *store, const struct contact *contact);
/* Adds packets to a contact that is there; one that was cleared stays away. */
void store_count(struct store *store, const struct contact_key *key, uint64_t count, int64_t last);
/* When the contact was last seen, or 0. */
int64_t store_last(struct store *store, const struct contact_key *key);

/* Forgets a group's or a user's history, or with both UNKNOWN_ID everything. False: it failed. */
bool store_clear(struct store *store, uint32_t gid, uint32_t uid);

/* For ledger.c and query.c, which have statements of their own. */
sqlite3_stmt *store_prepare(struct store *store, const char *sql); /* NULL: it cannot be */
void store_begin(struct store *store);				   /* committed by store_run() */
/* To the next row, or to the end. True: there is a row. The caller resets. */
bool store_step(struct store *store, sqlite3_stmt *statement);

/* Batches that could not be written. */
uint64_t store_failures(const struct store *store);
int64_t store_size(struct store *store);

#endif
