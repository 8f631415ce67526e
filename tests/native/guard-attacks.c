// SPDX-License-Identifier: GPL-3.0-or-later
// The attacks of guard-attack: each returns whether it worked.
#include "guard-attacks.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char app_copy[64] = "/var/tmp/guard-attack.XXXXXX";

static int open_proc(pid_t pid, const char *name, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return open(path, flags | O_CLOEXEC);
}

static bool seize(pid_t app)
{
	return ptrace(PTRACE_SEIZE, app, 0, 0) == 0;
}

static bool open_memory(pid_t app)
{
	return open_proc(app, "mem", O_RDWR) >= 0;
}

static bool open_environment(pid_t app)
{
	return open_proc(app, "environ", O_RDONLY) >= 0;
}

static bool read_memory(pid_t app)
{
	char byte;
	struct iovec here = {&byte, 1}, there = {app_copy, 1};

	return process_vm_readv(app, &here, 1, &there, 1, 0) == 1;
}

static bool take_file(pid_t app)
{
	int pidfd = syscall(SYS_pidfd_open, app, 0);

	return pidfd >= 0 && syscall(SYS_pidfd_getfd, pidfd, 0, 0) >= 0;
}

static bool open_namespace(pid_t app)
{
	return open_proc(app, "ns/user", O_RDONLY) >= 0;
}

static bool enter_by_pidfd(pid_t app)
{
	int pidfd = syscall(SYS_pidfd_open, app, 0);

	return pidfd >= 0 && setns(pidfd, CLONE_NEWUSER) == 0;
}

static bool enter_and_take_group(pid_t app)
{
	int fd = open_proc(app, "ns/user", O_RDONLY);

	return fd >= 0 && setns(fd, CLONE_NEWUSER) == 0 && setresgid(0, 0, 0) == 0;
}

// A setgid copy of an interpreter, made by the app or while a guard was missing. Replaces this
// process by the copy, which exits with 0 when it has the group.
static bool run_setgid_copy(pid_t unused)
{
	(void)unused;
	become(USER_GID);
	execl(app_copy, app_copy, "--group", NULL);
	return false;
}

// Runs the function as the user in a namespace of his in which group 1 is the app's, as a careless
// /etc/subgid gives.
static bool in_mapped_namespace(bool (*function)(void))
{
	int ready[2], go[2], status = 0;
	char byte = 0, path[64], map[64];
	pid_t pid;

	need(pipe(ready) == 0 && pipe(go) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		become(USER_GID);
		need(unshare(CLONE_NEWUSER) == 0, "unshare");
		need(write(ready[1], &byte, 1) == 1 && read(go[0], &byte, 1) == 1, "pipe");
		_exit(function() ? 0 : 1);
	}
	need(read(ready[0], &byte, 1) == 1, "pipe");
	snprintf(path, sizeof(path), "/proc/%d/uid_map", (int)pid);
	snprintf(map, sizeof(map), "0 %d 1", UID);
	write_file(path, map);
	snprintf(path, sizeof(path), "/proc/%d/gid_map", (int)pid);
	snprintf(map, sizeof(map), "0 %d 1\n1 %d 1", USER_GID, APP_GID);
	write_file(path, map);
	need(write(go[1], &byte, 1) == 1 && waitpid(pid, &status, 0) == pid, "waiting");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool take_mapped(void)
{
	return setresgid(1, 1, 1) == 0;
}

static bool take_mapped_saved(void)
{
	return setresgid(-1, -1, 1) == 0;
}

static bool take_mapped_fs(void)
{
	setfsgid(1);
	return setfsgid(-1) == 1;
}

static bool join_mapped(void)
{
	const gid_t groups[] = {0, 1};

	return setgroups(2, groups) == 0;
}

static bool set_mapped(pid_t unused)
{
	(void)unused;
	return in_mapped_namespace(take_mapped);
}

static bool set_mapped_saved(pid_t unused)
{
	(void)unused;
	return in_mapped_namespace(take_mapped_saved);
}

static bool set_mapped_fs(pid_t unused)
{
	(void)unused;
	return in_mapped_namespace(take_mapped_fs);
}

static bool add_mapped(pid_t unused)
{
	(void)unused;
	return in_mapped_namespace(join_mapped);
}

// An app that asks its parent, a program of another group, to trace it.
static bool trace_child(pid_t unused)
{
	int go[2], status = 0;
	char byte = 0;
	pid_t pid;

	(void)unused;
	need(pipe(go) == 0, "pipe");
	pid = fork();
	if (pid == 0) {
		become(APP_GID);
		need(read(go[0], &byte, 1) == 1, "pipe");
		_exit(ptrace(PTRACE_TRACEME, 0, 0, 0) == 0 ? 0 : 1);
	}
	become(USER_GID);
	need(write(go[1], &byte, 1) == 1 && waitpid(pid, &status, 0) == pid, "waiting");
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What the launcher does: an ordinary user with CAP_SETGID and nothing else.
bool launch(pid_t unused)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{1 << CAP_SETGID, 1 << CAP_SETGID, 0}};

	(void)unused;
	need(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == 0, "keeping capabilities");
	become(USER_GID);
	need(syscall(SYS_capset, &header, data) == 0, "capset");
	return setresgid(APP_GID, APP_GID, APP_GID) == 0;
}

void make_copy(void)
{
	char buffer[65536];
	ssize_t got;
	int from = open("/proc/self/exe", O_RDONLY), to = mkstemp(app_copy);

	need(from >= 0 && to >= 0, app_copy);
	while ((got = read(from, buffer, sizeof(buffer))) > 0)
		need(write(to, buffer, got) == got, app_copy);
	need(fchown(to, UID, APP_GID) == 0 && fchmod(to, 02755) == 0, app_copy);
	close(from);
	close(to);
}

void remove_copy(void)
{
	unlink(app_copy);
}

const struct attack attacks[] = {
	{"reading the environment", open_environment, ANY_APP},
	{"opening the memory", open_memory, ANY_APP},
	{"process_vm_readv", read_memory, ANY_APP},
	{"ptrace", seize, ANY_APP},
	{"pidfd_getfd", take_file, ANY_APP},
	{"opening the user namespace", open_namespace, ANY_APP},
	{"setns by pidfd", enter_by_pidfd, NAMESPACED_APP},
	{"setns and taking the group", enter_and_take_group, NAMESPACED_APP},
	{"a setgid copy", run_setgid_copy, NO_APP},
	{"setresgid by an overlapping subgid", set_mapped, NO_APP},
	{"a saved group id by an overlapping subgid", set_mapped_saved, NO_APP},
	{"setfsgid by an overlapping subgid", set_mapped_fs, NO_APP},
	{"setgroups by an overlapping subgid", add_mapped, NO_APP},
	{"an app's PTRACE_TRACEME to a foreign parent", trace_child, NO_APP},
	{0},
};
