/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads our sets and counters from the kernel. */
#ifndef MONITOR_NFT_H
#define MONITOR_NFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct nft;

struct nft *nft_open(void);

struct nft_count {
	uint64_t packets, bytes;
};

/* Elements with a counter: the key as the kernel has it, each part padded to four bytes. */
typedef void (*nft_visit)(const uint8_t *key, size_t size, struct nft_count count, void *data);

/* False when there is no such set, as while the firewall is stopped. */
bool nft_elements(struct nft *nft, const char *table, const char *set, nft_visit visit, void *data);

/* A number that another set of the same name would not have; 0 when there is none. */
uint64_t nft_set_handle(struct nft *nft, const char *table, const char *set);

/* A named counter; false when there is none. */
bool nft_counter(struct nft *nft, const char *table, const char *name, struct nft_count *count);

#endif
