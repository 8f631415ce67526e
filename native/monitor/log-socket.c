// SPDX-License-Identifier: GPL-3.0-or-later
#include "log-socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_log.h>
#include <string.h>
#include <sys/socket.h>

#include "util.h"

#define MESSAGES_MAX 256

struct mnl_socket *log_socket(int room)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);

	if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		die("cannot open a netlink socket:");
	if (setsockopt(mnl_socket_get_fd(socket), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) <
	    0)
		complain("the kernel grants no larger buffer; packets may get lost:");
	return socket;
}

int log_bind(struct mnl_socket *socket, uint16_t group, uint32_t range, uint16_t flags)
{
	struct nfulnl_msg_config_cmd command = {.command = NFULNL_CFG_CMD_BIND};
	struct nfulnl_msg_config_mode mode = {
		.copy_range = htonl(range),
		.copy_mode = NFULNL_COPY_PACKET,
	};
	char buffer[512];
	struct nlmsghdr *message = mnl_nlmsg_put_header(buffer);
	struct nfgenmsg *header;
	ssize_t length;

	message->nlmsg_type = NFNL_SUBSYS_ULOG << 8 | NFULNL_MSG_CONFIG;
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	header = mnl_nlmsg_put_extra_header(message, sizeof(*header));
	header->nfgen_family = AF_UNSPEC;
	header->version = NFNETLINK_V0;
	header->res_id = htons(group);
	mnl_attr_put(message, NFULA_CFG_CMD, sizeof(command), &command);
	mnl_attr_put(message, NFULA_CFG_MODE, sizeof(mode), &mode);
	mnl_attr_put_u16(message, NFULA_CFG_FLAGS, htons(flags));
	mnl_attr_put_u32(message, NFULA_CFG_QTHRESH, htonl(1));
	if (mnl_socket_sendto(socket, message, message->nlmsg_len) < 0)
		return -1;
	do
		length = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
	while (length > 0 && ((struct nlmsghdr *)buffer)->nlmsg_type != NLMSG_ERROR);
	if (length < 0)
		return -1;
	return mnl_cb_run(buffer, length, 0, mnl_socket_get_portid(socket), NULL, NULL) < 0 ? -1
											    : 0;
}

bool log_receive(struct mnl_socket *socket, mnl_cb_t take, void *data)
{
	// A packet of the longest kind, and what is said about it.
	static char buffer[1 << 17];

	for (int i = 0; i < MESSAGES_MAX; i++) {
		ssize_t length =
			recv(mnl_socket_get_fd(socket), buffer, sizeof(buffer), MSG_DONTWAIT);

		if (length < 0 && (errno == EAGAIN || errno == EINTR))
			return i > 0;
		if (length < 0 && errno == ENOBUFS)
			continue;
		if (length < 0)
			die("cannot read the packet log:");
		mnl_cb_run(buffer, length, 0, 0, take, data);
	}
	return true;
}

uint32_t log_number(const struct nlattr *attribute)
{
	uint32_t value = 0;

	if (mnl_attr_get_payload_len(attribute) >= sizeof(value))
		memcpy(&value, mnl_attr_get_payload(attribute), sizeof(value));
	return ntohl(value);
}

uint32_t log_missing(struct log_sequence *sequence, uint32_t number)
{
	uint32_t missing = sequence->begun ? number - sequence->next : 0;

	sequence->begun = true;
	sequence->next = number + 1;
	return missing;
}
