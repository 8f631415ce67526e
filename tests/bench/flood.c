// SPDX-License-Identifier: GPL-3.0-or-later
/* flood ADDRESS PORT GID STOPFILE   Send datagrams under GID until STOPFILE exists; prints sent and refused. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	long sent = 0, refused = 0;
	gid_t gid;
	int s;

	if (argc != 5 || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1)
		return 2;
	address.sin_port = htons(atoi(argv[2]));
	gid = atoi(argv[3]);
	if (setresgid(gid, gid, gid))
		return 1;
	s = socket(AF_INET, SOCK_DGRAM, 0);
	while (access(argv[4], F_OK)) {
		for (int i = 0; i < 20; i++, sent++)
			refused += sendto(s, "x", 1, 0, (void *)&address, sizeof(address)) < 0;
		usleep(1000);
	}
	printf("%ld %ld\n", sent, refused);
	return 0;
}
