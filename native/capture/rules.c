// SPDX-License-Identifier: GPL-3.0-or-later
#include "rules.h"

#include <arpa/inet.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_tuple_common.h>
#include <linux/netfilter/nf_tables.h>
#include <sys/socket.h>

/*
 * Going out: behind connection tracking (-200) and ahead of whatever refuses or redirects (the
 * earliest of Galaf's at -150), so that a packet is seen as its app sent it, even one that is
 * refused. Coming in: behind everything (source NAT at 100 comes last), so as the app gets it.
 */
#define OUT_PRIORITY (-160)
#define IN_PRIORITY  110

/* Of lo, always. */
#define LOOPBACK 1
const char *const SET_NAME[] = {
	[FROM] = "from", [TO] = "to", [OTHERS] = "others", [MARKS] = "marks"};
/* What goes out on the first two has this direction, and what comes in the other one. */
static const uint8_t OUTWARD[] = {[FROM] = IP_CT_DIR_ORIGINAL, [TO] = IP_CT_DIR_REPLY};

static struct rules rules;

static void put32(struct nlmsghdr *message, uint16_t attribute, uint32_t value)
{
	mnl_attr_put_u32(message, attribute, htonl(value));
}

static void add_chain(const char *name, uint32_t hook, int priority)
{
	struct nlmsghdr *message = batch_message(rules.batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE);
	struct nlattr *nest;

	mnl_attr_put_strz(message, NFTA_CHAIN_TABLE, rules.table);
	mnl_attr_put_strz(message, NFTA_CHAIN_NAME, name);
	nest = mnl_attr_nest_start(message, NFTA_CHAIN_HOOK);
	put32(message, NFTA_HOOK_HOOKNUM, hook);
	put32(message, NFTA_HOOK_PRIORITY, priority);
	mnl_attr_nest_end(message, nest);
	put32(message, NFTA_CHAIN_POLICY, NF_ACCEPT);
	mnl_attr_put_strz(message, NFTA_CHAIN_TYPE, "filter");
	batch_add(rules.batch, message);
}

static struct nlmsghdr *begin(const char *chain)
{
	return rule_begin(rules.batch, rules.table, chain);
}

/* The end of a rule that captures what got so far. */
static void log_and_end(struct nlmsghdr *rule)
{
	log_to(rule, rules.group, rules.snaplen);
	let_pass(rule);
	rule_end(rules.batch, rule);
}

static void match_direction(struct nlmsghdr *rule, uint8_t direction)
{
	load_ct(rule, NFT_CT_DIRECTION);
	compare(rule, &direction, sizeof(direction));
}

static void match_flow(struct nlmsghdr *rule, enum set set)
{
	load_ct(rule, NFT_CT_ID);
	look_up(rule, SET_NAME[set], set);
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
	struct nlmsghdr *rule;

	if (!subject->has_gid && !subject->has_uid)
		return;
	for (enum set set = FROM; set <= TO; set++) {
		rule = begin("out");
		match_socket(rule, subject);
		match_direction(rule, OUTWARD[set]);
		load_ct(rule, NFT_CT_ID);
		update_set(rule, SET_NAME[set], set);
		rule_end(rules.batch, rule);
	}
	rule = begin("out");
	match_socket(rule, subject);
	log_and_end(rule);
}

static void match_other_socket(struct nlmsghdr *rule, uint32_t key, uint32_t id)
{
	load_meta(rule, key);
	compare_other(rule, &id, sizeof(id));
}

/*
 * To connection tracking, who uses a port anew soon enough goes on with the connection that was
 * there before, and with its mark: the answers are no longer the subject's.
 */
static void forget_flows(uint32_t key, uint32_t id)
{
	for (enum set set = FROM; set <= TO; set++) {
		struct nlmsghdr *rule = begin("out");

		match_other_socket(rule, key, id);
		match_direction(rule, OUTWARD[set]);
		load_ct(rule, NFT_CT_ID);
		delete_from_set(rule, SET_NAME[set], set);
		rule_end(rules.batch, rule);
	}
}

static void forget_others(const struct subject *subject)
{
	if (subject->has_gid)
		forget_flows(NFT_META_SKGID, subject->gid);
	if (subject->has_uid)
		forget_flows(NFT_META_SKUID, subject->uid);
}

static void add_flow_rule(const char *chain, enum set set, uint8_t direction)
{
	struct nlmsghdr *rule = begin(chain);

	match_flow(rule, set);
	match_direction(rule, direction);
	log_and_end(rule);
}

/* Nothing on the loopback interface has a mark. */
static void add_loopback_rule(const char *chain, uint32_t interface)
{
	struct nlmsghdr *rule = begin(chain);

	match_interface(rule, interface);
	let_pass(rule);
	rule_end(rules.batch, rule);
}

static struct nlmsghdr *begin_marked(const char *chain)
{
	struct nlmsghdr *rule = begin(chain);

	load_ct(rule, NFT_CT_MARK);
	mask(rule, rules.mask);
	look_up(rule, SET_NAME[MARKS], MARKS);
	return rule;
}

static void learn_others(uint32_t key, uint32_t id)
{
	struct nlmsghdr *rule = begin_marked("out");

	match_other_socket(rule, key, id);
	load_ct(rule, NFT_CT_ID);
	update_set(rule, SET_NAME[OTHERS], OTHERS);
	let_pass(rule);
	rule_end(rules.batch, rule);
}

/* Connections from before the capture. */
static void add_mark_rules(const struct subject *subject)
{
	struct nlmsghdr *rule;

	if (!subject->mark_count)
		return;
	if (subject->has_gid)
		learn_others(NFT_META_SKGID, subject->gid);
	if (subject->has_uid)
		learn_others(NFT_META_SKUID, subject->uid);
	log_and_end(begin_marked("out"));
	rule = begin("in");
	match_flow(rule, OTHERS);
	let_pass(rule);
	rule_end(rules.batch, rule);
	log_and_end(begin_marked("in"));
}

static void add_rules_out(const struct subject *subject)
{
	add_chain("out", NF_INET_LOCAL_OUT, OUT_PRIORITY);
	forget_others(subject);
	add_socket_rules(subject);
	// Without a socket: the last words of a connection whose program is done with it.
	add_flow_rule("out", FROM, IP_CT_DIR_ORIGINAL);
	add_flow_rule("out", TO, IP_CT_DIR_REPLY);
	add_loopback_rule("out", NFT_META_OIF);
}

static void add_rules_in(void)
{
	struct nlmsghdr *rule;

	add_chain("in", NF_INET_LOCAL_IN, IN_PRIORITY);
	// Between two sockets of the subject: all of it was seen going out.
	rule = begin("in");
	match_flow(rule, FROM);
	match_flow(rule, TO);
	match_interface(rule, NFT_META_IIF);
	let_pass(rule);
	rule_end(rules.batch, rule);
	add_flow_rule("in", FROM, IP_CT_DIR_REPLY);
	add_flow_rule("in", TO, IP_CT_DIR_ORIGINAL);
	add_loopback_rule("in", NFT_META_IIF);
}

void add_rules(const struct rules *where, const struct subject *subject)
{
	rules = *where;
	add_rules_out(subject);
	add_rules_in();
	add_mark_rules(subject);
}
