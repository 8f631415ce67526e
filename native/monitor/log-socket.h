/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A netlink socket that log groups of the kernel (NFLOG) can be bound to. */
#ifndef MONITOR_LOG_SOCKET_H
#define MONITOR_LOG_SOCKET_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stdint.h>

/* With room for that many bytes. Dies when there is none to be had. */
struct mnl_socket *log_socket(int room);

/*
 * Has a group's packets come to this socket, each at once: their first `range` bytes, and what
 * `flags` (NFULNL_CFG_F_…) asks for. -1 with errno when not; EBUSY when somebody else has the
 * group.
 */
int log_bind(struct mnl_socket *socket, uint16_t group, uint32_t range, uint16_t flags);

/*
 * What waits now, at most a few hundred messages, so that others have a turn; whether there was
 * any. What did not fit into the socket's buffer is missed by its number alone.
 */
bool log_receive(struct mnl_socket *socket, mnl_cb_t take, void *data);

/* Of an attribute of 32 bits; 0 when it is shorter. */
uint32_t log_number(const struct nlattr *attribute);

/* The kernel numbers what it logs for a group. */
struct log_sequence {
	bool begun;
	uint32_t next;
};

/* How many are missing before this one. */
uint32_t log_missing(struct log_sequence *sequence, uint32_t number);

#endif
