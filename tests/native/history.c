// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * history FOLDER   What the monitor keeps when the wall clock is set ahead and back. Linked so that
 * the clock says what `now` does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../native/monitor/forget.h"
#include "../../native/monitor/query.h"
#include "tap.h"

#define HOUR	   INT64_C(3600000)
#define DAY	   (24 * HOUR)
#define MANY_BYTES (INT64_C(1) << 30)
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

static bool forget(struct store_limits limits)
{
	sqlite3_stmt *statement;
	sqlite3 *database = prepare("SELECT 1", &statement);

	sqlite3_finalize(statement);
	return forget_old(database, &limits, now);
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

static void add_hours(int64_t from, int count)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
		 "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		 " INSERT INTO traffic (gid, uid, hour, in_bytes) SELECT 7, 1, %lld + i * 3600, 1"
		 " FROM n",
		 count - 1, (long long)(from / 1000));
	number(sql);
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

static void check_contacts(void)
{
	now = TODAY + 300 * DAY;
	refuse(7, 80, 1);
	now = TODAY;
	is("what is dated in the future is told", 1,
	   rows_of("{\"query\":\"blocked\"}", ask_blocked));
	refuse(7, 80, 1);
	is("when it happens again, that is when it happened last", TODAY,
	   number("SELECT last FROM contact"));
	is("and it was not first seen after that", TODAY, number("SELECT first FROM contact"));
	now = TODAY - HOUR;
	store_count(store, &(struct contact_key){.gid = 7, .port = 80}, 5, now);
	is("the same of packets that are only counted", TODAY - HOUR,
	   number("SELECT last FROM contact WHERE first = last"));
	is("nothing was lost", 7, number("SELECT count FROM contact"));
}

static void check_room(void)
{
	const struct store_limits few = {.days = 90, .bytes = MANY_BYTES, .contacts_each = 10};

	now = TODAY + 300 * DAY;
	refuse(8, 1000, 10);
	now = TODAY;
	forget(few);
	is("what is dated in the future stays", 10,
	   number("SELECT count(*) FROM contact WHERE gid = 8"));
	refuse(8, 2000, 3);
	forget(few);
	is("but makes room for what is new", 3,
	   number("SELECT count(*) FROM contact WHERE gid = 8 AND port >= 2000"));
	is("and no more than that", 10, number("SELECT count(*) FROM contact WHERE gid = 8"));
}

static void check_traffic(void)
{
	const struct store_limits all = {.days = 90, .bytes = MANY_BYTES, .contacts_each = 5000};
	const struct store_limits full = {.days = 90, .bytes = 1, .contacts_each = 5000};

	now = TODAY;
	add_hours(TODAY - 100 * HOUR, 100);
	add_hours(TODAY + 3 * HOUR, 2);
	is("hours of the future are told", 24 + 2,
	   rows_of("{\"query\":\"history\",\"gid\":7}", ask_history));
	is("the same of more than a few weeks", 100 + 2,
	   rows_of("{\"query\":\"history\",\"since\":0}", ask_history));
	is("in one sum", 1,
	   rows_of("{\"query\":\"history\",\"since\":0,\"step\":3600000,\"total\":true}",
		   ask_history));
	is("unless an end is asked for", 24,
	   rows_of("{\"query\":\"history\",\"gid\":7,\"until\":1790000400}", ask_history));
	forget(all);
	is("nothing is forgotten before its time", 102, number("SELECT count(*) FROM traffic"));
	now = TODAY + 3000 * DAY;
	forget(all);
	now = TODAY;
	is("a clock that is far ahead for a moment costs an hour", 101,
	   number("SELECT count(*) FROM traffic"));
	add_hours(TODAY + 30000 * DAY, 1);
	forget(full);
	is("without room, a tenth goes, however far ahead an hour is dated", 91,
	   number("SELECT count(*) FROM traffic"));
	is("what is dated in the future first", 0,
	   number("SELECT count(*) FROM traffic WHERE hour >= 1790000400"));
	now = TODAY - 30000 * DAY;
	forget(all);
	is("a clock that is far behind costs nothing", 91, number("SELECT count(*) FROM traffic"));
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	store = store_open(argv[1], (struct store_limits){90, MANY_BYTES, 5000});
	is("there is a history", 0, store_obstacle(store) != NULL);
	check_contacts();
	check_room();
	check_traffic();
	is("all of it could be written", 0, store_failures(store));
	store_close(store);
	free(store);
	return finish();
}
