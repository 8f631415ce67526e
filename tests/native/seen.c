// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * seen FOLDER   Which destinations the monitor keeps: those that were wanted since it looked last
 * and were not refused, whatever the wall clock did meanwhile. Both clocks say what the test sets.
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "../../native/monitor/seen.h"
#include "tap.h"

#define MINUTE INT64_C(60000)
#define DAY    (24 * 60 * MINUTE)
#define START  INT64_C(1790000400000)

int64_t __wrap_wall_ms(void);
int64_t __wrap_steady_ms(void);

static int64_t wall = START, steady = 10 * MINUTE;
static struct connect_key key = {.gid = 7, .protocol = IPPROTO_TCP};
static struct connect_value value = {.uid = 1, .comm = "app"};
static struct store *store;
static int64_t beyond_the_log;

int64_t __wrap_wall_ms(void)
{
	return wall;
}

int64_t __wrap_steady_ms(void)
{
	return steady;
}

/* The kernel noted one destination. */
void programs_visit(const struct programs *programs,
		    void (*visit)(const struct connect_key *key, const struct connect_value *value))
{
	(void)programs;
	visit(&key, &value);
}

void programs_name(struct programs *programs, const struct connect_value *noted,
		   struct contact *contact)
{
	(void)programs;
	strcpy(contact->comm, noted->comm);
}

const char *names_find(struct names *names, uint32_t gid, const struct in6_addr *address,
		       bool *asked)
{
	(void)names, (void)gid, (void)address;
	*asked = false;
	return NULL;
}

static void pass(int64_t milliseconds)
{
	wall += milliseconds;
	steady += milliseconds;
}

static void want(int port)
{
	pass(1000);
	key.address[2] = htonl(0xffff);
	key.address[3] = htonl(0xcb007109);
	key.port = htons(port);
	value.last = steady * 1000000;
}

static struct contact_key contact_key(enum kind kind, int port)
{
	struct contact_key made = {.gid = 7, .uid = 1, .protocol = IPPROTO_TCP, .port = port};

	memcpy(&made.address, key.address, sizeof(made.address));
	made.kind = kind;
	return made;
}

static void refuse(int port)
{
	static struct contact contact;

	memset(&contact, 0, sizeof(contact));
	contact.key = contact_key(KIND_BLOCKED, port);
	contact.count = 1;
	contact.first = contact.last = wall;
	store_contact(store, &contact);
}

static int64_t last_seen(int port)
{
	struct contact_key wanted = contact_key(KIND_SEEN, port);

	return store_last(store, &wanted);
}

static int64_t minutes_seen(void)
{
	sqlite3_stmt *statement = store_prepare(store, "SELECT sum(count) FROM contact");
	int64_t count = store_step(store, statement) ? sqlite3_column_int64(statement, 0) : -1;

	sqlite3_finalize(statement);
	return count;
}

static int64_t suppressed(void)
{
	return beyond_the_log;
}

static void look(void)
{
	pass(MINUTE);
	seen_run();
}

int main(int argc, char **argv)
{
	int64_t when;

	if (argc != 2)
		return 2;
	store = store_open(argv[1], (struct store_limits){90, INT64_C(1) << 30, 5000});
	seen_init(store, NULL, NULL, suppressed);

	want(443);
	when = wall;
	look();
	is("what was wanted is kept, as of then", when, last_seen(443));
	look();
	is("and not told again", 1, minutes_seen());

	want(80);
	refuse(80);
	look();
	is("what was refused is none", 0, last_seen(80));

	wall += 300 * DAY;
	refuse(8080);
	wall -= 300 * DAY;
	want(8080);
	when = wall;
	look();
	is("refused under a clock that was ahead, it is not refused now", when, last_seen(8080));

	pass(MINUTE);
	want(8080);
	refuse(8080);
	look();
	is("unless it is again", when, last_seen(8080));

	want(22);
	pass(1000);
	wall -= 30 * DAY;
	look();
	is("when it was wanted is told in the time of now", wall - MINUTE - 1000, last_seen(22));

	for (int i = 0; i < 5; i++)
		seen_refused(7);
	want(23);
	look();
	is("of a group of which much is refused, all of it logged", 1, last_seen(23) > 0);
	for (int i = 0; i < 5; i++)
		seen_refused(7);
	beyond_the_log++;
	want(24);
	look();
	is("what may have been refused beyond the log is none", 0, last_seen(24));
	want(24);
	beyond_the_log++;
	seen_refused(7);
	look();
	is("unless little of that group was refused", 1, last_seen(24) > 0);
	for (int i = 0; i < 5; i++)
		seen_refused(7);
	beyond_the_log++;
	want(23);
	when = wall;
	look();
	is("or it was reached before", when, last_seen(23));

	store_close(store);
	free(store);
	return finish();
}
