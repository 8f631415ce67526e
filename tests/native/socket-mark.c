// SPDX-License-Identifier: GPL-3.0-or-later
// socket-mark GID UID   Prints the mark that a new socket of each kind gets when these ids make it.
// Needs root.
#include <grp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int print_mark(int family, int type)
{
	int fd = socket(family, type | SOCK_CLOEXEC, 0);
	unsigned int mark = 0;
	socklen_t size = sizeof(mark);

	if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_MARK, &mark, &size) < 0) {
		perror("socket-mark: socket");
		return 1;
	}
	printf("%08x\n", mark);
	close(fd);
	return 0;
}

static int try_bind(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		perror("socket-mark: bind");
		return 1;
	}
	puts("bound");
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--bind") == 0)
		return try_bind();
	if (argc != 3)
		return 64;
	gid_t gid = strtoul(argv[1], NULL, 10);
	uid_t uid = strtoul(argv[2], NULL, 10);

	if (setgroups(0, NULL) < 0 || setresgid(gid, gid, gid) < 0 ||
	    setresuid(uid, uid, uid) < 0) {
		perror("socket-mark: ids");
		return 1;
	}
	return print_mark(AF_INET, SOCK_STREAM) || print_mark(AF_INET, SOCK_DGRAM) ||
	       print_mark(AF_INET6, SOCK_STREAM) || print_mark(AF_INET6, SOCK_DGRAM);
}
