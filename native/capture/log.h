/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that the capture's own rules log, from netlink. */
#ifndef CAPTURE_LOG_H
#define CAPTURE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* As in native/monitor/contact.h: no socket, so nobody to name. */
#define NO_ID UINT32_MAX

struct logged {
	const uint8_t *data;
	size_t length;
	bool out;
	uint32_t gid, uid; /* of the socket */
};

struct log;

/* Takes a log group that nobody has; which one is in `group`. Dies when none is to be had. */
struct log *log_open(uint32_t snaplen, uint16_t *group);
int log_fd(const struct log *log);

/* What waits now, at most a few hundred packets; whether there was any. */
bool log_read(struct log *log, void (*take)(const struct logged *logged));

/* Packets that did not fit into the socket's buffer. */
uint64_t log_dropped(const struct log *log);

#endif
