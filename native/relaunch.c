// SPDX-License-Identifier: GPL-3.0-or-later
// Ways through the user's systemd manager.
//
// A link in the mail app must open in the browser under the browser's group. The mail app's
// children carry its group and no_new_privs, under which file capabilities do nothing: only a
// process that the manager starts can take another group.
#include "galaf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#define SYSTEMD_RUN "/usr/bin/systemd-run"
#define SELF	    "/usr/bin/galaf"
// Tells the second galaf that it is one. Whoever sets it himself gains a refusal.
#define MARKER "GALAF_RELAUNCHED"

bool needs_relaunch(void)
{
	gid_t real, effective, saved;

	if (getresgid(&real, &effective, &saved) < 0)
		die(EXIT_SYSTEM, "getresgid:");
	return IN_APP_RANGE(real) || IN_APP_RANGE(effective) || IN_APP_RANGE(saved) ||
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

// app-galaf-NAME-RANDOM, as the desktop's conventions for app.slice have it; '-' inside a part is
// escaped.
static char *unit_name(const struct launch *launch, const char *suffix)
{
	char escaped[31 * 4 + 1];
	char *to = escaped, *unit;
	unsigned int random = 0;

	for (const char *from = launch->name; *from; from++)
		to += sprintf(to, *from == '-' ? "\\x2d" : "%c", *from);
	*to = '\0';
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != sizeof(random))
		random = (unsigned int)getpid();
	if (asprintf(&unit, "--unit=app-galaf-%s-%08x.%s", escaped, random, suffix) < 0)
		die(EXIT_SYSTEM, "out of memory");
	return unit;
}

static void need_manager(const struct launch *launch)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/run/user/%u/bus", getuid());
	if (lstat(path, &st) < 0 || !S_ISSOCK(st.st_mode) || access(SYSTEMD_RUN, X_OK) < 0)
		die(EXIT_RELAUNCH,
		    "%s needs the systemd manager of your session, and there is none (%s)",
		    launch->name, path);
}

static size_t count(char **command)
{
	size_t n = 0;

	while (command[n])
		n++;
	return n;
}

static char **join(char **head, char **tail)
{
	size_t n_head = count(head), n_tail = count(tail);
	char **all = calloc(n_head + n_tail + 1, sizeof(*all));

	if (!all)
		die(EXIT_SYSTEM, "out of memory");
	memcpy(all, head, n_head * sizeof(*all));
	memcpy(all + n_head, tail, n_tail * sizeof(*all));
	return all;
}

// A scope, since a service is a child of the manager and would lose the group that was just taken.
char **scope_command(const struct launch *launch, char **command)
{
	char *head[] = {SYSTEMD_RUN,
			"--user",
			"--scope",
			"--quiet",
			"--collect",
			"--expand-environment=no",
			"--slice=app.slice",
			unit_name(launch, "scope"),
			"--",
			NULL};

	need_manager(launch);
	return join(head, command);
}

void relaunch(const struct launch *launch, int argc, char **argv)
{
	// Tokens let the new window come to the front; they have passed the environment's patterns.
	char *head[] = {SYSTEMD_RUN,
			"--user",
			"--quiet",
			"--collect",
			"--expand-environment=no",
			"--service-type=exec",
			"--slice=app.slice",
			"--setenv=" MARKER "=1",
			unit_name(launch, "service"),
			"--",
			SELF,
			(char *)launch->name,
			NULL};
	char *none[] = {NULL};
	char **environment;

	if (getenv(MARKER))
		die(EXIT_RELAUNCH,
		    "%s: the systemd manager of your session runs in an app group or under "
		    "no_new_privs itself",
		    launch->name);
	need_manager(launch);
	environment = build_environment(launch);
	drop_capabilities();
	execve(SYSTEMD_RUN, join(head, argc > 2 ? argv + 2 : none), environment);
	die(EXIT_RELAUNCH, "cannot run %s:", SYSTEMD_RUN);
}
