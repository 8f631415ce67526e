// gate-sets.so: adds one address to one nftables set, for the dnsmasq of the DNS gate.
//
// dnsmasq adds addresses through libnftables, which reads every chain and set of the table before
// each one and uses a single netlink socket. dnsmasq's children, one for each TCP connection,
// inherit that socket and read each other's answers: addresses are missed, and libnftables ends the
// process over it. Preloaded into the gate, this takes the place of the one call that matters. It
// sends the element by itself, over a socket that belongs to this process alone. Other commands go
// to the library.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/// As the sets declare it (core/render/objects.ts): an address that is named again starts anew.
/// Milliseconds.
#define TIMEOUT	       86400000ULL
#define ANSWER_SECONDS 2

struct nft_ctx;
int nft_run_cmd_from_buffer(struct nft_ctx *ctx, const char *command);
const char *nft_ctx_get_error_buffer(struct nft_ctx *ctx);

struct element {
	char table[NFT_NAME_MAXLEN];
	char set[NFT_NAME_MAXLEN];
	unsigned char address[16];
	size_t length;
};

/// What went wrong last, for dnsmasq's log, which cuts it at the end of a line; empty when the
/// library has the message.
static char message[256];

/// Reads `add element inet TABLE SET { ADDRESS }`, the only form that the gate's configuration
/// leads to.
static bool parse(const char *command, struct element *element)
{
	char address[INET6_ADDRSTRLEN];
	int end = -1;

	if (sscanf(command, "add element inet %255s %255s { %45s }%n", element->table, element->set,
		   address, &end) != 3 ||
	    end < 0)
		return false;
	if (command[end + (int)strspn(command + end, " \n")] != '\0')
		return false;
	element->length = strchr(address, ':') ? 16 : 4;
	return inet_pton(element->length == 16 ? AF_INET6 : AF_INET, address, element->address) ==
	       1;
}

/// A socket of this process: a child must not read the answers of its parent.
static struct mnl_socket *own_socket(void)
{
	static struct mnl_socket *sock;
	static pid_t owner;
	struct timeval patience = {.tv_sec = ANSWER_SECONDS};

	if (sock && owner == getpid())
		return sock;
	if (sock)
		mnl_socket_close(sock);
	owner = getpid();
	sock = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
	if (!sock)
		return NULL;
	if (mnl_socket_bind(sock, 0, MNL_SOCKET_AUTOPID) < 0 ||
	    setsockopt(mnl_socket_get_fd(sock), SOL_SOCKET, SO_RCVTIMEO, &patience,
		       sizeof(patience)) < 0) {
		mnl_socket_close(sock);
		sock = NULL;
	}
	return sock;
}

static struct nlmsghdr *put_header(void *at, int type, int flags, int family, int resource,
				   unsigned int seq)
{
	struct nlmsghdr *header = mnl_nlmsg_put_header(at);
	struct nfgenmsg *generic = mnl_nlmsg_put_extra_header(header, sizeof(*generic));

	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	header->nlmsg_seq = seq;
	generic->nfgen_family = family;
	generic->version = NFNETLINK_V0;
	generic->res_id = htons(resource);
	return header;
}

/// A transaction of one element. Returns its length.
static size_t put_batch(char *buffer, const struct element *element, unsigned int seq)
{
	struct nlmsghdr *header;
	struct nlattr *list, *item, *key;
	char *at = buffer;

	header = put_header(at, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES, seq);
	at += header->nlmsg_len;
	header = put_header(at, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWSETELEM,
			    NLM_F_CREATE | NLM_F_ACK, NFPROTO_INET, 0, seq);
	mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_TABLE, element->table);
	mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_SET, element->set);
	list = mnl_attr_nest_start(header, NFTA_SET_ELEM_LIST_ELEMENTS);
	item = mnl_attr_nest_start(header, NFTA_LIST_ELEM);
	key = mnl_attr_nest_start(header, NFTA_SET_ELEM_KEY);
	mnl_attr_put(header, NFTA_DATA_VALUE, element->length, element->address);
	mnl_attr_nest_end(header, key);
	mnl_attr_put_u64(header, NFTA_SET_ELEM_TIMEOUT, htobe64(TIMEOUT));
	mnl_attr_nest_end(header, item);
	mnl_attr_nest_end(header, list);
	at += header->nlmsg_len;
	header = put_header(at, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES, seq);
	return at + header->nlmsg_len - buffer;
}

/// Waits for what the kernel says about one transaction: 0 or an errno.
static int answer(struct mnl_socket *sock, unsigned int seq)
{
	_Alignas(struct nlmsghdr) char buffer[8192];

	for (;;) {
		ssize_t got = mnl_socket_recvfrom(sock, buffer, sizeof(buffer));
		int left = (int)got;

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got < 0 ? errno : EIO;
		for (struct nlmsghdr *header = (struct nlmsghdr *)buffer;
		     mnl_nlmsg_ok(header, left); header = mnl_nlmsg_next(header, &left))
			if (header->nlmsg_type == NLMSG_ERROR && header->nlmsg_seq == seq)
				return -((struct nlmsgerr *)mnl_nlmsg_get_payload(header))->error;
	}
}

static int add(const struct element *element)
{
	static unsigned int seq;
	_Alignas(struct nlmsghdr) char buffer[2048];
	struct mnl_socket *sock = own_socket();

	if (!sock || mnl_socket_sendto(sock, buffer, put_batch(buffer, element, ++seq)) < 0)
		return errno;
	return answer(sock, seq);
}

/// Tells systemd (sd_notify(3)), which keeps it as the unit's status text, where
/// helper/engine/resolver.ts reads it: an app cannot say why a name that it may reach is refused.
/// At most once a second.
static void report(const struct element *element)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	time_t now = time(NULL);
	static time_t last;
	char text[600];
	int sock, length;

	if (!path || strlen(path) >= sizeof(to.sun_path) || now == last)
		return;
	last = now;
	strcpy(to.sun_path, path);
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	length = snprintf(text, sizeof(text), "STATUS=%lld %s %s", (long long)now, element->set,
			  message);
	sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (sock < 0)
		return;
	sendto(sock, text, length, MSG_NOSIGNAL, (struct sockaddr *)&to,
	       offsetof(struct sockaddr_un, sun_path) + strlen(path));
	close(sock);
}

int nft_run_cmd_from_buffer(struct nft_ctx *ctx, const char *command)
{
	struct element element;
	int error;

	message[0] = '\0';
	if (!parse(command, &element)) {
		int (*library)(struct nft_ctx *, const char *) =
			dlsym(RTLD_NEXT, "nft_run_cmd_from_buffer");

		return library ? library(ctx, command) : -1;
	}
	error = add(&element);
	if (!error)
		return 0;
	snprintf(message, sizeof(message), "%s", strerror(error));
	report(&element);
	return -1;
}

const char *nft_ctx_get_error_buffer(struct nft_ctx *ctx)
{
	const char *(*library)(struct nft_ctx *) = dlsym(RTLD_NEXT, "nft_ctx_get_error_buffer");

	return message[0] || !library ? message : library(ctx);
}
