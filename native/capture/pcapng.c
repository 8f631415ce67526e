// SPDX-License-Identifier: GPL-3.0-or-later
#include "pcapng.h"

#include <string.h>

#define SECTION		0x0a0d0d0a
#define BYTE_ORDER_MARK 0x1a2b3c4d
#define INTERFACE	1
#define STATISTICS	5
#define PACKET		6

/* The packet begins with its IP header (LINKTYPE_RAW). */
#define LINKTYPE_RAW 101
/* Options of any block, then of each kind. */
#define END	  0
#define COMMENT	  1
#define USERAPPL  4
#define IF_NAME	  2
#define IF_DESC	  3
#define IF_TSRES  9
#define EPB_FLAGS 2
#define ISB_START 2
#define ISB_END	  3
#define ISB_SEEN  4
#define ISB_LOST  5

static void put(struct pcapng *file, const void *data, size_t length)
{
	static const uint8_t padding[4];
	size_t pad = -length & 3;

	memcpy(file->data + file->length, data, length);
	memcpy(file->data + file->length + length, padding, pad);
	file->length += length + pad;
}

static void put16(struct pcapng *file, uint16_t first, uint16_t second)
{
	const uint16_t both[2] = {first, second};

	put(file, both, sizeof(both));
}

static void put32(struct pcapng *file, uint32_t value)
{
	put(file, &value, sizeof(value));
}

static void put_option(struct pcapng *file, uint16_t code, const void *data, size_t length)
{
	put16(file, code, length);
	put(file, data, length);
}

static void put_text(struct pcapng *file, uint16_t code, const char *text)
{
	put_option(file, code, text, strnlen(text, PCAPNG_COMMENT_MAX));
}

/* Nanoseconds, in two halves: the upper one first, whatever the order of bytes. */
static void put_time(struct pcapng *file, const struct timespec *time)
{
	uint64_t value = time->tv_sec * UINT64_C(1000000000) + time->tv_nsec;

	put32(file, value >> 32);
	put32(file, value);
}

static size_t begin(struct pcapng *file, uint32_t type)
{
	size_t at = file->length;

	put32(file, type);
	put32(file, 0);
	return at;
}

/* A block has its length at both ends. */
static void end(struct pcapng *file, size_t at)
{
	uint32_t length = file->length - at + sizeof(length);

	put32(file, length);
	memcpy(file->data + at + sizeof(uint32_t), &length, sizeof(length));
}

void pcapng_begin(struct pcapng *file, const char *name, const char *description, size_t snaplen)
{
	const uint8_t nanoseconds = 9;
	size_t at;

	file->length = 0;
	at = begin(file, SECTION);
	put32(file, BYTE_ORDER_MARK);
	put16(file, 1, 0);
	// Of unknown length.
	put32(file, UINT32_MAX);
	put32(file, UINT32_MAX);
	put_text(file, USERAPPL, "galaf-capture");
	put16(file, END, 0);
	end(file, at);

	at = begin(file, INTERFACE);
	put16(file, LINKTYPE_RAW, 0);
	put32(file, snaplen);
	put_text(file, IF_NAME, name);
	put_text(file, IF_DESC, description);
	put_option(file, IF_TSRES, &nanoseconds, sizeof(nanoseconds));
	put16(file, END, 0);
	end(file, at);
}

void pcapng_packet(struct pcapng *file, const struct pcapng_packet *packet)
{
	const uint32_t flags = packet->direction;
	size_t at;

	file->length = 0;
	at = begin(file, PACKET);
	put32(file, 0);
	put_time(file, &packet->time);
	put32(file, packet->length);
	put32(file, packet->on_wire);
	put(file, packet->data, packet->length);
	put_option(file, EPB_FLAGS, &flags, sizeof(flags));
	put_text(file, COMMENT, packet->comment);
	put16(file, END, 0);
	end(file, at);
}

void pcapng_statistics(struct pcapng *file, const struct timespec *begun,
		       const struct timespec *ended, uint64_t seen, uint64_t dropped)
{
	size_t at;

	file->length = 0;
	at = begin(file, STATISTICS);
	put32(file, 0);
	put_time(file, ended);
	put16(file, ISB_START, 8);
	put_time(file, begun);
	put16(file, ISB_END, 8);
	put_time(file, ended);
	put_option(file, ISB_SEEN, &seen, sizeof(seen));
	put_option(file, ISB_LOST, &dropped, sizeof(dropped));
	put16(file, END, 0);
	end(file, at);
}
