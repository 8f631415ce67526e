/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What connect.bpf.c notes and galaf-monitor looks up: who last wanted to reach a destination. */
#ifndef GALAF_CONNECT_H
#define GALAF_CONNECT_H

#include <linux/bpf.h>
#include <linux/types.h>

/* A power of two. */
#define CONNECT_SLOTS 16384

/*
 * IPv4 addresses are mapped (::ffff:192.0.2.1), as dual-stack sockets have them anyway. Everything
 * but gid is as on the wire. Sockets that name no destination before they send (ping, raw) are
 * noted when they are made, with address and port zero.
 */
struct connect_key {
	__u32 gid;
	__u32 address[4];
	__u16 port;
	__u8 protocol;
	__u8 zero;
};

struct connect_value {
	__u64 last; /* nanoseconds of CLOCK_MONOTONIC */
	__u32 pid;  /* as the monitor sees it; 0 when it cannot */
	__u32 uid;
	char comm[16];
	__u64 inode; /* of the program's file: the process may be gone when its path is asked for */
	__u64 device;
};

/* The lock keeps writers and the reader from seeing half of each other's work. */
struct connect_slot {
	struct bpf_spin_lock lock;
	__u32 zero;
	struct connect_key key;
	struct connect_value value;
};

/* Set before loading. */
struct connect_config {
	__u64 netns;	    /* cookie of the monitor's network namespace; others are not noted */
	__u64 pidns_device; /* the monitor's pid namespace, or zero for the initial one */
	__u64 pidns_inode;
	__u32 seed; /* so that nobody can choose whose slot to take */
	__u32 zero;
};

/* A key is in this slot or in its neighbour, the number with the last bit flipped. */
static inline __u32 connect_slot_of(const struct connect_key *key, __u32 seed)
{
	const __u32 *a = key->address;
	__u32 hash = seed;

	hash = (hash ^ key->gid) * 0x9e3779b1;
	hash = (hash ^ hash >> 15 ^ a[0]) * 0x85ebca77;
	hash = (hash ^ hash >> 13 ^ a[1]) * 0xc2b2ae3d;
	hash = (hash ^ hash >> 15 ^ a[2]) * 0x27d4eb2f;
	hash = (hash ^ hash >> 13 ^ a[3]) * 0x165667b1;
	hash = (hash ^ hash >> 15 ^ key->port ^ (__u32)key->protocol << 16) * 0x9e3779b1;
	return (hash ^ hash >> 16) & (CONNECT_SLOTS - 1);
}

#endif
