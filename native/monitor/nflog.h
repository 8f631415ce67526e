/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packets that the rules log (core/render/blocked.ts, dns.ts), from netlink. */
#ifndef MONITOR_NFLOG_H
#define MONITOR_NFLOG_H

#include <stdint.h>

#include "packet.h"

enum { GROUP_BLOCKED = 30, GROUP_RECORD = 31, GROUP_DNS = 32 };

struct logged {
	uint16_t group;
	char prefix[32];   /* "galaf-out" and so on, without the space */
	uint32_t gid, uid; /* of the socket; UNKNOWN_ID without one */
	struct packet packet;
};

struct nflog;

/* Dies when another program has a group already. Ends the list with 0. */
struct nflog *nflog_open(const uint16_t *groups);
int nflog_fd(const struct nflog *log);

/* Everything that waits now, at most a few hundred messages. */
void nflog_read(struct nflog *log, void (*take)(const struct logged *logged));

/* Packets that the kernel logged and that never arrived, and packets that made no sense. */
uint64_t nflog_lost(const struct nflog *log);
uint64_t nflog_malformed(const struct nflog *log);

#endif
