/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A netlink socket that log groups of the kernel (NFLOG) can be bound to. */
#ifndef MONITOR_LOG_SOCKET_H
#define MONITOR_LOG_SOCKET_H

#include <libmnl/libmnl.h>
#include <stdint.h>

/* With room for that many bytes. Dies when there is none to be had. */
struct mnl_socket *log_socket(int room);

/*
 * Has a group's packets come to this socket, each at once: their first `range` bytes, and what
 * `flags` (NFULNL_CFG_F_…) asks for. -1 with errno when not; EBUSY when somebody else has the
 * group.
 */
int log_bind(struct mnl_socket *socket, uint16_t group, uint32_t range, uint16_t flags);

#endif
