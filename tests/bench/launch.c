// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * launch ROUNDS UID GROUP CONFIG   Compare `galaf GROUP` with exec of the same program, in turns; GROUP's command is
 * /usr/bin/true.
 *
 * Prints four medians in microseconds: bare fork and exec, the same with the group id set first, through the launcher,
 * through a launcher that parses CONFIG.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

enum { PLAIN, SETRESGID, GALAF, PARSING, N_KINDS };

static double launch(int kind, uid_t uid, char *group, char *config)
{
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (kind == SETRESGID && setresgid(30000, 30000, 30000))
			_exit(99);
		if (setresuid(uid, uid, uid))
			_exit(99);
		if (kind == GALAF)
			execl("/usr/bin/galaf", "galaf", group, (char *)NULL);
		else if (kind == PARSING)
			execl("/usr/bin/launch-2022", "launch-2022", config, group, (char *)NULL);
		else
			execl("/usr/bin/true", "true", (char *)NULL);
		_exit(98);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0) {
		fprintf(stderr, "kind %d ended with %d\n", kind, WEXITSTATUS(status));
		exit(1);
	}
	return now() - start;
}

int main(int argc, char **argv)
{
	int rounds = argc == 5 ? atoi(argv[1]) : 0;
	double *times[N_KINDS];

	if (rounds < 1)
		return 2;
	for (int kind = 0; kind < N_KINDS; kind++)
		times[kind] = calloc(rounds, sizeof(double));
	for (int round = -10; round < rounds; round++)
		for (int kind = 0; kind < N_KINDS; kind++) {
			double t = launch(kind, atoi(argv[2]), argv[3], argv[4]);

			if (round >= 0)
				times[kind][round] = t;
		}
	for (int kind = 0; kind < N_KINDS; kind++) {
		qsort(times[kind], rounds, sizeof(double), ascending);
		printf("%.0f%c", times[kind][rounds / 2], kind == N_KINDS - 1 ? '\n' : ' ');
	}
	return 0;
}
