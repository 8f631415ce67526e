// SPDX-License-Identifier: GPL-3.0-or-later
#include "nflog.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <string.h>
#include <sys/socket.h>

#include "contact.h"
#include "log-socket.h"
#include "util.h"

#define GROUPS_MAX     4
#define RECEIVE_BUFFER (4 << 20)

struct nflog {
	struct mnl_socket *socket;
	void (*take)(const struct logged *logged);
	uint64_t lost, malformed;
	struct {
		uint16_t group;
		struct log_sequence sequence;
	} sequences[GROUPS_MAX];
};

static void configure(struct mnl_socket *socket, uint16_t group)
{
	// No waiting for more: an app that is refused should be told of at once.
	if (log_bind(socket, group, 0xffff, NFULNL_CFG_F_SEQ) < 0)
		die("log group %u is not to be had%s:", group,
		    errno == EBUSY ? " (another program reads it)" : "");
}

struct nflog *nflog_open(const uint16_t *groups)
{
	struct nflog *log = allocate(1, sizeof(*log));

	log->socket = log_socket(RECEIVE_BUFFER);
	for (size_t i = 0; i < GROUPS_MAX && groups[i]; i++) {
		configure(log->socket, groups[i]);
		log->sequences[i].group = groups[i];
	}
	return log;
}

int nflog_fd(const struct nflog *log)
{
	return mnl_socket_get_fd(log->socket);
}

/* The kernel numbers what it logs; what is missing was lost on the way. */
static void count_lost(struct nflog *log, uint16_t group, uint32_t number)
{
	for (size_t i = 0; i < GROUPS_MAX; i++) {
		if (log->sequences[i].group == group)
			log->lost += log_missing(&log->sequences[i].sequence, number);
	}
}

static void read_prefix(const struct nlattr *attribute, char *prefix, size_t size)
{
	size_t length = mnl_attr_get_payload_len(attribute);
	const char *text = mnl_attr_get_payload(attribute);

	length = strnlen(text, length < size - 1 ? length : size - 1);
	while (length && text[length - 1] == ' ')
		length--;
	memcpy(prefix, text, length);
	prefix[length] = 0;
}

static int read_packet(const struct nlmsghdr *message, void *data)
{
	struct nflog *log = data;
	const struct nfgenmsg *header = mnl_nlmsg_get_payload(message);
	struct logged logged = {.gid = UNKNOWN_ID, .uid = UNKNOWN_ID};
	const struct nlattr *attribute;
	bool whole = false;

	if (message->nlmsg_type != (NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_PACKET))
		return MNL_CB_OK;
	logged.group = ntohs(header->res_id);
	mnl_attr_for_each(attribute, message, sizeof(*header))
	{
		switch (mnl_attr_get_type(attribute)) {
		case NFULA_PREFIX:
			read_prefix(attribute, logged.prefix, sizeof(logged.prefix));
			break;
		case NFULA_UID:
			logged.uid = log_number(attribute);
			break;
		case NFULA_GID:
			logged.gid = log_number(attribute);
			break;
		case NFULA_SEQ:
			count_lost(log, logged.group, log_number(attribute));
			break;
		case NFULA_PAYLOAD:
			whole = parse_packet(mnl_attr_get_payload(attribute),
					     mnl_attr_get_payload_len(attribute), &logged.packet);
			break;
		}
	}
	if (whole)
		log->take(&logged);
	else
		log->malformed++;
	return MNL_CB_OK;
}

void nflog_read(struct nflog *log, void (*take)(const struct logged *logged))
{
	log->take = take;
	log_receive(log->socket, read_packet, log);
}

uint64_t nflog_lost(const struct nflog *log)
{
	return log->lost;
}

uint64_t nflog_malformed(const struct nflog *log)
{
	return log->malformed;
}
