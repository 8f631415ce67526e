// SPDX-License-Identifier: GPL-3.0-or-later
// portal-caller root PATH|nested   Two programs for portal-check.
//
// `root PATH` opens a path as the desktop's portal opens the root of its caller, and says what it
// has: "own root", "another", or the error; then what its children would be preloaded with.
// `nested` enters a user namespace of its own and lets nobody look into it, as a sandbox may; it
// says "ready", and waits to be ended.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int look(const char *path)
{
	int fd = openat64(AT_FDCWD, path,
			  O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC | O_NOCTTY);
	struct stat own, found;

	if (fd < 0)
		printf("%s", strerrorname_np(errno));
	else if (stat("/", &own) < 0 || fstat(fd, &found) < 0)
		printf("cannot tell");
	else
		printf("%s", own.st_ino == found.st_ino && own.st_dev == found.st_dev ? "own root"
										      : "another");
	printf("%s\n", getenv("LD_PRELOAD") ? ", and so would its children" : "");
	return 0;
}

static int wait_nested(void)
{
	if (unshare(CLONE_NEWUSER) < 0 || prctl(PR_SET_DUMPABLE, 0) < 0)
		return 1;
	puts("ready");
	fflush(stdout);
	pause();
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "root") == 0)
		return look(argv[2]);
	return argc == 2 && strcmp(argv[1], "nested") == 0 ? wait_nested() : 2;
}
