// SPDX-License-Identifier: GPL-3.0-or-later
#include "query.h"

#include <string.h>

#include "util.h"
#include "visible.h"

#define LIMIT	  1000
#define LIMIT_MAX 10000
#define HOUR	  3600
#define MUCH	  (14 * 24 * HOUR)

int64_t query_limit(const struct request *request)
{
	int64_t limit = request_number(request, "limit", LIMIT);

	return limit < 1 ? 1 : limit > LIMIT_MAX ? LIMIT_MAX : limit;
}

/* An absent id stays NULL, which matches everybody; -1 is who has none. */
static void bind_id(sqlite3_stmt *statement, int at, const struct request *request, const char *key)
{
	int64_t id = request_number(request, key, INT64_MIN);

	if (id != INT64_MIN)
		sqlite3_bind_int64(statement, at, id);
}

static void read_text(sqlite3_stmt *statement, int column, char *to, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	copy_text(to, size, text ? text : "");
}

static uint32_t read_id(sqlite3_stmt *statement, int column)
{
	int64_t id = sqlite3_column_int64(statement, column);

	return id < 0 ? UNKNOWN_ID : (uint32_t)id;
}

static void read_contact(sqlite3_stmt *row, struct contact *contact)
{
	struct contact_key *key = &contact->key;

	memset(contact, 0, sizeof(*contact));
	key->gid = read_id(row, 0);
	key->uid = read_id(row, 1);
	key->inward = sqlite3_column_int(row, 2);
	key->protocol = sqlite3_column_int(row, 3);
	if (sqlite3_column_bytes(row, 4) == sizeof(key->address))
		memcpy(&key->address, sqlite3_column_blob(row, 4), sizeof(key->address));
	key->port = sqlite3_column_int(row, 5);
	read_text(row, 6, contact->question, sizeof(contact->question));
	read_text(row, 7, contact->host, sizeof(contact->host));
	contact->asked = sqlite3_column_int(row, 8);
	read_text(row, 9, contact->program, sizeof(contact->program));
	read_text(row, 10, contact->comm, sizeof(contact->comm));
	contact->count = sqlite3_column_int64(row, 11);
	contact->first = sqlite3_column_int64(row, 12);
	contact->last = sqlite3_column_int64(row, 13);
}

/* What rows are told of, and which of its columns rows of one step have in common; -1: none. */
struct kind_of_row {
	void (*put)(sqlite3_stmt *row, struct text *text);
	int step_column;
};

/*
 * Rows up to the limit; "more" says whether there would have been another. A step of which only a
 * part fits is left out as well, if it is not the only one, so that whoever asks for what is before
 * the earliest row gets all the rest.
 */
static void put_rows(struct store *store, sqlite3_stmt *statement, int64_t limit,
		     const struct kind_of_row *kind, struct text *answer)
{
	size_t first = 0, begun = 0; /* where rows begin, and those of the present step */
	int64_t step = 0;
	bool more = false;

	json_key(answer, "rows");
	text_add(answer, "[", 1);
	first = answer->used;
	while (store_step(store, statement)) {
		int64_t own = kind->step_column < 0
				      ? 0
				      : sqlite3_column_int64(statement, kind->step_column);

		if (answer->used == first || own != step)
			begun = answer->used;
		else if (limit == 0 && begun > first)
			answer->used = begun;
		step = own;
		more = limit-- == 0;
		if (more)
			break;
		text_add(answer, "{", 1);
		kind->put(statement, answer);
		json_close(answer, '}');
		text_add(answer, ",", 1);
	}
	json_close(answer, ']');
	text_add(answer, ",", 1);
	json_bool(answer, "more", more);
	sqlite3_finalize(statement);
}

/* Sets what may be seen as well; an absent list is everybody. */
static const char *prepare(struct store *store, const struct request *request, const char *sql,
			   sqlite3_stmt **statement)
{
	if (!visible_set(request_string(request, "users")))
		return "users are numbers and ranges, such as \"-1 0:999 1000\"";
	*statement = store_prepare(store, sql);
	return *statement ? NULL : "the history cannot be read";
}

static void put_contact(sqlite3_stmt *row, struct text *text)
{
	static struct contact contact;

	read_contact(row, &contact);
	contact_json(&contact, text);
}

const char *query_contacts(struct store *store, enum kind kind, const struct request *request,
			   struct text *answer)
{
	static const char sql[] =
		"SELECT gid, uid, inward, protocol, address, port, question, host, asked, program,"
		" comm, count, first, last FROM contact WHERE kind = ?1 AND last >= ?2"
		" AND (?3 IS NULL OR gid = ?3) AND (?4 IS NULL OR uid = ?4) AND visible(uid)"
		" ORDER BY last DESC LIMIT ?5";
	static const struct kind_of_row contacts = {put_contact, -1};
	int64_t limit = query_limit(request);
	sqlite3_stmt *statement;
	const char *error = prepare(store, request, sql, &statement);

