// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "util.h"

#define NONE UINT32_MAX

struct links {
	uint32_t chain; /* next in the same bucket */
	uint32_t newer, older;
};

struct table {
	size_t capacity, count, key_size, value_size, stride;
	uint32_t *buckets;
	struct links *links;
	uint8_t *entries; /* key, then value at an aligned offset */
	uint32_t newest, oldest;
	uint64_t seed; /* strangers choose the keys: they must not know the buckets */
};

static size_t align(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

struct table *table_new(size_t capacity, size_t key_size, size_t value_size)
{
	struct table *table = allocate(1, sizeof(*table));

	table->capacity = capacity;
	table->key_size = key_size;
	table->value_size = value_size;
	table->stride = align(key_size) + align(value_size);
	table->buckets = allocate(capacity, sizeof(*table->buckets));
	table->links = allocate(capacity, sizeof(*table->links));
	table->entries = allocate(capacity, table->stride);
	if (getrandom(&table->seed, sizeof(table->seed), 0) != sizeof(table->seed))
		die("no random numbers:");
	table_clear(table);
	return table;
}

void table_clear(struct table *table)
{
	memset(table->buckets, 0xff, table->capacity * sizeof(*table->buckets));
	table->count = 0;
	table->newest = table->oldest = NONE;
}

size_t table_count(const struct table *table)
{
	return table->count;
}

static uint8_t *key_at(const struct table *table, uint32_t index)
{
	return table->entries + index * table->stride;
}

static void *value_at(const struct table *table, uint32_t index)
{
	return key_at(table, index) + align(table->key_size);
}

static uint32_t *bucket_of(const struct table *table, const void *key)
{
	const uint8_t *bytes = key;
	uint64_t hash = table->seed;

	for (size_t i = 0; i < table->key_size; i++) {
		hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
		hash ^= hash >> 29;
	}
	return &table->buckets[hash % table->capacity];
}

static void unlink_age(struct table *table, uint32_t index)
{
	struct links *own = &table->links[index];

	if (own->newer == NONE)
		table->newest = own->older;
	else
		table->links[own->newer].older = own->older;
	if (own->older == NONE)
		table->oldest = own->newer;
	else
		table->links[own->older].newer = own->newer;
}

static void link_newest(struct table *table, uint32_t index)
{
	struct links *own = &table->links[index];

	own->newer = NONE;
	own->older = table->newest;
	if (table->newest != NONE)
		table->links[table->newest].newer = index;
	table->newest = index;
	if (table->oldest == NONE)
		table->oldest = index;
}

static uint32_t find(const struct table *table, const void *key)
{
	uint32_t index = *bucket_of(table, key);

	while (index != NONE && memcmp(key_at(table, index), key, table->key_size))
		index = table->links[index].chain;
	return index;
}

void *table_get(struct table *table, const void *key)
{
	uint32_t index = find(table, key);

	if (index == NONE)
		return NULL;
	unlink_age(table, index);
	link_newest(table, index);
	return value_at(table, index);
}

/* Takes the oldest entry out of its bucket and out of the order of age. */
static uint32_t evict(struct table *table)
{
	uint32_t index = table->oldest;
	uint32_t *from = bucket_of(table, key_at(table, index));

	while (*from != index)
		from = &table->links[*from].chain;
	*from = table->links[index].chain;
	unlink_age(table, index);
	return index;
}

void *table_put(struct table *table, const void *key)
{
	void *value = table_get(table, key);
	uint32_t index, *bucket;

	if (value)
		return value;
	index = table->count < table->capacity ? table->count++ : evict(table);
	bucket = bucket_of(table, key);
	table->links[index].chain = *bucket;
	*bucket = index;
	link_newest(table, index);
	memcpy(key_at(table, index), key, table->key_size);
	value = value_at(table, index);
	memset(value, 0, table->value_size);
	return value;
}

void table_visit(struct table *table, bool (*visit)(const void *key, void *value, void *data),
		 void *data)
{
	for (uint32_t i = table->newest; i != NONE; i = table->links[i].older)
		if (!visit(key_at(table, i), value_at(table, i), data))
			return;
}
