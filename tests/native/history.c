// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * history FOLDER   What the monitor keeps when the wall clock is set ahead and back. Linked so that
 * the clock says what `now` does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../native/monitor/forget.h"
#include "../../native/monitor/memory.h"
#include "history.h"

#define HOUR	   INT64_C(3600000)
#define DAY	   (24 * HOUR)
#define MANY_BYTES (INT64_C(1) << 30)

static bool forget(struct store_limits limits)
{
	sqlite3_stmt *statement;
	sqlite3 *database = prepare("SELECT 1", &statement);

	sqlite3_finalize(statement);
	return forget_old(database, &limits, now);
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

/* Hours of which the kept sums are not those of the rows; or that are only in one of the two. */
static int64_t wrong_sums(void)
{
	return number("WITH sums AS (SELECT uid, hour, count(*), sum(in_packets), sum(in_bytes),"
		      " sum(out_packets), sum(out_bytes), sum(refused_packets), sum(refused_bytes),"
		      " sum(tunnel_in_packets), sum(tunnel_in_bytes), sum(tunnel_out_packets),"
		      " sum(tunnel_out_bytes) FROM traffic GROUP BY uid, hour) SELECT"
		      " (SELECT count(*) FROM (SELECT * FROM sums EXCEPT SELECT * FROM total)) +"
		      " (SELECT count(*) FROM (SELECT * FROM total EXCEPT SELECT * FROM sums))");
}

/* The sum of a member of all rows of a history; it follows the start of its object. */
static int64_t member_sum(const char *line, const char *object, const char *member)
{
	static struct request request;
	struct text answer = {0};
	int64_t sum = 0;

	if (!parse_request(line, strlen(line), &request) || query_history(store, &request, &answer))
		return -1;
	text_add(&answer, "", 1);
	for (const char *at = answer.bytes; (at = strstr(at, object));) {
		at = strstr(at, member) + strlen(member);
		sum += strtoll(at, NULL, 10);
	}
	text_free(&answer);
	return sum;
}

/* As an earlier version of the program left it. */
static void open_again(const char *folder, const char *sql)
{
	sqlite3_stmt *statement;

	store_run(store);
	sqlite3_exec(prepare("SELECT 1", &statement), sql, NULL, NULL, NULL);
	sqlite3_finalize(statement);
	store_close(store);
	free(store);
	store = store_open(folder, (struct store_limits){90, MANY_BYTES, 5000});
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

/* The most that SQLite had at once since the last time, or has now. */
static int64_t status_of(int what, bool most)
{
	sqlite3_int64 now_has, had;

	sqlite3_status64(what, &now_has, &had, true);
	return most ? had : now_has;
}

static void check_memory(void)
{
	int64_t before;

	refuse(9, 1, 20000);
	sleep(1); // until that is due to be written; the first turn forgets too
	before = status_of(SQLITE_STATUS_MEMORY_USED, false);
	store_run(store);
	is("one that was refused very much keeps the latest", 5000,
	   number("SELECT count(*) FROM contact WHERE gid = 9"));
	is("which are those", 15001, number("SELECT min(port) FROM contact WHERE gid = 9"));
	is("to forget the others takes little memory", 1,
	   status_of(SQLITE_STATUS_MEMORY_USED, true) - before < 64 << 10);
	is("pages of the database are those that were set aside", 0,
	   status_of(SQLITE_STATUS_PAGECACHE_OVERFLOW, true));
	number("DELETE FROM contact WHERE gid = 9");
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

/* Three groups of two users in five hours, counted twice as the monitor does. */
static void count_hours(void)
{
	static const char sql[] =
		"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)"
		" INSERT INTO traffic SELECT 20 + i % 3, 1 + i % 2, 1789999200 - i / 6 * 3600,"
		" i, 10 + i, 20 + i, 30 + i, 40 + i, 50 + i, 60 + i, 70 + i, 80 + i, 90 + i FROM n"
		" WHERE 1 ON CONFLICT (gid, uid, hour) DO UPDATE SET"
		" in_packets = in_packets + excluded.in_packets,"
		" in_bytes = in_bytes + excluded.in_bytes, out_bytes = out_bytes + 1,"
		" out_packets = out_packets + 2, refused_packets = refused_packets + 3,"
		" refused_bytes = refused_bytes + 4, tunnel_in_packets = tunnel_in_packets + 5,"
		" tunnel_in_bytes = tunnel_in_bytes + 6, tunnel_out_bytes = tunnel_out_bytes + 7,"
		" tunnel_out_packets = tunnel_out_packets + 8";

	number(sql);
	number(sql);
}

static void check_sums(const char *folder)
{
	const struct store_limits full = {.days = 90, .bytes = 1, .contacts_each = 5000};
	static const char hours[] = "{\"query\":\"history\",\"since\":0,\"total\":true}";
	static const char of_one[] = "{\"query\":\"history\",\"since\":0,\"total\":true,\"uid\":2}";

	is("the sums are those of what was forgotten, too", 0, wrong_sums());
	store_clear(store, UNKNOWN_ID, UNKNOWN_ID);
	is("nothing is left of them when all is cleared", 0, number("SELECT count(*) FROM total"));
	count_hours();
	is("sums are kept of what is added and of what grows", 0, wrong_sums());
	is("of each user and hour", 10, number("SELECT count(*) FROM total"));
	is("all together have a row an hour", 5, rows_of(hours, ask_history));
	is("a user's are that user's", number("SELECT sum(in_bytes) FROM traffic WHERE uid = 2"),
	   member_sum(of_one, "\"in\":{\"packets\":", "\"bytes\":"));
	is("everybody's are everybody's", number("SELECT sum(in_bytes) FROM traffic"),
	   member_sum(hours, "\"in\":{\"packets\":", "\"bytes\":"));
	store_clear(store, 21, UNKNOWN_ID);
	is("what is cleared of a group is taken off", 0, wrong_sums());
	store_clear(store, 22, 2);
	is("or of one user's group", 0, wrong_sums());
	store_clear(store, UNKNOWN_ID, 1);
	is("or of a user", 0, wrong_sums());
	is("of whom no hour is left", 0, number("SELECT count(*) FROM total WHERE uid = 1"));
	now = TODAY;
	forget(full);
	is("and what makes room", 0, wrong_sums());
	count_hours();
	open_again(folder, "DROP TRIGGER total_grows; DROP TRIGGER total_changes;"
			   "DROP TRIGGER total_shrinks; DROP TABLE total; PRAGMA user_version = 2");
	is("a history without sums gets them", 0, wrong_sums());
	is("of all that is in it", 10, number("SELECT count(*) FROM total"));
	count_hours();
	is("and keeps them", 0, wrong_sums());
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	memory_set_up();
	store = store_open(argv[1], (struct store_limits){90, MANY_BYTES, 5000});
	is("there is a history", 0, store_obstacle(store) != NULL);
	check_contacts();
	check_room();
	check_memory();
	check_traffic();
	check_sums(argv[1]);
	is("all of it could be written", 0, store_failures(store));
	store_close(store);
	free(store);
	return finish();
}
