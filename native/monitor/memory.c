// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory.h"

#include <malloc.h>
#include <sqlite3.h>

#include "util.h"

#define PAGE 4096
/* The cache of the database (schema.c), and what SQLite sorts beside it. */
#define PAGES 320
/* Larger pieces are not of the heap, and go back as soon as they are free. */
#define LARGE (128 << 10)

/*
 * Pages of the database come from one piece. From the heap they would lie between whatever else was
 * asked for meanwhile, and so the holes of the one would rarely fit the other: in a flood, half of
 * the heap was holes, and it grew by some hundred KiB now and then.
 */
static void set_pages_aside(void)
{
	int header = 0;

	if (sqlite3_config(SQLITE_CONFIG_PCACHE_HDRSZ, &header) != SQLITE_OK)
		return;
	header = (header + 7) & ~7;
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, allocate(PAGES, PAGE + header), PAGE + header,
		       PAGES);
}

void memory_set_up(void)
{
	// Otherwise glibc keeps ever larger pieces, as soon as one of that size was freed.
	mallopt(M_MMAP_THRESHOLD, LARGE);
	mallopt(M_TRIM_THRESHOLD, LARGE);
	set_pages_aside();
}
