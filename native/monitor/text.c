// SPDX-License-Identifier: GPL-3.0-or-later
#include "text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "util.h"

static void reserve(struct text *text, size_t more)
{
	size_t size = text->size ? text->size : 512;

	if (text->size - text->used >= more)
		return;
	while (size - text->used < more)
		size *= 2;
	text->bytes = realloc(text->bytes, size);
	if (!text->bytes)
		die("out of memory");
	text->size = size;
}

void text_add(struct text *text, const char *bytes, size_t length)
{
	reserve(text, length);
	memcpy(text->bytes + text->used, bytes, length);
	text->used += length;
}

void text_printf(struct text *text, const char *format, ...)
{
	char piece[256];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(piece, sizeof(piece), format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= sizeof(piece))
		die("a piece of text is too long");
	text_add(text, piece, length);
}

void text_free(struct text *text)
{
	free(text->bytes);
	memset(text, 0, sizeof(*text));
}

void text_consume(struct text *text, size_t count)
{
	text->used -= count;
	memmove(text->bytes, text->bytes + count, text->used);
}

static bool continues(const uint8_t *at, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if ((at[i] & 0xc0) != 0x80)
			return false;
	return true;
}

/* Length of the UTF-8 character here (RFC 3629), or 0. The text ends with a zero, which no
 * character contains. */
static size_t utf8_length(const uint8_t *at)
{
	if (at[0] < 0x80)
		return 1;
	if (at[0] >= 0xc2 && at[0] <= 0xdf)
		return continues(at, 2) ? 2 : 0;
	if ((at[0] & 0xf0) == 0xe0) {
		bool overlong = at[0] == 0xe0 && at[1] < 0xa0;
		bool surrogate = at[0] == 0xed && at[1] > 0x9f;

		return !overlong && !surrogate && continues(at, 3) ? 3 : 0;
	}
	if (at[0] >= 0xf0 && at[0] <= 0xf4) {
		bool overlong = at[0] == 0xf0 && at[1] < 0x90;
		bool beyond = at[0] == 0xf4 && at[1] > 0x8f;

		return !overlong && !beyond && continues(at, 4) ? 4 : 0;
	}
	return 0;
}

static void add_string(struct text *text, const char *value)
{
	const uint8_t *at = (const uint8_t *)value;

	text_add(text, "\"", 1);
	while (*at) {
		size_t length = utf8_length(at);

		if (length == 0)
			text_printf(text, "\\ufffd");
		else if (*at < 0x20 || *at == 0x7f)
			text_printf(text, "\\u%04x", *at);
		else if (*at == '"' || *at == '\\')
			text_printf(text, "\\%c", *at);
		else
			text_add(text, (const char *)at, length);
		at += length ? length : 1;
	}
	text_add(text, "\"", 1);
}

void json_key(struct text *text, const char *key)
{
	text_printf(text, "\"%s\":", key);
}

void json_string(struct text *text, const char *key, const char *value)
{
	json_key(text, key);
	if (value)
		add_string(text, value);
	else
		text_printf(text, "null");
	text_add(text, ",", 1);
}

void json_number(struct text *text, const char *key, int64_t value)
{
	text_printf(text, "\"%s\":%" PRId64 ",", key, value);
}

void json_number_or_null(struct text *text, const char *key, int64_t value, bool known)
{
	if (known)
		json_number(text, key, value);
	else
		json_string(text, key, NULL);
}

void json_bool(struct text *text, const char *key, bool value)
{
	text_printf(text, "\"%s\":%s,", key, value ? "true" : "false");
}

void json_time(struct text *text, const char *key, int64_t ms)
{
	time_t seconds = ms / 1000;
	struct tm tm;

	gmtime_r(&seconds, &tm);
	text_printf(text, "\"%s\":\"%04d-%02d-%02dT%02d:%02d:%02dZ\",", key, tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void json_close(struct text *text, char bracket)
{
	if (text->used && text->bytes[text->used - 1] == ',')
		text->used--;
	text_add(text, &bracket, 1);
}
