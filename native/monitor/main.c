// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * galaf-monitor   What the firewall saw: blocked attempts with program and name, recorded
 * destinations, and their history. Speaks JSON lines at a socket of root's; docs/monitor.md.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "clients.h"
#include "feed.h"
#include "privileges.h"
#include "record.h"
#include "request.h"
#include "util.h"

static struct {
	const char *socket, *object, *cgroup;
} options = {
	.socket = "/run/galaf-monitor/socket",
	.object = "/usr/lib/galaf/connect.bpf.o",
	.cgroup = "/sys/fs/cgroup",
};

/* Blocked attempts have a buffer of their own, so that no flood of answers pushes them out. */
static struct nflog *blocked_log, *dns_log;
static struct recorder recorder;
static struct clients *clients;
static struct feed *feed;
static int64_t started;
static volatile sig_atomic_t ending;

static void keep(const struct contact *contact)
{
	feed_add(feed, contact);
}

static void take(const struct logged *logged)
{
	record_packet(&recorder, logged);
}

static void status(struct text *answer)
{
	json_time(answer, "started", started);
	json_string(answer, "programs", programs_obstacle(recorder.programs));
	json_number(answer, "lost", nflog_lost(blocked_log));
	json_number(answer, "dns_lost", nflog_lost(dns_log));
	json_number(answer, "malformed", nflog_malformed(blocked_log) + nflog_malformed(dns_log));
	json_number(answer, "readers_dropped", clients_dropped(clients));
	json_number(answer, "names", names_count(recorder.names));
}

static bool answer(const char *line, size_t length, struct text *out)
{
	static struct request request;
	const char *query;
	bool follow = false;

	text_add(out, "{", 1);
	query = parse_request(line, length, &request) ? request_string(&request, "query") : NULL;
	json_bool(out, "ok", true);
	if (query && !strcmp(query, "status"))
		status(out);
	else if (query && !strcmp(query, "follow"))
		follow = true;
	json_close(out, '}');
	return follow;
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

static void run(void)
{
	struct pollfd fds[CLIENTS_MAX + 3];

	while (!ending) {
		size_t count = 2;
		int wait = feed_run(feed);

		fds[0] = (struct pollfd){.fd = nflog_fd(dns_log), .events = POLLIN};
		fds[1] = (struct pollfd){.fd = nflog_fd(blocked_log), .events = POLLIN};
		count += clients_wanted(clients, fds + count);
		if (poll(fds, count, wait) < 0) {
			if (errno == EINTR)
				continue;
			die("cannot wait:");
		}
		// Names first: the attempt that follows an answer should be shown with it.
		nflog_read(dns_log, take);
		nflog_read(blocked_log, take);
		clients_serve(clients, fds + 2);
	}
}

static void read_options(int argc, char **argv)
{
	static const struct option known[] = {
		{"socket", required_argument, NULL, 's'},
		{"object", required_argument, NULL, 'o'},
		{"cgroup", required_argument, NULL, 'c'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 's':
			options.socket = optarg;
			break;
		case 'o':
			options.object = optarg;
			break;
		case 'c':
			options.cgroup = optarg;
			break;
		default:
			die("usage: galaf-monitor [--socket PATH] [--object FILE] [--cgroup "
			    "FOLDER]");
		}
	}
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = end};

	read_options(argc, argv);
	started = wall_ms();
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	blocked_log = nflog_open((uint16_t[]){GROUP_BLOCKED, GROUP_RECORD, 0});
	dns_log = nflog_open((uint16_t[]){GROUP_DNS, 0});
	recorder.names = names_new();
	recorder.programs = programs_new(options.object, options.cgroup);
	recorder.keep = keep;
	clients = clients_new(options.socket, answer);
	feed = feed_new(clients);
	keep_few_privileges();
	notify_ready();
	run();
	unlink(options.socket);
	return 0;
}
