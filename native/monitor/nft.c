// SPDX-License-Identifier: GPL-3.0-or-later
#include "nft.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <string.h>
#include <time.h>

#include "util.h"

struct nft {
	struct mnl_socket *socket;
	uint32_t sequence;
};

struct nft *nft_open(void)
{
	struct nft *nft = allocate(1, sizeof(*nft));
	struct timeval patience = {.tv_sec = 2};

	nft->socket = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (!nft->socket || mnl_socket_bind(nft->socket, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    setsockopt(mnl_socket_get_fd(nft->socket), SOL_SOCKET, SO_RCVTIMEO, &patience,
		       sizeof(patience)) < 0)
		die("cannot open a netlink socket:");
	nft->sequence = time(NULL);
	return nft;
}

static struct nlmsghdr *begin(struct nft *nft, char *buffer, int type, int flags)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *header;

	message->nlmsg_type = NFNL_SUBSYS_NFTABLES << 8 | type;
	message->nlmsg_flags = NLM_F_REQUEST | flags;
	message->nlmsg_seq = ++nft->sequence;
	header = mnl_nlmsg_put_extra_header(message, sizeof(*header));
	header->nfgen_family = NFPROTO_INET;
	header->version = NFNETLINK_V0;
	return message;
}

/* Sends, and hands every answer to the reader. False for errors of any kind. */
static bool ask(struct nft *nft, struct nlmsghdr *message, mnl_cb_t reader, void *data)
{
	static char buffer[1 << 16];
	unsigned int port = mnl_socket_get_portid(nft->socket);
	int state = MNL_CB_OK;

	if (mnl_socket_sendto(nft->socket, message, message->nlmsg_len) < 0)
		return false;
	while (state > MNL_CB_STOP) {
		ssize_t length = mnl_socket_recvfrom(nft->socket, buffer, sizeof(buffer));

		if (length < 0)
			return false;
		// Left over from a question that was given up.
		if (((struct nlmsghdr *)buffer)->nlmsg_seq != nft->sequence)
			continue;
		state = mnl_cb_run(buffer, length, nft->sequence, port, reader, data);
		if (!(message->nlmsg_flags & NLM_F_DUMP))
			break;
	}
	return state >= 0;
}

static uint64_t read64(const struct nlattr *attribute)
{
	uint64_t value = 0;

	if (mnl_attr_get_payload_len(attribute) >= sizeof(value))
		memcpy(&value, mnl_attr_get_payload(attribute), sizeof(value));
	return be64toh(value);
}

/* The attribute of that type inside a nest, or NULL. Not by libmnl's functions: a dump has five of
 * these for each element. */
static const struct nlattr *inside(const struct nlattr *nest, int type)
{
	const char *at, *end;

	if (!nest)
		return NULL;
	end = (const char *)nest + nest->nla_len;
	for (at = (const char *)(nest + 1); at + sizeof(*nest) <= end;) {
		const struct nlattr *attribute = (const struct nlattr *)at;

		if (attribute->nla_len < sizeof(*attribute) || at + attribute->nla_len > end)
			return NULL;
		if ((attribute->nla_type & NLA_TYPE_MASK) == type)
			return attribute;
		at += NLA_ALIGN(attribute->nla_len);
	}
	return NULL;
}

static void read_count(const struct nlattr *nest, struct nft_count *count)
{
	const struct nlattr *packets = inside(nest, NFTA_COUNTER_PACKETS);
	const struct nlattr *bytes = inside(nest, NFTA_COUNTER_BYTES);

	count->packets = packets ? read64(packets) : 0;
	count->bytes = bytes ? read64(bytes) : 0;
}

struct visit {
	nft_visit visit;
	void *data;
};

static void read_element(const struct nlattr *element, const struct visit *visit)
{
	const struct nlattr *key = inside(inside(element, NFTA_SET_ELEM_KEY), NFTA_DATA_VALUE);
	const struct nlattr *expression = inside(element, NFTA_SET_ELEM_EXPR);
	const struct nlattr *name = inside(expression, NFTA_EXPR_NAME);
	struct nft_count count;

	if (!key || !name || strncmp(mnl_attr_get_str(name), "counter", 8))
		return;
	read_count(inside(expression, NFTA_EXPR_DATA), &count);
	visit->visit(mnl_attr_get_payload(key), mnl_attr_get_payload_len(key), count, visit->data);
}

static int read_elements(const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attribute, *element;

	mnl_attr_for_each(attribute, message,
			  sizeof(struct nfgenmsg)) if (mnl_attr_get_type(attribute) ==
						       NFTA_SET_ELEM_LIST_ELEMENTS)
		mnl_attr_for_each_nested(element, attribute) read_element(element, data);
	return MNL_CB_OK;
}

bool nft_elements(struct nft *nft, const char *table, const char *set, nft_visit visit, void *data)
{
	char buffer[512];
	struct nlmsghdr *message = begin(nft, buffer, NFT_MSG_GETSETELEM, NLM_F_DUMP);
	struct visit all = {visit, data};

	mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_TABLE, table);
	mnl_attr_put_strz(message, NFTA_SET_ELEM_LIST_SET, set);
	return ask(nft, message, read_elements, &all);
}

static int read_handle(const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, message,
			  sizeof(struct nfgenmsg)) if (mnl_attr_get_type(attribute) ==
						       NFTA_SET_HANDLE) *
		(uint64_t *)data = read64(attribute);
	return MNL_CB_OK;
}

uint64_t nft_set_handle(struct nft *nft, const char *table, const char *set)
{
	char buffer[512];
	struct nlmsghdr *message = begin(nft, buffer, NFT_MSG_GETSET, 0);
	uint64_t handle = 0;

	mnl_attr_put_strz(message, NFTA_SET_TABLE, table);
	mnl_attr_put_strz(message, NFTA_SET_NAME, set);
	return ask(nft, message, read_handle, &handle) ? handle : 0;
}

static int read_object(const struct nlmsghdr *message, void *data)
{
	const struct nlattr *attribute;

	mnl_attr_for_each(attribute, message,
			  sizeof(struct nfgenmsg)) if (mnl_attr_get_type(attribute) ==
						       NFTA_OBJ_DATA) read_count(attribute, data);
	return MNL_CB_OK;
}

bool nft_counter(struct nft *nft, const char *table, const char *name, struct nft_count *count)
{
	char buffer[512];
	struct nlmsghdr *message = begin(nft, buffer, NFT_MSG_GETOBJ, 0);

	memset(count, 0, sizeof(*count));
	mnl_attr_put_strz(message, NFTA_OBJ_TABLE, table);
	mnl_attr_put_strz(message, NFTA_OBJ_NAME, name);
	mnl_attr_put_u32(message, NFTA_OBJ_TYPE, htonl(NFT_OBJECT_COUNTER));
	return ask(nft, message, read_object, count);
}
