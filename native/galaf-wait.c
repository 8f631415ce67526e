// galaf-wait time SECONDS COMMAND...
//     waits until that many seconds after boot, then runs the command in its place
// galaf-wait exit GID COMMAND...
//     the same when no process of the group is left
//
// Time runs on while the machine sleeps (CLOCK_BOOTTIME), so that a suspend does not stretch a
// permission.
#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void wait_until(long seconds)
{
	struct timespec end = {.tv_sec = seconds};
	int status;

	while ((status = clock_nanosleep(CLOCK_BOOTTIME, TIMER_ABSTIME, &end, NULL)) == EINTR)
		;
	if (status)
		errx(1, "clock_nanosleep: %s", strerror(status));
}

// Whether one of a process's group ids is the one; a process that ended meanwhile has none.
static bool has_group(const char *pid, unsigned long gid)
{
	char path[64], line[256];
	bool found = false;
	FILE *status;

	snprintf(path, sizeof(path), "/proc/%.20s/status", pid);
	status = fopen(path, "re");
	if (!status)
		return false;
	while (fgets(line, sizeof(line), status)) {
		unsigned long ids[4];

		if (sscanf(line, "Gid: %lu %lu %lu %lu", &ids[0], &ids[1], &ids[2], &ids[3]) != 4)
			continue;
		found = ids[0] == gid || ids[1] == gid || ids[2] == gid || ids[3] == gid;
		break;
	}
	fclose(status);
	return found;
}

// What ended keeps its number until its parent asks for its exit code, which may be never.
static bool has_ended(int fd)
{
	struct pollfd process = {.fd = fd, .events = POLLIN};

	return poll(&process, 1, 0) > 0;
}

// A descriptor of some process of the group that runs; -1 when there is none.
static int find_process(unsigned long gid)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int fd = -1;

	if (!proc)
		err(1, "/proc");
	while (fd < 0 && (entry = readdir(proc))) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !has_group(entry->d_name, gid))
			continue;
		fd = syscall(SYS_pidfd_open, atoi(entry->d_name), 0);
		if (fd >= 0 && has_ended(fd)) {
			close(fd);
			fd = -1;
		}
	}
	closedir(proc);
	return fd;
}

static void wait_for_last(unsigned long gid)
{
	int fd;

	while ((fd = find_process(gid)) >= 0) {
		struct pollfd process = {.fd = fd, .events = POLLIN};

		if (poll(&process, 1, -1) < 0 && errno != EINTR)
			err(1, "poll");
		close(fd);
	}
}

int main(int argc, char **argv)
{
	char *end = "x";
	long number = argc > 3 ? strtol(argv[2], &end, 10) : 0;

	if (argc < 4 || *end || number < 0)
		errx(2, "usage: galaf-wait time SECONDS|exit GID COMMAND...");
	if (!strcmp(argv[1], "time"))
		wait_until(number);
	else if (!strcmp(argv[1], "exit"))
		wait_for_last(number);
	else
		errx(2, "%s: neither time nor exit", argv[1]);
	execv(argv[3], argv + 3);
	err(1, "%s", argv[3]);
}
