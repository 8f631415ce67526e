/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events for followers, gathered so that a flood becomes a few lines. */
#ifndef MONITOR_FEED_H
#define MONITOR_FEED_H

#include "clients.h"
#include "contact.h"

#define FEED_PERIOD_MS 200

struct feed;

struct feed *feed_new(struct clients *clients);
void feed_add(struct feed *feed, const struct contact *contact);

/* Publishes what is due. Returns milliseconds until the next time, or -1 when nothing waits. */
int feed_run(struct feed *feed);

#endif
