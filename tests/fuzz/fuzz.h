/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* A promise that does not hold counts as a crash. */
#define PROMISE(condition)                                                                         \
	do                                                                                         \
		if (!(condition))                                                                  \
			abort();                                                                   \
	while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
