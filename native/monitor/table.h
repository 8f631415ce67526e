/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hash table of a fixed number of entries that forgets what was not used for longest. */
#ifndef MONITOR_TABLE_H
#define MONITOR_TABLE_H

#include <stdbool.h>
#include <stddef.h>

struct table;

/* Keys are compared byte by byte: pad them with zeros. */
struct table *table_new(size_t capacity, size_t key_size, size_t value_size);

/* The value, or NULL. Finding it counts as use. */
void *table_get(struct table *table, const void *key);

/* The value, zeroed when it is new. */
void *table_put(struct table *table, const void *key);

/* Most recently used first, until the visitor returns false. */
void table_visit(struct table *table, bool (*visit)(const void *key, void *value, void *data),
		 void *data);

void table_clear(struct table *table);
size_t table_count(const struct table *table);

#endif
