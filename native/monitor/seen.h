/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which destinations apps wanted lately, whether or not they got there. */
#ifndef MONITOR_SEEN_H
#define MONITOR_SEEN_H

#include "names.h"
#include "program.h"
#include "store.h"

/* `suppressed` tells how many refused packets belong to no contact so far. */
void seen_init(struct store *store, struct programs *programs, struct names *names,
	       int64_t (*suppressed)(void));

/* Something of the group was refused, and logged. */
void seen_refused(uint32_t gid);

/* Looks when it is time. Returns milliseconds until the next time. */
int seen_run(void);

/* What was wanted before now is not to be noted any more. */
void seen_forget(void);

#endif
