/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who wanted to reach a destination: from bpf/connect.bpf.c and /proc. */
#ifndef MONITOR_PROGRAM_H
#define MONITOR_PROGRAM_H

#include "../../bpf/connect.h"
#include "contact.h"

struct programs;

/* Loads and attaches the kernel program. A kernel that refuses costs the names, nothing else. */
struct programs *programs_new(const char *object, const char *cgroup);

/* Why there are no program names, or NULL. */
const char *programs_obstacle(const struct programs *programs);

/* Fills in program and comm, as far as they are known. */
void programs_find(struct programs *programs, struct contact *contact);

/* The same for an entry at hand. */
void programs_name(struct programs *programs, const struct connect_value *value,
		   struct contact *contact);

/* Every destination that was wanted lately. */
void programs_visit(const struct programs *programs,
		    void (*visit)(const struct connect_key *key,
				  const struct connect_value *value));

#endif
