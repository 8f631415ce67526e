/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixed questions that can be asked of the history; docs/monitor.md. */
#ifndef MONITOR_QUERY_H
#define MONITOR_QUERY_H

#include "request.h"
#include "store.h"
#include "text.h"

/*
 * Each adds the members of its answer, and returns NULL or why it cannot be answered. They take the
 * store each time: its statements are few and short-lived.
 */
const char *query_contacts(struct store *store, enum kind kind, const struct request *request,
			   struct text *answer);
const char *query_history(struct store *store, const struct request *request, struct text *answer);

/* "limit" of a request, within bounds. */
int64_t query_limit(const struct request *request);

#endif
