// SPDX-License-Identifier: GPL-3.0-or-later
#include "request.h"

#include <string.h>

struct cursor {
	const char *at, *end;
};

static void skip_space(struct cursor *cursor)
{
	while (cursor->at < cursor->end && (*cursor->at == ' ' || *cursor->at == '\t'))
		cursor->at++;
}

static bool take(struct cursor *cursor, char wanted)
{
	skip_space(cursor);
	if (cursor->at == cursor->end || *cursor->at != wanted)
		return false;
	cursor->at++;
	return true;
}

static bool take_word(struct cursor *cursor, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length))
		return false;
	cursor->at += length;
	return true;
}

/* No string that means something here needs an escape: backslashes are refused. */
static bool take_string(struct cursor *cursor, char *to, size_t size)
{
	size_t used = 0;

	if (!take(cursor, '"'))
		return false;
	for (; cursor->at < cursor->end && *cursor->at != '"'; cursor->at++) {
		unsigned char c = *cursor->at;

		if (c < 0x20 || c == '\\' || used + 1 >= size)
			return false;
		to[used++] = c;
	}
	to[used] = 0;
	return take(cursor, '"');
}

static bool take_number(struct cursor *cursor, int64_t *number)
{
	bool negative = cursor->at < cursor->end && *cursor->at == '-';
	int digits = 0;

	*number = 0;
	if (negative)
		cursor->at++;
	for (; cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9'; cursor->at++) {
		if (++digits > 15)
			return false;
		*number = *number * 10 + (*cursor->at - '0');
	}
	if (negative)
		*number = -*number;
	return digits > 0;
}

/* False when it is no value; *keep says whether it is more than null. */
static bool take_value(struct cursor *cursor, struct member *member, bool *keep)
{
	*keep = true;
	skip_space(cursor);
	if (cursor->at == cursor->end)
		return false;
	if (*cursor->at == '"') {
		member->type = MEMBER_STRING;
		return take_string(cursor, member->string, sizeof(member->string));
	}
	member->type = MEMBER_BOOL;
	member->number = 0;
	if (take_word(cursor, "false"))
		return true;
	member->number = 1;
	if (take_word(cursor, "true"))
		return true;
	if (take_word(cursor, "null")) {
		*keep = false;
		return true;
	}
	member->type = MEMBER_NUMBER;
	return take_number(cursor, &member->number);
}

bool parse_request(const char *line, size_t length, struct request *request)
{
	struct cursor cursor = {line, line + length};
	bool keep;

	request->count = 0;
	if (!take(&cursor, '{'))
		return false;
	if (!take(&cursor, '}')) {
		do {
			struct member *member = &request->members[request->count];

			if (request->count == REQUEST_MEMBERS)
				return false;
			if (!take_string(&cursor, member->key, sizeof(member->key)) ||
			    !take(&cursor, ':') || !take_value(&cursor, member, &keep))
				return false;
			request->count += keep;
		} while (take(&cursor, ','));
		if (!take(&cursor, '}'))
			return false;
	}
	skip_space(&cursor);
	return cursor.at == cursor.end;
}

static const struct member *find(const struct request *request, const char *key, int type)
{
	for (size_t i = 0; i < request->count; i++)
		if (!strcmp(request->members[i].key, key) && (int)request->members[i].type == type)
			return &request->members[i];
	return NULL;
}

const char *request_string(const struct request *request, const char *key)
{
	const struct member *member = find(request, key, MEMBER_STRING);

	return member ? member->string : NULL;
}

int64_t request_number(const struct request *request, const char *key, int64_t fallback)
{
	const struct member *member = find(request, key, MEMBER_NUMBER);

	return member ? member->number : fallback;
}

bool request_bool(const struct request *request, const char *key)
{
	const struct member *member = find(request, key, MEMBER_BOOL);

	return member && member->number;
}

static bool is_expected(const struct member *member, const char *expected)
{
	size_t length = strlen(member->key);

	while (*expected) {
		size_t word = strcspn(expected, " ");

		if (word == length + 1 && !memcmp(expected, member->key, length) &&
		    expected[length] == "$#?"[member->type])
			return true;
		expected += word + strspn(expected + word, " ");
	}
	return false;
}

const char *request_unexpected(const struct request *request, const char *expected)
{
	for (size_t i = 0; i < request->count; i++)
		if (!is_expected(&request->members[i], expected))
			return request->members[i].key;
	return NULL;
}
