/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes of each group and user by the hour, from the rules' counters. */
#ifndef MONITOR_LEDGER_H
#define MONITOR_LEDGER_H

#include "nft.h"
#include "policy.h"
#include "store.h"

struct ledger;

struct ledger *ledger_new(struct store *store, struct nft *nft, struct policy *policy);

/*
 * Reads the counters and adds what they grew by to this hour. What was counted last time is in the
 * database too, so that a restart neither loses nor repeats anything.
 */
void ledger_sample(struct ledger *ledger);

/* Samples when it is time. Returns milliseconds until the next time. */
int ledger_run(struct ledger *ledger);

#endif
