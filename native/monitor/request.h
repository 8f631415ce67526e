/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a client: a flat JSON object of strings, whole numbers, true, false and null. */
#ifndef MONITOR_REQUEST_H
#define MONITOR_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REQUEST_MAX	4096
#define REQUEST_MEMBERS 16
#define REQUEST_STRING	1024

struct member {
	char key[32];
	enum { MEMBER_STRING, MEMBER_NUMBER, MEMBER_BOOL } type;
	char string[REQUEST_STRING];
	int64_t number; /* of a bool: 0 or 1 */
};

struct request {
	struct member members[REQUEST_MEMBERS];
	size_t count;
};

/* False for anything else. Members that are null are left out. */
bool parse_request(const char *line, size_t length, struct request *request);

/* NULL when it is not there or not a string. */
const char *request_string(const struct request *request, const char *key);
/* The fallback when it is not there or not a number. */
int64_t request_number(const struct request *request, const char *key, int64_t fallback);
bool request_bool(const struct request *request, const char *key);

/*
 * The first member that is not expected, by name and type, or NULL. What is expected: names
 * separated by spaces, each with a final $ (string), # (number) or ? (bool). A slip in a request
 * must not widen it.
 */
const char *request_unexpected(const struct request *request, const char *expected);

#endif
