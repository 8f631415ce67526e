/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests in C, as TAP. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

static int passed, failed;

static void is(const char *name, int64_t wanted, int64_t got)
{
	bool good = wanted == got;

	passed += good;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", passed + failed, name);
	if (!good)
		printf("# wanted %" PRId64 ", got %" PRId64 "\n", wanted, got);
}

/* The closing line; returns the exit code. */
static int finish(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed > 0;
}

#endif
