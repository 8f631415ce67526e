// SPDX-License-Identifier: GPL-3.0-or-later
#include "batch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "../monitor/util.h"

/* No message of ours is longer than this. */
#define MESSAGE_MAX (1 << 16)

static struct nlmsghdr *begin(struct batch *batch, uint16_t type, uint16_t flags, uint8_t family,
			      uint16_t resource)
{
	struct nlmsghdr *message;
	struct nfgenmsg *header;

	if (batch->length + MESSAGE_MAX > sizeof(batch->data))
		die("too much for one transaction");
	message = mnl_nlmsg_put_header(batch->data + batch->length);
	message->nlmsg_type = type;
	message->nlmsg_flags = NLM_F_REQUEST | flags;
	header = mnl_nlmsg_put_extra_header(message, sizeof(*header));
	header->nfgen_family = family;
	header->version = NFNETLINK_V0;
	header->res_id = htons(resource);
	return message;
}

void batch_begin(struct batch *batch)
{
	batch->length = batch->messages = 0;
	batch_add(batch, begin(batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
	batch->messages = 0;
}

struct nlmsghdr *batch_message(struct batch *batch, int type, int flags)
{
	return begin(batch, NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_ACK | flags, NFPROTO_INET, 0);
}

void batch_add(struct batch *batch, const struct nlmsghdr *message)
{
	batch->length += mnl_nlmsg_size(message->nlmsg_len - MNL_NLMSG_HDRLEN);
	batch->length = MNL_ALIGN(batch->length);
	batch->messages++;
}

/* Every message is answered; the first that is refused ends it. */
static int read_answers(const struct batch *batch, struct mnl_socket *socket)
{
	uint32_t answered = 0;
	char buffer[1 << 13];

	while (answered < batch->messages) {
		ssize_t length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		int left = length;

		if (length < 0)
			return -1;
		for (const struct nlmsghdr *message = (void *)buffer; mnl_nlmsg_ok(message, left);
		     message = mnl_nlmsg_next(message, &left)) {
			const struct nlmsgerr *answer = mnl_nlmsg_get_payload(message);

			if (message->nlmsg_type != NLMSG_ERROR)
				continue;
			errno = -answer->error;
			if (errno)
				return -1;
			answered++;
		}
	}
	return 0;
}

int batch_commit(struct batch *batch, struct mnl_socket *socket)
{
	const struct nlmsghdr *last =
		begin(batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);

	batch_add(batch, last);
	batch->messages--;
	if (mnl_socket_sendto(socket, batch->data, batch->length) < 0)
		return -1;
	return read_answers(batch, socket);
}

struct nlmsghdr *rule_begin(struct batch *batch, const char *table, const char *chain)
{
	struct nlmsghdr *rule = batch_message(batch, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);

	mnl_attr_put_strz(rule, NFTA_RULE_TABLE, table);
	mnl_attr_put_strz(rule, NFTA_RULE_CHAIN, chain);
	batch->expressions = mnl_attr_nest_start(rule, NFTA_RULE_EXPRESSIONS);
	return rule;
}

void rule_end(struct batch *batch, struct nlmsghdr *rule)
{
	mnl_attr_nest_end(rule, batch->expressions);
	batch_add(batch, rule);
}

struct expression {
	struct nlattr *element, *data;
};

static struct expression expression_begin(struct nlmsghdr *rule, const char *name)
{
	struct expression expression;

	expression.element = mnl_attr_nest_start(rule, NFTA_LIST_ELEM);
	mnl_attr_put_strz(rule, NFTA_EXPR_NAME, name);
	expression.data = mnl_attr_nest_start(rule, NFTA_EXPR_DATA);
	return expression;
}

static void expression_end(struct nlmsghdr *rule, struct expression expression)
{
	mnl_attr_nest_end(rule, expression.data);
	mnl_attr_nest_end(rule, expression.element);
}

static void put32(struct nlmsghdr *rule, uint16_t attribute, uint32_t value)
{
	mnl_attr_put_u32(rule, attribute, htonl(value));
}

static void put_value(struct nlmsghdr *rule, uint16_t attribute, const void *value, size_t length)
{
	struct nlattr *nest = mnl_attr_nest_start(rule, attribute);

	mnl_attr_put(rule, NFTA_DATA_VALUE, length, value);
	mnl_attr_nest_end(rule, nest);
}

void load_meta(struct nlmsghdr *rule, uint32_t key)
{
	struct expression expression = expression_begin(rule, "meta");

	put32(rule, NFTA_META_KEY, key);
	put32(rule, NFTA_META_DREG, NFT_REG_1);
	expression_end(rule, expression);
}

void load_ct(struct nlmsghdr *rule, uint32_t key)
{
	struct expression expression = expression_begin(rule, "ct");

	put32(rule, NFTA_CT_KEY, key);
	put32(rule, NFTA_CT_DREG, NFT_REG_1);
	expression_end(rule, expression);
}

static void compare_as(struct nlmsghdr *rule, uint32_t operation, const void *value, size_t length)
{
	struct expression expression = expression_begin(rule, "cmp");

	put32(rule, NFTA_CMP_SREG, NFT_REG_1);
	put32(rule, NFTA_CMP_OP, operation);
	put_value(rule, NFTA_CMP_DATA, value, length);
	expression_end(rule, expression);
}

void compare(struct nlmsghdr *rule, const void *value, size_t length)
{
	compare_as(rule, NFT_CMP_EQ, value, length);
}

void compare_other(struct nlmsghdr *rule, const void *value, size_t length)
{
	compare_as(rule, NFT_CMP_NEQ, value, length);
}

void mask(struct nlmsghdr *rule, uint32_t bits)
{
	struct expression expression = expression_begin(rule, "bitwise");
	const uint32_t nothing = 0;

	put32(rule, NFTA_BITWISE_SREG, NFT_REG_1);
	put32(rule, NFTA_BITWISE_DREG, NFT_REG_1);
	put32(rule, NFTA_BITWISE_LEN, sizeof(bits));
	put_value(rule, NFTA_BITWISE_MASK, &bits, sizeof(bits));
	put_value(rule, NFTA_BITWISE_XOR, &nothing, sizeof(nothing));
	expression_end(rule, expression);
}

void look_up(struct nlmsghdr *rule, const char *set, uint32_t id)
{
	struct expression expression = expression_begin(rule, "lookup");

	mnl_attr_put_strz(rule, NFTA_LOOKUP_SET, set);
	put32(rule, NFTA_LOOKUP_SREG, NFT_REG_1);
	put32(rule, NFTA_LOOKUP_SET_ID, id);
	expression_end(rule, expression);
}

static void change_set(struct nlmsghdr *rule, uint32_t operation, const char *set, uint32_t id)
{
	struct expression expression = expression_begin(rule, "dynset");

	mnl_attr_put_strz(rule, NFTA_DYNSET_SET_NAME, set);
	put32(rule, NFTA_DYNSET_SET_ID, id);
	put32(rule, NFTA_DYNSET_OP, operation);
	put32(rule, NFTA_DYNSET_SREG_KEY, NFT_REG_1);
	expression_end(rule, expression);
}

void update_set(struct nlmsghdr *rule, const char *set, uint32_t id)
{
	change_set(rule, NFT_DYNSET_OP_UPDATE, set, id);
}

void delete_from_set(struct nlmsghdr *rule, const char *set, uint32_t id)
{
	change_set(rule, NFT_DYNSET_OP_DELETE, set, id);
}

void log_to(struct nlmsghdr *rule, uint16_t group, uint32_t snaplen)
{
	struct expression expression = expression_begin(rule, "log");

	mnl_attr_put_u16(rule, NFTA_LOG_GROUP, htons(group));
	put32(rule, NFTA_LOG_SNAPLEN, snaplen);
	expression_end(rule, expression);
}

void let_pass(struct nlmsghdr *rule)
{
	struct expression expression = expression_begin(rule, "immediate");
	struct nlattr *data, *verdict;

	put32(rule, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	data = mnl_attr_nest_start(rule, NFTA_IMMEDIATE_DATA);
	verdict = mnl_attr_nest_start(rule, NFTA_DATA_VERDICT);
	put32(rule, NFTA_VERDICT_CODE, NF_ACCEPT);
	mnl_attr_nest_end(rule, verdict);
	mnl_attr_nest_end(rule, data);
	expression_end(rule, expression);
}
