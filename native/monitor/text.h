/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that grows, with the few JSON words that the answers need. */
#ifndef MONITOR_TEXT_H
#define MONITOR_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *bytes;
	size_t used, size;
};

void text_add(struct text *text, const char *bytes, size_t length);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_free(struct text *text);

/* Drops the first bytes. */
void text_consume(struct text *text, size_t count);

/*
 * Members of an object, each followed by a comma; json_close() replaces the last one. Strings may
 * hold any bytes: controls are escaped, what is not UTF-8 becomes U+FFFD; NULL is null.
 */
void json_key(struct text *text, const char *key);
void json_string(struct text *text, const char *key, const char *value);
void json_number(struct text *text, const char *key, int64_t value);
void json_number_or_null(struct text *text, const char *key, int64_t value, bool known);
void json_bool(struct text *text, const char *key, bool value);
/* ISO 8601, UTC, seconds. */
void json_time(struct text *text, const char *key, int64_t ms);
void json_close(struct text *text, char bracket);

#endif
