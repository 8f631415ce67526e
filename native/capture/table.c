// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include <arpa/inet.h>
#include <endian.h>
#include <linux/netfilter/nf_tables.h>
#include <stdio.h>
#include <sys/socket.h>

#include "../monitor/util.h"
#include "batch.h"
#include "rules.h"

/* The type of 32 bits in the order of bytes of the machine that nft shows best. */
#define TYPE_MARK 19
/* Connections that are remembered; each for ten minutes after its last packet. */
#define FLOWS_MAX	65536
#define FLOW_TIMEOUT_MS UINT64_C(600000)
/* Elements that fit into one message. */
#define ELEMENTS_MAX 1024

static struct {
	struct batch batch;
	char name[32];
} table;

static void put32(struct nlmsghdr *message, uint16_t attribute, uint32_t value)
{
	mnl_attr_put_u32(message, attribute, htonl(value));
}

static void add_table(void)
{
	struct nlmsghdr *message =
		batch_message(&table.batch, NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_EXCL);

	mnl_attr_put_strz(message, NFTA_TABLE_NAME, table.name);
	put32(message, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
	batch_add(&table.batch, message);
}

static void add_set(enum set set, bool learns)
{
	// What nft notes down to know the order of bytes: type 0, length 4, 1 for that of the
	// machine.
	static const uint8_t order[] = {0, 4, 1, 0, 0, 0};
	struct nlmsghdr *message = batch_message(&table.batch, NFT_MSG_NEWSET, NLM_F_CREATE);
	struct nlattr *nest;

	mnl_attr_put_strz(message, NFTA_SET_TABLE, table.name);
	mnl_attr_put_strz(message, NFTA_SET_NAME, SET_NAME[set]);
	put32(message, NFTA_SET_ID, set);
	put32(message, NFTA_SET_KEY_TYPE, TYPE_MARK);
	put32(message, NFTA_SET_KEY_LEN, sizeof(uint32_t));
	mnl_attr_put(message, NFTA_SET_USERDATA, sizeof(order), order);
	put32(message, NFTA_SET_FLAGS, learns ? NFT_SET_TIMEOUT | NFT_SET_EVAL : 0);
	if (learns) {
		mnl_attr_put_u64(message, NFTA_SET_TIMEOUT, htobe64(FLOW_TIMEOUT_MS));
		nest = mnl_attr_nest_start(message, NFTA_SET_DESC);
		put32(message, NFTA_SET_DESC_SIZE, FLOWS_MAX);
		mnl_attr_nest_end(message, nest);
	}
	batch_add(&table.batch, message);
}

static void add_element(struct nlmsghdr *message, uint32_t value)
{
	struct nlattr *element = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
	struct nlattr *key = mnl_attr_nest_start(message, NFTA_SET_ELEM_KEY);

	mnl_attr_put(message, NFTA_DATA_VALUE, sizeof(value), &value);
	mnl_attr_nest_end(message, key);
	mnl_attr_nest_end(message, element);
}

static void add_marks(const struct subject *subject)
{
	for (size_t i = 0; i < subject->mark_count;) {
		struct nlmsghdr *message =
			batch_message(&table.batch, NFT_MSG_NEWSETELEM, NLM_F_CREATE);
		struct nlattr *list;

		mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_TABLE, table.name);
		mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, SET_NAME[MARKS]);
		put32(message, NFTA_SET_ELEM_LIST_SET_ID, MARKS);
		list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
		for (size_t j = 0; j < ELEMENTS_MAX && i < subject->mark_count; j++)
			add_element(message, subject->marks[i++]);
		mnl_attr_nest_end(message, list);
		batch_add(&table.batch, message);
	}
}

struct mnl_socket *table_open(const struct subject *subject, uint16_t group, uint32_t snaplen)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	int brief = 1;

	if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		die("cannot open a netlink socket:");
	// Answers without the question.
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &brief, sizeof(brief));
	snprintf(table.name, sizeof(table.name), "galaf-capture-%u", group);
	batch_begin(&table.batch);
	add_table();
	add_set(FROM, true);
	add_set(TO, true);
	add_set(OTHERS, true);
	add_set(MARKS, false);
	add_marks(subject);
	add_rules(&(struct rules){&table.batch, table.name, group, snaplen, subject->mask},
		  subject);
	if (batch_commit(&table.batch, socket) < 0)
		die("cannot make the rules of a capture:");
	return socket;
}
