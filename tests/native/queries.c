// SPDX-License-Identifier: GPL-3.0-or-later
/* queries FOLDER   What the monitor tells of its history: which rows, whose, and how many. */
#include "history.h"

/* The start of a row of the history, by its number; NULL: there are fewer. */
static const char *start_of(const struct text *answer, int row)
{
	static char start[21];
	const char *at = answer->bytes;

	for (at = strstr(at, "\"start\":\""); at && row; row--)
		at = strstr(at + 1, "\"start\":\"");
	if (!at)
		return "none";
	memcpy(start, at + strlen("\"start\":\""), 20);
	return start;
}

/* An answer as text. The caller frees it. */
static struct text answer_to(const char *line)
{
	static struct request request;
	struct text answer = {0};
	const char *error;

	if (!parse_request(line, strlen(line), &request))
		error = "no request";
	else
		error = query_history(store, &request, &answer);
	if (error)
		text_add(&answer, error, strlen(error));
	text_add(&answer, "", 1); // ends the text
	return answer;
}

static void is_text(const char *what, const char *wanted, const char *got)
{
	is(what, 0, strcmp(wanted, got));
	if (strcmp(wanted, got))
		printf("# wanted %s, got %s\n", wanted, got);
}

/* Three groups, of users 1, 2 and nobody known, in each of ten hours before today. */
static void check_limit(void)
{
	struct text answer;

	number("INSERT INTO traffic (gid, uid, hour, in_bytes) WITH RECURSIVE"
	       " n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 29)"
	       " SELECT 50 + i % 3, iif(i % 3, i % 3, -1), 1789999200 - i / 3 * 3600, 1 FROM n");
	answer = answer_to("{\"query\":\"history\",\"since\":0,\"limit\":3}");
	is_text("the latest rows are told", "2026-09-21T14:00:00Z", start_of(&answer, 0));
	is_text("as many as wanted", "none", start_of(&answer, 3));
	is("and that there are more", 1, strstr(answer.bytes, "\"more\":true") != NULL);
	text_free(&answer);
	answer = answer_to("{\"query\":\"history\",\"since\":0,\"limit\":8}");
	is_text("hours that fit in part are left out", "2026-09-21T13:00:00Z",
		start_of(&answer, 5));
	is_text("with all their rows", "none", start_of(&answer, 6));
	text_free(&answer);
	answer = answer_to("{\"query\":\"history\",\"since\":0,\"limit\":6}");
	is_text("and hours that fit are not", "2026-09-21T13:00:00Z", start_of(&answer, 5));
	text_free(&answer);
	answer = answer_to("{\"query\":\"history\",\"since\":0,\"until\":1789995600}");
	is_text("until the last of them are the rest", "2026-09-21T12:00:00Z",
		start_of(&answer, 0));
	is("which is all", 1, strstr(answer.bytes, "\"more\":false") != NULL);
	text_free(&answer);
	answer = answer_to("{\"query\":\"history\",\"since\":0,\"limit\":2}");
	is_text("an hour that does not fit at all is told in part", "2026-09-21T14:00:00Z",
		start_of(&answer, 1));
	text_free(&answer);
}

static void check_users(void)
{
	struct text answer;

	is("rows of a user and of nobody known alone", 20,
	   rows_of("{\"query\":\"history\",\"since\":0,\"users\":\"-1 1\"}", ask_history));
	is("or of a range", 20,
	   rows_of("{\"query\":\"history\",\"since\":0,\"users\":\"1:2\"}", ask_history));
	is("or of none", 0,
	   rows_of("{\"query\":\"history\",\"since\":0,\"users\":\"\"}", ask_history));
	is("others take none of the room", 10,
	   rows_of("{\"query\":\"history\",\"since\":0,\"users\":\"2\",\"limit\":10}",
		   ask_history));
	is("in sums, too", 10,
	   rows_of("{\"query\":\"history\",\"since\":0,\"users\":\"2\",\"total\":true}",
		   ask_history));
	refuse(50, 1, 3);
	is("the same of attempts", 0,
	   rows_of("{\"query\":\"blocked\",\"gid\":50,\"users\":\"1:2\"}", ask_blocked));
	is("which are root's here", 3,
	   rows_of("{\"query\":\"blocked\",\"gid\":50,\"users\":\"0\"}", ask_blocked));
	for (size_t i = 0; i < 6; i++) {
		static const char *const users[] = {"1-2", "1:", ":2", "1 ", "x", "+1"};
		char line[80];

		snprintf(line, sizeof(line), "{\"query\":\"history\",\"users\":\"%s\"}", users[i]);
		answer = answer_to(line);
		is("a slip is an error", 1, !strncmp(answer.bytes, "users are", 9));
		text_free(&answer);
	}
	is("and without that, everybody's are told", 3,
	   rows_of("{\"query\":\"blocked\",\"gid\":50}", ask_blocked));
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	store = store_open(argv[1], (struct store_limits){90, INT64_C(1) << 30, 5000});
	check_limit();
	check_users();
	is("all of it could be written", 0, store_failures(store));
	store_close(store);
	free(store);
	return finish();
}
