// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * galaf-monitor   What the firewall saw: blocked attempts with program and name, recorded
 * destinations, and their history. Speaks JSON lines at a socket of root's; docs/monitor.md.
 */
#include <errno.h>
#include <getopt.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "answer.h"
#include "feed.h"
#include "memory.h"
#include "privileges.h"
#include "record.h"
#include "seen.h"
#include "util.h"

static struct {
	const char *socket, *object, *cgroup, *policy, *state;
	struct store_limits limits;
} options = {
	.socket = "/run/galaf-monitor/socket",
	.object = "/usr/lib/galaf/connect.bpf.o",
	.cgroup = "/sys/fs/cgroup",
	.policy = "/var/lib/galaf/current",
	.state = "/var/lib/galaf-monitor",
	.limits = {.days = 90, .bytes = 256 << 20, .contacts_each = 5000},
};

static struct monitor monitor;
static struct recorder recorder;
static struct feed *feed;
static volatile sig_atomic_t ending;

static void keep(const struct contact *contact)
{
	store_contact(monitor.store, contact);
	tally_logged(monitor.tally, &contact->key);
	if (contact->key.kind == KIND_BLOCKED)
		seen_refused(contact->key.gid);
	feed_add(feed, contact);
}

static int64_t suppressed(void)
{
	return tally_suppressed(monitor.tally);
}

static void grown(const struct contact_key *key, uint64_t count)
{
	store_count(monitor.store, key, count, wall_ms());
}

static void take(const struct logged *logged)
{
	record_packet(&recorder, logged);
}

static bool answer(const char *line, size_t length, struct text *out)
{
	return answer_request(&monitor, line, length, out);
}

static void end(int signal)
{
	(void)signal;
	ending = 1;
}

/* Tells systemd that the socket is there (sd_notify(3)). */
static void notify_ready(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = path ? strlen(path) : 0;
	int fd;

	if (!length || length >= sizeof(address.sun_path))
		return;
	memcpy(address.sun_path, path, length);
	if (path[0] == '@')
		address.sun_path[0] = 0;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || sendto(fd, "READY=1", 7, MSG_NOSIGNAL, (const struct sockaddr *)&address,
			     offsetof(struct sockaddr_un, sun_path) + length) < 0)
		complain("cannot tell systemd:");
	if (fd >= 0)
		close(fd);
}

static int earlier(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

/* Whatever is due; returns milliseconds until the next time. */
static int run_timers(void)
{
	int wait = feed_run(feed);

	wait = earlier(wait, tally_run(monitor.tally));
	wait = earlier(wait, ledger_run(monitor.ledger));
	wait = earlier(wait, seen_run());
	// Last: the others begin what this one commits.
	return earlier(wait, store_run(monitor.store));
}

static void run(void)
{
	struct pollfd fds[CLIENTS_MAX + 3];

	while (!ending) {
		size_t count = 2;
		int wait = run_timers();

		fds[0] = (struct pollfd){.fd = nflog_fd(monitor.dns_log), .events = POLLIN};
		fds[1] = (struct pollfd){.fd = nflog_fd(monitor.blocked_log), .events = POLLIN};
		count += clients_wanted(monitor.clients, fds + count);
		if (poll(fds, count, wait) < 0) {
			if (errno == EINTR)
				continue;
			die("cannot wait:");
		}
		// Names first: the attempt that follows an answer should be shown with it.
		nflog_read(monitor.dns_log, take);
		nflog_read(monitor.blocked_log, take);
		clients_serve(monitor.clients, fds + 2);
	}
}

static void open_all(void)
{
	struct nft *nft;
	struct policy *policy;

	monitor.started = wall_ms();
	// Blocked attempts have a buffer of their own, so that no flood of answers pushes them out.
	monitor.blocked_log = nflog_open((uint16_t[]){GROUP_BLOCKED, GROUP_RECORD, 0});
	monitor.dns_log = nflog_open((uint16_t[]){GROUP_DNS, 0});
	recorder.names = monitor.names = names_new();
	recorder.programs = monitor.programs = programs_new(options.object, options.cgroup);
	recorder.keep = keep;
	keep_few_privileges(UINT64_C(1) << CAP_NET_ADMIN | UINT64_C(1) << CAP_SYS_PTRACE);
	nft = nft_open();
	policy = policy_new(options.policy);
	monitor.counters = counters_new(nft, policy);
	monitor.store = store_open(options.state, options.limits);
	monitor.tally = tally_new(nft, policy, grown);
	monitor.ledger = ledger_new(monitor.store, nft, policy);
	seen_init(monitor.store, monitor.programs, monitor.names, suppressed);
	monitor.clients = clients_new(options.socket, answer);
	feed = feed_new(monitor.clients);
}

static int64_t read_number(const char *text, int64_t min, int64_t max)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end == text || *end || value < min || value > max)
		die("%s is no number from %lld to %lld", text, (long long)min, (long long)max);
	return value;
}

static void read_option(int option, const char *value)
{
	switch (option) {
	case 's':
		options.socket = value;
		break;
	case 'o':
		options.object = value;
		break;
	case 'c':
		options.cgroup = value;
		break;
	case 'p':
		options.policy = value;
		break;
	case 'f':
		options.state = value;
		break;
	case 'd':
		options.limits.days = read_number(value, 1, 3650);
		break;
	case 'm':
		options.limits.bytes = read_number(value, 1, 65536) << 20;
		break;
	default:
		die("usage: galaf-monitor [--socket PATH] [--object FILE] [--cgroup FOLDER] "
		    "[--policy FOLDER] [--state FOLDER] [--days N] [--megabytes N]");
	}
}

static void read_options(int argc, char **argv)
{
	static const struct option known[] = {
		{"socket", required_argument, NULL, 's'},
		{"object", required_argument, NULL, 'o'},
		{"cgroup", required_argument, NULL, 'c'},
		{"policy", required_argument, NULL, 'p'},
		{"state", required_argument, NULL, 'f'},
		{"days", required_argument, NULL, 'd'},
		{"megabytes", required_argument, NULL, 'm'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
		read_option(option, optarg);
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = end};

	read_options(argc, argv);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	memory_set_up();
	open_all();
	notify_ready();
	run();
	unlink(options.socket);
	store_close(monitor.store);
	return 0;
}
