/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The socket: requests in, answers and the stream of events out, one JSON object a line. */
#ifndef MONITOR_CLIENTS_H
#define MONITOR_CLIENTS_H

#include <poll.h>
#include <stdbool.h>

#include "text.h"

#define CLIENTS_MAX 16

struct clients;

/* Answers one line; true makes the client a follower. */
typedef bool (*answer_fn)(const char *line, size_t length, struct text *answer);

struct clients *clients_new(const char *path, answer_fn answer);

/* Fills in what to wait for, at most CLIENTS_MAX + 1, and says how many. */
size_t clients_wanted(const struct clients *clients, struct pollfd *fds);
/* After poll(), with the same array. */
void clients_serve(struct clients *clients, const struct pollfd *fds);

/* Lines for every follower. One that does not read is dropped. */
void clients_publish(struct clients *clients, const struct text *lines);
bool clients_have_followers(const struct clients *clients);
uint64_t clients_dropped(const struct clients *clients);

#endif
