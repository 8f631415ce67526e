/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One (who, destination): a blocked attempt, a recorded destination, or one that was seen. */
#ifndef MONITOR_CONTACT_H
#define MONITOR_CONTACT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "dns.h"
#include "text.h"

/* A packet without a socket, or one that came in, has no group and user. */
#define UNKNOWN_ID  UINT32_MAX
#define PROGRAM_MAX 512

enum kind { KIND_BLOCKED, KIND_RECORDED, KIND_SEEN };

/* Compared byte by byte. */
struct contact_key {
	struct in6_addr address; /* the other side; IPv4 mapped */
	uint32_t gid, uid;
	uint16_t port; /* host order; 0 where the protocol has none */
	uint8_t protocol;
	uint8_t kind;	 /* enum kind */
	uint32_t inward; /* 1: somebody wanted in, and port is ours */
};

struct contact {
	struct contact_key key;
	char question[DNS_NAME_MAX]; /* what a refused DNS query asked for, or "" */
	char host[DNS_NAME_MAX];     /* name of the address, or "" */
	bool asked;		     /* by this group; else by somebody else */
	char program[PROGRAM_MAX];   /* path, or what the process calls itself, or "" */
	char comm[17];
	uint64_t count;	     /* packets */
	int64_t first, last; /* milliseconds since 1970 */
};

/* IPv4 as IPv4. The buffer has INET6_ADDRSTRLEN bytes and is returned. */
const char *address_text(const struct in6_addr *address, char *buffer);

/* False for what is no address. */
bool parse_address(const char *text, struct in6_addr *address);

/* The members of the object that docs/monitor.md calls a contact. */
void contact_json(const struct contact *contact, struct text *text);

#endif
