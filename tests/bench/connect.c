// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * connect serve ADDRESS PORT            accept and drop connections for ever
 * connect measure ADDRESS PORT GID MS   print nanoseconds per connection made under GID, errors, and connections
 *
 * The nanoseconds are those that a processor worked for this process. On a veth that is all of the connection: the kernel takes
 * packets and their answers through both ends while it is in connect(). Time that passed would have other work in it, which
 * makes every ratio look smaller.
 *
 * Connections are closed with a reset, so that no TIME_WAIT sockets pile up and slow down later rounds.
 */
#include <arpa/inet.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void reset_close(int fd)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	close(fd);
}

static int serve(const struct sockaddr_in *address)
{
	int one = 1, fd, s = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s, (const void *)address, sizeof(*address)) || listen(s, 4096)) {
		perror("bind");
		return 1;
	}
	while ((fd = accept(s, NULL, NULL)) >= 0)
		reset_close(fd);
	return 1;
}

static int measure(const struct sockaddr_in *address, gid_t gid, double ms)
{
	long n = 0, errors = 0;
	const struct sched_param first = { .sched_priority = 1 };
	double start, end;

	/* Before all other work: what runs in between would leave the caches to itself. */
	if (sched_setscheduler(0, SCHED_FIFO, &first) || setresgid(gid, gid, gid)) {
		perror("measure");
		return 1;
	}
	start = now(CLOCK_PROCESS_CPUTIME_ID);
	end = now(CLOCK_MONOTONIC) + ms * 1e6;
	while (now(CLOCK_MONOTONIC) < end) {
		int s = socket(AF_INET, SOCK_STREAM, 0);

		errors += connect(s, (const void *)address, sizeof(*address)) != 0;
		reset_close(s);
		n++;
	}
	printf("%.0f %ld %ld\n", (now(CLOCK_PROCESS_CPUTIME_ID) - start) / n, errors, n);
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	if (argc < 4 || inet_pton(AF_INET, argv[2], &address.sin_addr) != 1)
		return 2;
	address.sin_port = htons(atoi(argv[3]));
	if (!strcmp(argv[1], "serve"))
		return serve(&address);
	return argc == 6 ? measure(&address, atoi(argv[4]), atof(argv[5])) : 2;
}
