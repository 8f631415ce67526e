/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the monitor needs to know of the policy in force: monitor.conf of the current generation. */
#ifndef MONITOR_POLICY_H
#define MONITOR_POLICY_H

#include <stdbool.h>
#include <stdint.h>

struct policy;

struct policy *policy_new(const char *folder);

/* Reads the file again if another generation is in force by now; false when there is none. */
bool policy_refresh(struct policy *policy);

/* Name of our table. */
const char *policy_table(const struct policy *policy);

/* Another number for another policy. */
uint64_t policy_version(const struct policy *policy);

/* Whom a conntrack mark stands for; UNKNOWN_ID for what it cannot say. */
void policy_owner(const struct policy *policy, uint32_t mark, uint32_t *gid, uint32_t *uid);

#endif
