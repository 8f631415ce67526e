/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of the history. */
#ifndef MONITOR_SCHEMA_H
#define MONITOR_SCHEMA_H

#include <sqlite3.h>
#include <stdint.h>

enum schema {
	SCHEMA_GOOD,
	SCHEMA_DAMAGED, /* no database, a damaged one, or one of another version */
	SCHEMA_FAILED,	/* it may be good, but the disk is full or broken */
};

/* Settings of the connection, and the tables if there are none. */
enum schema schema_set_up(sqlite3 *database, int64_t bytes_max);

/* The single number that a statement gives, or -1. */
int64_t schema_number(sqlite3 *database, const char *sql);

#endif
