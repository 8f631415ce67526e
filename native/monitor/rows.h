/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counters by mark. */
#ifndef MONITOR_ROWS_H
#define MONITOR_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "nft.h"

#define ROW_COUNTS 5

struct row {
	uint32_t mark;
	uint8_t has, found; /* bits of counters: ever, and when they were last read */
	int64_t changed;    /* the sample in which one of them did */
	struct nft_count counts[ROW_COUNTS];
};

/* Zeroed to begin with. Rows stay in the order in which they came. */
struct rows {
	struct row *all;
	size_t count, size;
	uint32_t *places; /* of row + 1 by hash of the mark, twice as many as rows; 0: none */
};

/* The row of a mark, zeroed when it is new. Good until the next call. */
struct row *rows_of(struct rows *rows, uint32_t mark);

/* By mark, for somebody who asks for no more rows. */
void rows_sort(struct rows *rows);

void rows_clear(struct rows *rows);
void rows_free(struct rows *rows);

#endif
