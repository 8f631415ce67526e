/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a packet is, in words. */
#ifndef CAPTURE_OWNER_H
#define CAPTURE_OWNER_H

#include "log.h"

/* Who it is when nothing else is known; NO_ID for what is not, and words for when neither is. */
void owner_default(uint32_t gid, uint32_t uid, const char *unknown);

/*
 * "firefox (alice)". What a program sends bears the ids of its socket; what comes back belongs to
 * whoever last sent something over the same connection. Good until the next call.
 */
const char *owner_of(const struct logged *logged);

#endif
