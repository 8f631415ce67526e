/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which name an address was asked for by: from DNS answers seen, for the group that asked. */
#ifndef MONITOR_NAMES_H
#define MONITOR_NAMES_H

#include "packet.h"
#include "text.h"

struct names;

struct names *names_new(void);

/* A query on its way: its sender gets the answer that comes back to the same port. */
void names_asked(struct names *names, const struct packet *query, uint32_t gid);

/* An answer; what is no answer is ignored. */
void names_answered(struct names *names, const struct packet *answer);

/* What the group last called the address, else what anybody did (*asked is false), else NULL. */
const char *names_find(struct names *names, uint32_t gid, const struct in6_addr *address,
		       bool *asked);

/* {"rows":[{gid, address, host, last}…]}, latest first. */
void names_list(struct names *names, const struct in6_addr *address, size_t limit,
		struct text *text);

void names_clear(struct names *names);
size_t names_count(const struct names *names);

#endif
