// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../monitor/log-socket.h"
#include "../monitor/util.h"

/* Seconds of a fast connection, should the reader stall. */
#define RECEIVE_BUFFER (32 << 20)
#define MESSAGES_MAX   256
/* Log groups of captures; the monitor's are far below. */
#define FIRST_GROUP 20000
#define GROUPS	    20000

struct log {
	struct mnl_socket *socket;
	void (*take)(const struct logged *logged);
	bool begun;
	uint32_t next;
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

static uint32_t read32(const struct nlattr *attribute)
{
	uint32_t value = 0;

	if (mnl_attr_get_payload_len(attribute) >= sizeof(value))
		memcpy(&value, mnl_attr_get_payload(attribute), sizeof(value));
	return ntohl(value);
}

static bool is_out(const struct nlattr *attribute)
{
	const struct nfulnl_msg_packet_hdr *header = mnl_attr_get_payload(attribute);

	return mnl_attr_get_payload_len(attribute) >= sizeof(*header) &&
	       header->hook == NF_INET_LOCAL_OUT;
}

/* The kernel numbers what it logs; what is missing found no memory or no room. */
static void count_lost(struct log *log, uint32_t sequence)
{
	if (log->begun)
		log->lost += (uint32_t)(sequence - log->next);
	log->begun = true;
	log->next = sequence + 1;
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
			logged.uid = read32(attribute);
			break;
		case NFULA_GID:
			logged.gid = read32(attribute);
			break;
		case NFULA_SEQ:
			count_lost(log, read32(attribute));
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
	// A packet of the longest kind, and what is said about it.
	static char buffer[1 << 17];

	log->take = take;
	for (int i = 0; i < MESSAGES_MAX; i++) {
		ssize_t length = recv(log_fd(log), buffer, sizeof(buffer), MSG_DONTWAIT);

		if (length < 0 && (errno == EAGAIN || errno == EINTR))
			return i > 0;
		if (length < 0 && errno == ENOBUFS)
			continue;
		if (length < 0)
			die("cannot read the packets:");
		mnl_cb_run(buffer, length, 0, 0, read_packet, log);
	}
	return true;
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
