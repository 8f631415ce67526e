/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that followed a logged one: the rules count them and log them no more. */
#ifndef MONITOR_TALLY_H
#define MONITOR_TALLY_H

#include "contact.h"
#include "nft.h"
#include "policy.h"

struct tally;

/* Told of every contact that grew. */
typedef void (*tally_fn)(const struct contact_key *key, uint64_t count);

struct tally *tally_new(struct nft *nft, struct policy *policy, tally_fn grown);

/* A packet was logged: its counter stands at one. */
void tally_logged(struct tally *tally, const struct contact_key *key);

/* Reads the counters when it is time. Returns milliseconds until the next time, or -1. */
int tally_run(struct tally *tally);
/* Now. */
void tally_read(struct tally *tally);

/* Refused packets that belong to no contact, since the monitor started: beyond the limits of the
 * log.
 */
int64_t tally_suppressed(struct tally *tally);

#endif
