// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * monitor connects COUNT DESTINATIONS   print nanoseconds of processor time per connect() of a
 *     datagram socket, which sends nothing, to so many destinations in turn
 * monitor flood SECONDS GID...          send datagrams as fast as possible under these groups in
 *     turn, to destinations that change; print how many a second
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FIRST_PORT 10000
#define PORTS	   50000

static double now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static struct sockaddr_in destination(unsigned int i)
{
	struct sockaddr_in address = {.sin_family = AF_INET};

	address.sin_addr.s_addr =
		htonl(0xc6336400 + 20 + i / PORTS % 200); /* 198.51.100.20 and on */
	address.sin_port = htons(FIRST_PORT + i % PORTS);
	return address;
}

static int connects(unsigned int count, unsigned int destinations)
{
	int s = socket(AF_INET, SOCK_DGRAM, 0);
	double start = now(CLOCK_PROCESS_CPUTIME_ID);

	for (unsigned int i = 0; i < count; i++) {
		struct sockaddr_in address = destination(i % destinations);

		if (connect(s, (void *)&address, sizeof(address))) {
			perror("connect");
			return 1;
		}
	}
	printf("%.0f\n", (now(CLOCK_PROCESS_CPUTIME_ID) - start) / count);
	return 0;
}

static int flood(double seconds, char **gids, unsigned int groups)
{
	int *sockets = calloc(groups, sizeof(int));
	double start, end;
	unsigned long n = 0;

	/* A socket belongs to the group that made it. */
	for (unsigned int i = 0; i < groups; i++) {
		setfsgid(atoi(gids[i]));
		sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
	}
	start = now(CLOCK_MONOTONIC);
	end = start + seconds * 1e9;
	while (n % 1024 || now(CLOCK_MONOTONIC) < end) {
		struct sockaddr_in address = destination(n);

		sendto(sockets[n % groups], "x", 1, 0, (void *)&address, sizeof(address));
		n++;
	}
	printf("%.0f\n", n / ((now(CLOCK_MONOTONIC) - start) / 1e9));
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "connects"))
		return connects(atoi(argv[2]), atoi(argv[3]));
	if (argc > 3 && !strcmp(argv[1], "flood"))
		return flood(atof(argv[2]), argv + 3, argc - 3);
	return 2;
}
