/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The table of nftables that logs what is captured. It belongs to a socket (`flags owner`): the
 * kernel removes it with the socket, however the program ends, and nobody else can change it.
 */
#ifndef CAPTURE_TABLE_H
#define CAPTURE_TABLE_H

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whose packets. An id that was not given is not asked about. */
struct subject {
	bool has_gid, has_uid;
	uint32_t gid, uid;
	/* Marks of connections, as they are under the mask. */
	uint32_t mask;
	uint32_t *marks;
	size_t mark_count;
};

/* The table is called galaf-capture-GROUP, GROUP being the log group. Dies when it cannot be made.
 */
struct mnl_socket *table_open(const struct subject *subject, uint16_t group, uint32_t snaplen);

#endif
