/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a capture: what belongs to its subject, going out and coming in. */
#ifndef CAPTURE_RULES_H
#define CAPTURE_RULES_H

#include "batch.h"
#include "table.h"

/* Sets: connections that the subject opened, those that it was asked for, other people's, and
 * marks. */
enum set { FROM = 1, TO, OTHERS, MARKS };
extern const char *const SET_NAME[];

/* Where they go, and what they log to. */
struct rules {
	struct batch *batch;
	const char *table;
	uint16_t group;
	uint32_t snaplen;
	/* What of a connection's mark is compared. */
	uint32_t mask;
};

/* The sets have to be there. */
void add_rules(const struct rules *where, const struct subject *subject);

#endif
