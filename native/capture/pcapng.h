/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks of a pcapng file (draft-ietf-opsawg-pcapng): bare IP packets, each with a comment and the
 * direction it went. Every function fills the one buffer anew; who called writes it out.
 */
#ifndef CAPTURE_PCAPNG_H
#define CAPTURE_PCAPNG_H

#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* No packet is longer: the kernel hands out at most this much of one. */
enum { PCAPNG_PACKET_MAX = 65531, PCAPNG_COMMENT_MAX = 512 };

/* As in the flags of a packet. */
enum pcapng_direction { PCAPNG_IN = 1, PCAPNG_OUT = 2 };

struct pcapng {
	size_t length;
	uint8_t data[PCAPNG_PACKET_MAX + PCAPNG_COMMENT_MAX + 256];
};

struct pcapng_packet {
	struct timespec time;
	const uint8_t *data;
	size_t length;	/* of what is there */
	size_t on_wire; /* of the packet itself */
	enum pcapng_direction direction;
	const char *comment;
};

/* What a file begins with: its section and its one interface, which is called by this name. */
void pcapng_begin(struct pcapng *file, const char *name, const char *description, size_t snaplen);

void pcapng_packet(struct pcapng *file, const struct pcapng_packet *packet);

/* How many packets there were, and how many of them the kernel had no room for. */
void pcapng_statistics(struct pcapng *file, const struct timespec *begun,
		       const struct timespec *ended, uint64_t seen, uint64_t dropped);

#endif
