// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include <arpa/inet.h>
#include <endian.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_tuple_common.h>
#include <linux/netfilter/nf_tables.h>
#include <stdio.h>
#include <sys/socket.h>

#include "../monitor/util.h"
#include "batch.h"

/*
 * Going out: behind connection tracking (-200) and ahead of whatever refuses or redirects (the
 * earliest of Galaf's at -150), so that a packet is seen as its app sent it, even one that is
 * refused. Coming in: behind everything (source NAT at 100 comes last), so as the app gets it.
 */
#define OUT_PRIORITY (-160)
#define IN_PRIORITY  110

/* Of lo, always. */
#define LOOPBACK 1
/* The type of 32 bits in the order of bytes of the machine that nft shows best. */
#define TYPE_MARK 19
/* Connections that are remembered; each for ten minutes after its last packet. */
#define FLOWS_MAX	65536
#define FLOW_TIMEOUT_MS UINT64_C(600000)
/* Elements that fit into one message. */
#define ELEMENTS_MAX 1024

/* Sets: connections that the subject opened, those that it was asked for, and marks. */
enum set { FROM = 1, TO, MARKS };
static const char *const SET[] = {[FROM] = "from", [TO] = "to", [MARKS] = "marks"};

static struct {
	struct batch batch;
	char name[32];
	uint16_t group;
	uint32_t snaplen;
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
	mnl_attr_put_strz(message, NFTA_SET_NAME, SET[set]);
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
		mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, SET[MARKS]);
		put32(message, NFTA_SET_ELEM_LIST_SET_ID, MARKS);
		list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
		for (size_t j = 0; j < ELEMENTS_MAX && i < subject->mark_count; j++)
			add_element(message, subject->marks[i++]);
		mnl_attr_nest_end(message, list);
		batch_add(&table.batch, message);
	}
}

static void add_chain(const char *name, uint32_t hook, int priority)
{
	struct nlmsghdr *message = batch_message(&table.batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE);
	struct nlattr *nest;

	mnl_attr_put_strz(message, NFTA_CHAIN_TABLE, table.name);
	mnl_attr_put_strz(message, NFTA_CHAIN_NAME, name);
	nest = mnl_attr_nest_start(message, NFTA_CHAIN_HOOK);
	put32(message, NFTA_HOOK_HOOKNUM, hook);
	put32(message, NFTA_HOOK_PRIORITY, priority);
	mnl_attr_nest_end(message, nest);
	put32(message, NFTA_CHAIN_POLICY, NF_ACCEPT);
	mnl_attr_put_strz(message, NFTA_CHAIN_TYPE, "filter");
	batch_add(&table.batch, message);
}

static struct nlmsghdr *begin(const char *chain)
{
	return rule_begin(&table.batch, table.name, chain);
}

/* The end of a rule that captures what got so far. */
static void log_and_end(struct nlmsghdr *rule)
{
	log_to(rule, table.group, table.snaplen);
	let_pass(rule);
	rule_end(&table.batch, rule);
}

static void match_direction(struct nlmsghdr *rule, uint8_t direction)
{
	load_ct(rule, NFT_CT_DIRECTION);
	compare(rule, &direction, sizeof(direction));
}

static void match_flow(struct nlmsghdr *rule, enum set set)
{
	load_ct(rule, NFT_CT_ID);
	look_up(rule, SET[set], set);
}

static void match_interface(struct nlmsghdr *rule, uint32_t key)
{
	const uint32_t loopback = LOOPBACK;

	load_meta(rule, key);
	compare(rule, &loopback, sizeof(loopback));
}

static void match_socket(struct nlmsghdr *rule, const struct subject *subject)
{
	if (subject->has_gid) {
		load_meta(rule, NFT_META_SKGID);
		compare(rule, &subject->gid, sizeof(subject->gid));
	}
	if (subject->has_uid) {
		load_meta(rule, NFT_META_SKUID);
		compare(rule, &subject->uid, sizeof(subject->uid));
	}
}

/* What the subject's own sockets send; whose answers are to be known by it. */
static void add_socket_rules(const struct subject *subject)
{
	static const struct {
		uint8_t direction;
		enum set set;
	} learn[] = {{IP_CT_DIR_ORIGINAL, FROM}, {IP_CT_DIR_REPLY, TO}};
	struct nlmsghdr *rule;

	if (!subject->has_gid && !subject->has_uid)
		return;
	for (size_t i = 0; i < sizeof(learn) / sizeof(*learn); i++) {
		rule = begin("out");
		match_socket(rule, subject);
		match_direction(rule, learn[i].direction);
		load_ct(rule, NFT_CT_ID);
		update_set(rule, SET[learn[i].set], learn[i].set);
		rule_end(&table.batch, rule);
	}
	rule = begin("out");
	match_socket(rule, subject);
	log_and_end(rule);
}

static void add_flow_rule(const char *chain, enum set set, uint8_t direction)
{
	struct nlmsghdr *rule = begin(chain);

	match_flow(rule, set);
	match_direction(rule, direction);
	log_and_end(rule);
}

/* Marks: connections from before the capture. Nothing on the loopback interface has any. */
static void add_mark_rules(const char *chain, uint32_t interface, const struct subject *subject)
{
	struct nlmsghdr *rule = begin(chain);

	match_interface(rule, interface);
	let_pass(rule);
	rule_end(&table.batch, rule);
	if (!subject->mark_count)
		return;
	rule = begin(chain);
	load_ct(rule, NFT_CT_MARK);
	mask(rule, subject->mask);
	look_up(rule, SET[MARKS], MARKS);
	log_and_end(rule);
}

static void add_rules(const struct subject *subject)
{
	struct nlmsghdr *rule;

	add_chain("out", NF_INET_LOCAL_OUT, OUT_PRIORITY);
	add_socket_rules(subject);
	// Without a socket: the last words of a connection whose program is done with it.
	add_flow_rule("out", FROM, IP_CT_DIR_ORIGINAL);
	add_flow_rule("out", TO, IP_CT_DIR_REPLY);
	add_mark_rules("out", NFT_META_OIF, subject);

	add_chain("in", NF_INET_LOCAL_IN, IN_PRIORITY);
	// Between two sockets of the subject: all of it was seen going out.
	rule = begin("in");
	match_flow(rule, FROM);
	match_flow(rule, TO);
	match_interface(rule, NFT_META_IIF);
	let_pass(rule);
	rule_end(&table.batch, rule);
	add_flow_rule("in", FROM, IP_CT_DIR_REPLY);
	add_flow_rule("in", TO, IP_CT_DIR_ORIGINAL);
	add_mark_rules("in", NFT_META_IIF, subject);
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
	table.group = group;
	table.snaplen = snaplen;
	batch_begin(&table.batch);
	add_table();
	add_set(FROM, true);
	add_set(TO, true);
	add_set(MARKS, false);
	add_marks(subject);
	add_rules(subject);
	if (batch_commit(&table.batch, socket) < 0)
		die("cannot make the rules of a capture:");
	return socket;
}
