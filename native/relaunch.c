// SPDX-License-Identifier: GPL-3.0-or-later
// Ways through the user's systemd manager.
//
// A link in the mail app must open in the browser under the browser's group. The mail app's
// children carry its group and no_new_privs, under which file capabilities do nothing: only a
// process that the manager starts can take another group.
#include "galaf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

// Tells the second galaf that it is one. Whoever sets it himself gains a refusal.
#define MARKER "GALAF_RELAUNCHED"

bool needs_manager(void)
{
	gid_t real, effective, saved;

	if (getresgid(&real, &effective, &saved) < 0)
		die(EXIT_SYSTEM, "getresgid:");
	return IN_APP_RANGE(real) || IN_APP_RANGE(effective) || IN_APP_RANGE(saved) ||
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

// A scope around the command, since a service is a child of the manager and loses a group that was
// taken; or a service for a galaf that has yet to take its group.
char **manager_command(const struct launch *launch, bool scope, char **command)
{
	static char unit[256], bus[64];
	char *const head[] = {"/usr/bin/systemd-run", "--user", "--quiet", "--collect",
			      "--expand-environment=no", "--slice=app.slice", unit,
			      scope ? "--scope" : "--service-type=exec",
			      // A scope's variables would be the app's.
			      scope ? "--quiet" : "--setenv=" MARKER "=1", "--"};
	const size_t n_head = sizeof(head) / sizeof(head[0]);
	unsigned int random = getpid();
	struct stat st;
	size_t n = 0;
	char **all;

	snprintf(bus, sizeof(bus), "/run/user/%u/bus", getuid());
	if (lstat(bus, &st) < 0 || !S_ISSOCK(st.st_mode) || (!scope && getenv(MARKER)))
		die(EXIT_RELAUNCH,
		    "%s needs the systemd manager of your session, and there is none (%s), or it "
		    "runs in an app group or under no_new_privs itself",
		    launch->name, bus);
	getrandom(&random, sizeof(random), GRND_NONBLOCK);
	snprintf(unit, sizeof(unit), "--unit=%s-%08x.%s", launch->unit, random,
		 scope ? "scope" : "service");
	while (command[n])
		n++;
	all = calloc(n_head + n + 1, sizeof(*all));
	if (!all)
		die(EXIT_SYSTEM, "out of memory");
	memcpy(all, head, sizeof(head));
	memcpy(all + n_head, command, n * sizeof(*command));
	return all;
}