	if (error)
		return error;
	sqlite3_bind_int(statement, 1, kind);
	sqlite3_bind_int64(statement, 2, request_number(request, "since", 0) * 1000);
	bind_id(statement, 3, request, "gid");
	bind_id(statement, 4, request, "uid");
	sqlite3_bind_int64(statement, 5, limit + 1);
	put_rows(store, statement, limit, &contacts, answer);
	return NULL;
}

static void put_counts(sqlite3_stmt *row, struct text *text, const char *key, int column)
{
	json_key(text, key);
	text_add(text, "{", 1);
	json_number(text, "packets", sqlite3_column_int64(row, column));
	json_number(text, "bytes", sqlite3_column_int64(row, column + 1));
	json_close(text, '}');
	text_add(text, ",", 1);
}

static void put_traffic(sqlite3_stmt *row, struct text *text)
{
	uint32_t gid = read_id(row, 0), uid = read_id(row, 1);

	json_number_or_null(text, "gid", gid, gid != UNKNOWN_ID);
	json_number_or_null(text, "uid", uid, uid != UNKNOWN_ID);
	json_time(text, "start", sqlite3_column_int64(row, 2) * 1000);
	put_counts(row, text, "in", 3);
	put_counts(row, text, "out", 5);
	put_counts(row, text, "refused", 7);
	put_counts(row, text, "tunnel_in", 9);
	put_counts(row, text, "tunnel_out", 11);
}

#define SUMS(hour, table)                                                                          \
	" hour - (hour - ?1) % ?3 AS start, sum(in_packets), sum(in_bytes), sum(out_packets),"     \
	" sum(out_bytes), sum(refused_packets), sum(refused_bytes), sum(tunnel_in_packets),"       \
	" sum(tunnel_in_bytes), sum(tunnel_out_packets), sum(tunnel_out_bytes) FROM " table        \
	" WHERE " hour " >= ?1 AND " hour " < ?2 AND (?5 IS NULL OR uid = ?5)"                     \
	" AND visible(uid)"

#define OF_ALL	" GROUP BY start ORDER BY start DESC LIMIT ?6"
#define OF_EACH " GROUP BY start, gid, uid ORDER BY start DESC, gid DESC, uid DESC LIMIT ?6"

/*
 * Of a group, its rows alone are read; of all together, those that are kept of all; of each, those
 * of the time, by its index, or where that is most of the table, from end to end: a plus makes the
 * index unusable, which takes a third then.
 */
static const char *history_sql(bool total, bool group, bool much)
{
	if (total && group)
		return "SELECT -1, -1," SUMS("hour", "traffic") " AND gid = ?4" OF_ALL;
	if (group)
		return "SELECT gid, uid," SUMS("hour", "traffic") " AND gid = ?4" OF_EACH;
	if (total)
		return "SELECT -1, -1," SUMS("hour", "total") OF_ALL;
	return much ? "SELECT gid, uid," SUMS("+hour", "traffic") OF_EACH
		    : "SELECT gid, uid," SUMS("hour", "traffic") OF_EACH;
}

const char *query_history(struct store *store, const struct request *request, struct text *answer)
{
	int64_t step = request_number(request, "step", HOUR);
	int64_t now = wall_ms() / 1000;
	int64_t since = request_number(request, "since", now - 24 * HOUR);
	bool group = request_number(request, "gid", INT64_MIN) != INT64_MIN;
	bool much = since < now - MUCH;
	static const struct kind_of_row traffic = {put_traffic, 2};
	sqlite3_stmt *statement;
	const char *error;

	if (step < HOUR || step % HOUR)
		return "step must be a multiple of 3600";
	error = prepare(store, request, history_sql(request_bool(request, "total"), group, much),
			&statement);
	if (error)
		return error;
	since -= since % HOUR;
	// Without an end, hours of the future are told as well: the clock may have been set back.
	sqlite3_bind_int64(statement, 1, since);
	sqlite3_bind_int64(statement, 2, request_number(request, "until", INT64_MAX));
	sqlite3_bind_int64(statement, 3, step);
	bind_id(statement, 4, request, "gid");
	bind_id(statement, 5, request, "uid");
	sqlite3_bind_int64(statement, 6, query_limit(request) + 1);
	put_rows(store, statement, query_limit(request), &traffic, answer);
	return NULL;
}
