/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What connect.bpf.c notes and galaf-monitor looks up: who last wanted to reach a destination. */
#ifndef GALAF_CONNECT_H
#define GALAF_CONNECT_H

#include <linux/types.h>

#define CONNECT_ENTRIES 16384

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

/* Set before loading. */
struct connect_config {
	__u64 netns;	    /* cookie of the monitor's network namespace; others are not noted */
	__u64 pidns_device; /* the monitor's pid namespace, or zero for the initial one */
	__u64 pidns_inode;
};

#endif
