// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../monitor/log-socket.h"
#include "../monitor/util.h"

/* Seconds of a fast connection, should the reader stall. */
#define RECEIVE_BUFFER (32 << 20)
/* Log groups of captures; the monitor's are far below. */
#define FIRST_GROUP 20000
#define GROUPS	    20000

struct log {
	struct mnl_socket *socket;
	void (*take)(const struct logged *logged);
	struct log_sequence sequence;
	uint64_t lost;
};

struct log *log_open(uint32_t snaplen, uint16_t *group)
{
	struct log *log = allocate(1, sizeof(*log));

	log->socket = log_socket(RECEIVE_BUFFER);
	// Two captures begin elsewhere, and go on to the next that is free.
	for (unsigned int i = 0; i < GROUPS; i++) {
		*group = FIRST_GROUP + (getpid() + i) % GROUPS;
		if (!log_bind(log->socket, *group, snaplen, NFULNL_CFG_F_SEQ))
			return log;
		if (errno != EBUSY)
			break;
	}
	die("there is no log group to be had:");
}

int log_fd(const struct log *log)
{
	return mnl_socket_get_fd(log->socket);
}

static bool is_out(const struct nlattr *attribute)
{
	const struct nfulnl_msg_packet_hdr *header = mnl_attr_get_payload(attribute);

	return mnl_attr_get_payload_len(attribute) >= sizeof(*header) &&
	       header->hook == NF_INET_LOCAL_OUT;
}

static int read_packet(const struct nlmsghdr *message, void *data)
{
	struct log *log = data;
	struct logged logged = {.gid = NO_ID, .uid = NO_ID};
	const struct nlattr *attribute;

	if (message->nlmsg_type != (NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_PACKET))
		return MNL_CB_OK;
	mnl_attr_for_each(attribute, message, sizeof(struct nfgenmsg))
	{
		switch (mnl_attr_get_type(attribute)) {
		case NFULA_PACKET_HDR:
			logged.out = is_out(attribute);
			break;
		case NFULA_UID:
			logged.uid = log_number(attribute);
			break;
		case NFULA_GID:
			logged.gid = log_number(attribute);
			break;
		case NFULA_SEQ:
			// It found no memory or no room.
			log->lost += log_missing(&log->sequence, log_number(attribute));
			break;
		case NFULA_PAYLOAD:
			logged.data = mnl_attr_get_payload(attribute);
			logged.length = mnl_attr_get_payload_len(attribute);
			break;
		}
	}
	if (logged.data)
		log->take(&logged);
	return MNL_CB_OK;
}

bool log_read(struct log *log, void (*take)(const struct logged *logged))
{
	log->take = take;
	return log_receive(log->socket, read_packet, log);
}

uint64_t log_dropped(const struct log *log)
{
	uint32_t memory[SK_MEMINFO_VARS] = {0};
	socklen_t size = sizeof(memory);

	// What was lost behind the last packet leaves no gap; what found no memory is no drop of
	// the socket's.
	if (getsockopt(log_fd(log), SOL_SOCKET, SO_MEMINFO, memory, &size) < 0)
		return log->lost;
	return log->lost > memory[SK_MEMINFO_DROPS] ? log->lost : memory[SK_MEMINFO_DROPS];
}
