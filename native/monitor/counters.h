/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the rules have counted, as it is now. */
#ifndef MONITOR_COUNTERS_H
#define MONITOR_COUNTERS_H

#include "nft.h"
#include "policy.h"
#include "text.h"

/*
 * Adds "rows": [mark, gid, uid, then packets and bytes of in, out, tunnel_in, tunnel_out, refused],
 * and "forwarded": [from, to, packets, bytes]. Without `all` only what rates are made of: neither
 * refused nor forwarded. False while there is no policy.
 */
bool counters_list(struct nft *nft, struct policy *policy, bool all, struct text *answer);

#endif
