// SPDX-License-Identifier: GPL-3.0-or-later
#include "visible.h"

#include <errno.h>
#include <stdlib.h>

/* As many as a request has room for. */
#define RANGES_MAX 128

/* There is one question at a time. */
static struct {
	bool everybody;
	size_t count;
	struct {
		int64_t from, to;
	} ranges[RANGES_MAX];
} visible = {.everybody = true};

static void tell(sqlite3_context *context, int count, sqlite3_value **values)
{
	int64_t uid = sqlite3_value_int64(values[0]);
	int found = visible.everybody;

	(void)count;
	for (size_t i = 0; i < visible.count && !found; i++)
		found = uid >= visible.ranges[i].from && uid <= visible.ranges[i].to;
	sqlite3_result_int(context, found);
}

bool visible_register(sqlite3 *database)
{
	return sqlite3_create_function(database, "visible", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
				       NULL, tell, NULL, NULL) == SQLITE_OK;
}

static bool read_id(const char **at, int64_t *id)
{
	char *end;

	if (**at != '-' && (**at < '0' || **at > '9'))
		return false;
	errno = 0;
	*id = strtoll(*at, &end, 10);
	if (errno || end == *at)
		return false;
	*at = end;
	return true;
}

static bool read_ranges(const char *at)
{
	while (*at) {
		int64_t from, to;

		if (visible.count == RANGES_MAX || !read_id(&at, &from))
			return false;
		to = from;
		if (*at == ':' && (at++, !read_id(&at, &to)))
			return false;
		if (*at == ' ' ? !*++at : *at)
			return false;
		visible.ranges[visible.count].from = from;
		visible.ranges[visible.count++].to = to;
	}
	return true;
}

bool visible_set(const char *users)
{
	visible.everybody = !users;
	visible.count = 0;
	if (!users || read_ranges(users))
		return true;
	visible.count = 0;
	return false;
}
