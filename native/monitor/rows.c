// SPDX-License-Identifier: GPL-3.0-or-later
#include "rows.h"

#include <stdlib.h>
#include <string.h>

#include "util.h"

/* Powers of two. */
#define FIRST_SIZE 256
#define PLACES	   2

/* The place of the mark, or the free one that it would get. */
static uint32_t *place_of(const struct rows *rows, uint32_t mark)
{
	size_t mask = rows->size * PLACES - 1;
	size_t at = (mark * UINT64_C(0x9e3779b97f4a7c15)) >> 32 & mask;

	while (rows->places[at] && rows->all[rows->places[at] - 1].mark != mark)
		at = (at + 1) & mask;
	return &rows->places[at];
}

static void grow(struct rows *rows)
{
	rows->size = rows->size ? rows->size * 2 : FIRST_SIZE;
	rows->all = realloc(rows->all, rows->size * sizeof(*rows->all));
	if (!rows->all)
		die("out of memory");
	free(rows->places);
	rows->places = allocate(rows->size * PLACES, sizeof(*rows->places));
	for (size_t i = 0; i < rows->count; i++)
		*place_of(rows, rows->all[i].mark) = i + 1;
}

struct row *rows_of(struct rows *rows, uint32_t mark)
{
	uint32_t *place;
	struct row *row;

	if (rows->count == rows->size)
		grow(rows);
	place = place_of(rows, mark);
	if (*place)
		return &rows->all[*place - 1];
	row = &rows->all[rows->count++];
	*place = rows->count;
	memset(row, 0, sizeof(*row));
	row->mark = mark;
	return row;
}

static int by_mark(const void *a, const void *b)
{
	uint32_t x = ((const struct row *)a)->mark, y = ((const struct row *)b)->mark;

	return (x > y) - (x < y);
}

void rows_sort(struct rows *rows)
{
	if (rows->count)
		qsort(rows->all, rows->count, sizeof(*rows->all), by_mark);
}

void rows_clear(struct rows *rows)
{
	if (rows->size)
		memset(rows->places, 0, rows->size * PLACES * sizeof(*rows->places));
	rows->count = 0;
}

void rows_free(struct rows *rows)
{
	free(rows->all);
	free(rows->places);
	memset(rows, 0, sizeof(*rows));
}
