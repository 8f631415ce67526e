/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transaction of nf_tables, built message by message and expression by expression. */
#ifndef CAPTURE_BATCH_H
#define CAPTURE_BATCH_H

#include <libmnl/libmnl.h>
#include <stddef.h>
#include <stdint.h>

struct batch {
	size_t length;
	uint32_t messages;
	struct nlattr *expressions;
	_Alignas(8) char data[1 << 18];
};

void batch_begin(struct batch *batch);

/* A message of this type; attributes are put to what it returns, until batch_add() takes it in. */
struct nlmsghdr *batch_message(struct batch *batch, int type, int flags);
void batch_add(struct batch *batch, const struct nlmsghdr *message);

/* Sends everything and waits for the kernel's word: 0, or -1 with errno, and nothing was done. */
int batch_commit(struct batch *batch, struct mnl_socket *socket);

/* A rule: its expressions come between these two. */
struct nlmsghdr *rule_begin(struct batch *batch, const char *table, const char *chain);
void rule_end(struct batch *batch, struct nlmsghdr *rule);

/* Register 1 gets a value: NFT_META_… or NFT_CT_…. */
void load_meta(struct nlmsghdr *rule, uint32_t key);
void load_ct(struct nlmsghdr *rule, uint32_t key);
/* Goes on when register 1, under a mask if there is one, holds these bytes, or others, or is in
 * that set. */
void compare(struct nlmsghdr *rule, const void *value, size_t length);
void compare_other(struct nlmsghdr *rule, const void *value, size_t length);
void mask(struct nlmsghdr *rule, uint32_t bits);
void look_up(struct nlmsghdr *rule, const char *set, uint32_t id);
/* Puts register 1 into a set, or makes it stay there longer; takes it out. */
void update_set(struct nlmsghdr *rule, const char *set, uint32_t id);
void delete_from_set(struct nlmsghdr *rule, const char *set, uint32_t id);
void log_to(struct nlmsghdr *rule, uint16_t group, uint32_t snaplen);
/* Ends the chain. */
void let_pass(struct nlmsghdr *rule);

#endif
