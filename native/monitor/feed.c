// SPDX-License-Identifier: GPL-3.0-or-later
#include "feed.h"

#include <stdlib.h>
#include <string.h>

#include "util.h"

/* The rules let through fewer in a period (core/render/blocked.ts). */
#define WAITING_MAX 256

struct feed {
	struct clients *clients;
	struct contact *waiting;
	size_t count;
	uint64_t skipped; /* did not fit since the last time */
	int64_t last;
	struct text lines; /* kept from one batch to the next */
};

struct feed *feed_new(struct clients *clients)
{
	struct feed *feed = allocate(1, sizeof(*feed));

	feed->clients = clients;
	feed->waiting = allocate(WAITING_MAX, sizeof(*feed->waiting));
	return feed;
}

void feed_add(struct feed *feed, const struct contact *contact)
{
	if (!clients_have_followers(feed->clients))
		return;
	for (size_t i = 0; i < feed->count; i++) {
		struct contact *known = &feed->waiting[i];

		if (!memcmp(&known->key, &contact->key, sizeof(contact->key)) &&
		    !strcmp(known->question, contact->question)) {
			known->count += contact->count;
			known->last = contact->last;
			return;
		}
	}
	if (feed->count < WAITING_MAX)
		feed->waiting[feed->count++] = *contact;
	else
		feed->skipped++;
}

static void publish(struct feed *feed)
{
	static const char *const events[] = {"blocked", "recorded", "seen"};
	struct text *lines = &feed->lines;

	lines->used = 0;
	for (size_t i = 0; i < feed->count; i++) {
		text_add(lines, "{", 1);
		json_string(lines, "event", events[feed->waiting[i].key.kind]);
		contact_json(&feed->waiting[i], lines);
		json_close(lines, '}');
		text_add(lines, "\n", 1);
	}
	if (feed->skipped) {
		text_add(lines, "{", 1);
		json_string(lines, "event", "skipped");
		json_number(lines, "count", feed->skipped);
		json_close(lines, '}');
		text_add(lines, "\n", 1);
	}
	clients_publish(feed->clients, lines);
	feed->count = feed->skipped = 0;
}

int feed_run(struct feed *feed)
{
	int64_t now = steady_ms();

	if (!feed->count && !feed->skipped)
		return -1;
	if (now - feed->last < FEED_PERIOD_MS)
		return FEED_PERIOD_MS - (now - feed->last);
	publish(feed);
	feed->last = now;
	return -1;
}
