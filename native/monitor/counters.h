/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules have counted, as it is now. */
#ifndef MONITOR_COUNTERS_H
#define MONITOR_COUNTERS_H

#include "nft.h"
#include "policy.h"
#include "text.h"

struct counters;

struct counters *counters_new(struct nft *nft, struct policy *policy);

/*
 * Adds "rows": [mark, gid, uid, then packets and bytes of in, out, tunnel_in, tunnel_out, refused],
 * and "forwarded": [from, to, packets, bytes]. False while there is no policy.
 */
bool counters_all(struct counters *counters, struct text *answer);

/*
 * What rates are made of: neither refused nor forwarded. Adds "sample", a number, and "rows": all,
 * or only those that changed when the last sample was `since`.
 */
bool counters_rates(struct counters *counters, int64_t since, struct text *answer);

#endif
