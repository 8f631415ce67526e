// SPDX-License-Identifier: GPL-3.0-or-later
// galaf-test GID PROGRAM [ARGUMENT...]: runs a program under any group of the range. For tests
// only, never installed: with its capability it would be a way round every rule.
#include "../bpf/range.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>
#include <unistd.h>

static int fail(const char *what)
{
	fprintf(stderr, "galaf-test: %s: %s\n", what, strerror(errno));
	return 1;
}

int main(int argc, char **argv)
{
	char *end = NULL;
	unsigned long gid = argc > 2 ? strtoul(argv[1], &end, 10) : 0;
	const cap_value_t setgid_only[] = {CAP_SETGID};
	cap_t caps = cap_init();

	if (argc < 3 || *end || !IN_APP_RANGE(gid)) {
		fprintf(stderr, "usage: galaf-test GID PROGRAM [ARGUMENT...]; GID from %d to %d\n",
			APP_GID_MIN, APP_GID_MAX);
		return 64;
	}
	if (!caps || cap_set_flag(caps, CAP_PERMITTED, 1, setgid_only, CAP_SET) < 0 ||
	    cap_set_flag(caps, CAP_EFFECTIVE, 1, setgid_only, CAP_SET) < 0 ||
	    cap_set_proc(caps) < 0)
		return fail("needs root or cap_setgid=p");
	if (setresgid(gid, gid, gid) < 0)
		return fail("setresgid");
	if (cap_clear(caps) < 0 || cap_set_proc(caps) < 0)
		return fail("cannot drop capabilities");
	execvp(argv[2], argv + 2);
	return fail(argv[2]);
}
