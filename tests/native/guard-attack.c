// SPDX-License-Identifier: GPL-3.0-or-later
// guard-attack [GALAF-BPF]   What programs of the same user can do to a running app, with and
// without the guard. TAP.
//
// Runs as root in a machine of its own whose kernel has the BPF LSM on, such as the qemu guest.
// Needs no user, group or policy to exist: ids are only numbers. First without the guard, where the
// attacks have to work, or the test would prove nothing; then with it.
#include "guard-attacks.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int passed, failed;
static const char *bpf_tool = "/usr/libexec/galaf/galaf-bpf";

static void report(bool good, const char *format, ...)
{
	va_list arguments;

	*(good ? &passed : &failed) += 1;
	printf("%sok %d - ", good ? "" : "not ", passed + failed);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

void need(bool good, const char *what)
{
	if (good)
		return;
	printf("Bail out! %s: %m\n", what);
	fflush(stdout);
	_exit(99);
}

static int guard(const char *verb)
{
	char command[256];
	int status;

	snprintf(command, sizeof(command), "%s %s guard", bpf_tool, verb);
	status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}

void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	need(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
	close(fd);
}

void become(gid_t gid)
{
	need(setgroups(0, NULL) == 0 && setresgid(gid, gid, gid) == 0, "taking a group");
	need(setresuid(UID, UID, UID) == 0, "taking a user");
	// A process that root became is not dumpable, which would shield it better than any app is.
	need(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, "PR_SET_DUMPABLE");
}

void enter_own_namespace(gid_t gid)
{
	char map[64];

	need(unshare(CLONE_NEWUSER) == 0, "a user namespace of one's own");
	snprintf(map, sizeof(map), "0 %d 1", UID);
	write_file("/proc/self/uid_map", map);
	write_file("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "0 %d 1", (int)gid);
	write_file("/proc/self/gid_map", map);
}

// A process of the group that waits to be attacked.
static pid_t start_app(gid_t gid, bool namespaced)
{
	int ready[2];
	char byte;
	pid_t pid;

	need(pipe(ready) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		become(gid);
		if (namespaced)
			enter_own_namespace(gid);
		need(write(ready[1], "", 1) == 1, "write");
		for (;;)
			pause();
	}
	close(ready[1]);
	need(pid > 0 && read(ready[0], &byte, 1) == 1, "starting an app");
	close(ready[0]);
	return pid;
}

static void stop_app(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

// Runs the attack as the user with this group (or as root, with -1) and tells whether it worked.
static bool works(const struct attack *attack, gid_t gid, pid_t app)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		if (gid != (gid_t)-1)
			become(gid);
		_exit(attack->run(app) ? 0 : 1);
	}
	need(waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) <= 1,
	     attack->name);
	return WEXITSTATUS(status) == 0;
}

static const char *const app_names[] = {"an app", "an app in a user namespace"};

static void expect(bool wanted, const char *who, gid_t gid, pid_t app, bool inside)
{
	for (const struct attack *attack = attacks; attack->name; attack++)
		if (attack->target == ANY_APP || (attack->target == NAMESPACED_APP && inside))
			report(works(attack, gid, app) == wanted, "%s: %s of %s %s", who,
			       attack->name, app_names[inside], wanted ? "works" : "is refused");
}

static void expect_alone(bool wanted, const char *who)
{
	for (const struct attack *attack = attacks; attack->name; attack++)
		if (attack->target == NO_APP)
			report(works(attack, -1, 0) == wanted, "%s: %s %s", who, attack->name,
			       wanted ? "works" : "is refused");
}

static void without_guard(void)
{
	pid_t app = start_app(APP_GID, true);

	expect(true, "no guard", USER_GID, app, true);
	expect_alone(true, "no guard");
	stop_app(app);
}

// Who is meant to can still do it all.
static void allowed_with_guard(void)
{
	struct attack launcher = {"taking the group with CAP_SETGID works", launch, NO_APP};
	pid_t plain = start_app(APP_GID, false);
	pid_t inside = start_app(APP_GID, true);
	pid_t other = start_app(USER_GID, false);
	pid_t other_inside = start_app(USER_GID, true);

	expect(true, "root", -1, plain, false);
	expect(true, "root", -1, inside, true);
	report(works(&launcher, -1, 0), "launcher: %s", launcher.name);
	report(works(&attacks[0], APP_GID, plain), "itself: %s of the app works", attacks[0].name);
	report(works(&attacks[0], USER_GID, other), "no app: %s works", attacks[0].name);
	expect(true, "no app group", USER_GID, other_inside, true);
	stop_app(plain);
	stop_app(inside);
	stop_app(other);
	stop_app(other_inside);
}

static void refused_with_guard(const char *when, pid_t plain, pid_t inside)
{
	expect(false, when, USER_GID, plain, false);
	expect(false, when, USER_GID, inside, true);
	expect(false, "guard, from another app", OTHER_GID, inside, true);
	stop_app(plain);
	stop_app(inside);
}

int main(int argc, char **argv)
{
	pid_t plain, inside;
	bool loaded;

	if (argc > 1 && strcmp(argv[1], "--group") == 0)
		return getegid() == APP_GID ? 0 : 1;
	if (argc > 1)
		bpf_tool = argv[1];
	need(getuid() == 0, "needs root");
	make_copy();
	loaded = guard("status") == 0;
	report(guard("unload") == 0 && guard("status") == 3, "the guard can be taken out");
	without_guard();

	plain = start_app(APP_GID, false);
	inside = start_app(APP_GID, true);
	report(guard("load") == 0 && guard("status") == 0, "the guard loads");
	report(guard("load") == 0, "loading it again changes nothing");
	refused_with_guard("guard loaded later", plain, inside);
	refused_with_guard("guard", start_app(APP_GID, false), start_app(APP_GID, true));
	expect_alone(false, "guard");
	allowed_with_guard();

	if (!loaded)
		report(guard("unload") == 0 && guard("status") == 3, "the guard unloads");
	remove_copy();
	printf("1..%d\n%d passed, %d failed\n", passed + failed, passed, failed);
	return failed ? 1 : 0;
}
