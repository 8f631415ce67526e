/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A history whose wall clock says what `now` does, for the tests of it. */
#ifndef TESTS_HISTORY_H
#define TESTS_HISTORY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../native/monitor/query.h"
#include "tap.h"

/* A full hour of some day in 2026. */
#define TODAY INT64_C(1790000400000)

int64_t __wrap_wall_ms(void);

static int64_t now = TODAY;
static struct store *store;

int64_t __wrap_wall_ms(void)
{
	return now;
}

static sqlite3 *prepare(const char *sql, sqlite3_stmt **statement)
{
	*statement = store_prepare(store, sql);
	if (!*statement) {
		printf("Bail out! %s\n", sql);
		exit(1);
	}
	return sqlite3_db_handle(*statement);
}

static int64_t number(const char *sql)
{
	sqlite3_stmt *statement;
	int64_t value;

	prepare(sql, &statement);
	value = store_step(store, statement) ? sqlite3_column_int64(statement, 0) : -1;
	sqlite3_finalize(statement);
	return value;
}

/* Something was refused now, of as many destinations. */
static void refuse(int gid, int first_port, int count)
{
	static struct contact contact;

	for (int i = 0; i < count; i++) {
		memset(&contact, 0, sizeof(contact));
		contact.key.gid = gid;
		contact.key.port = first_port + i;
		contact.count = 1;
		contact.first = contact.last = now;
		store_contact(store, &contact);
	}
}

static int rows_of(const char *line, const char *(*ask)(const struct request *, struct text *))
{
	static struct request request;
	struct text answer = {0};
	int rows = 0;

	if (!parse_request(line, strlen(line), &request) || ask(&request, &answer))
		return -1;
	text_add(&answer, "", 1); // ends the text
	for (const char *at = answer.bytes; (at = strstr(at, "\"gid\":")); at++)
		rows++;
	text_free(&answer);
	return rows;
}

static const char *ask_blocked(const struct request *request, struct text *answer)
{
	return query_contacts(store, KIND_BLOCKED, request, answer);
}

static const char *ask_history(const struct request *request, struct text *answer)
{
	return query_history(store, request, answer);
}

#endif
