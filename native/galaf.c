// SPDX-License-Identifier: GPL-3.0-or-later
// galaf GROUP [args...]: runs the program of an app group under that group's id.
//
// It carries cap_setgid and is run by everybody, so it reads no configuration: only small
// root-owned files that `galafctl apply` compiled. The order in main() is the order in which trust
// is earned; see docs/launcher.md.
#include "galaf.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/fsuid.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Inode of the first user namespace; fixed in the kernel (include/linux/proc_ns.h).
#define INIT_USER_NS 0xEFFFFFFDu

void die(int code, const char *format, ...)
{
	const char *reason = format[strlen(format) - 1] == ':' ? strerror(errno) : "";
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	// The caller's words must not steer the terminal, or pretend to be lines of ours.
	for (char *at = line; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	dprintf(STDERR_FILENO, "galaf: %s%s%s\n", line, *reason ? " " : "", reason);
	_exit(code);
}

// Descriptors 0 to 2 must be something, or the next file opened would be written to as stderr;
// nothing else is inherited, as it could carry a socket or a directory that the group should not
// have.
static void sanitise_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(EXIT_SYSTEM);
	if (syscall(SYS_close_range, 3, ~0U, 0) < 0)
		die(EXIT_SYSTEM, "cannot close inherited files:");
}

static void refuse_user_namespace(void)
{
	struct stat st;

	if (stat("/proc/self/ns/user", &st) < 0)
		die(EXIT_NAMESPACE, "cannot look at /proc/self/ns/user:");
	if (st.st_ino != INIT_USER_NS)
		die(EXIT_NAMESPACE,
		    "called inside a user namespace (a container or sandbox), where no app group "
		    "can be taken; start it from the session");
}

static bool uid_listed(const char *ranges, uid_t uid)
{
	unsigned int from, to;

	for (; ranges && *ranges; ranges = strchr(ranges, ',')) {
		ranges += *ranges == ',';
		if (sscanf(ranges, "%u-%u", &from, &to) == 2 && uid >= from && uid <= to)
			return true;
	}
	return false;
}

static bool scheme_listed(const char *schemes, const char *uri)
{
	size_t length = strcspn(uri, ":");

	if (!uri[length] || !length || strchr(uri, ' '))
		return false;
	for (const char *at = schemes; *at; at += strcspn(at, ","), at += *at == ',')
		if (strcspn(at, ",") == length && strncasecmp(at, uri, length) == 0)
			return true;
	return false;
}

// Options are programs' ways to load files and code; only `any` hands the app over to its caller.
static bool admitted(const char *args, const char *argument)
{
	if (strcmp(args, "any") == 0)
		return true;
	if (!*argument || *argument == '-')
		return false;
	for (const char *at = argument; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	if (strcmp(args, "files") == 0)
		return *argument == '/' && access(argument, F_OK) == 0;
	return strncmp(args, "uris:", 5) == 0 && scheme_listed(args + 5, argument);
}

// The caller's arguments, all of which have to be admitted, at their place in the command.
static char **build_command(const struct launch *launch, int argc, char **argv)
{
	char **command = calloc(launch->argv.n + argc, sizeof(*command));
	size_t n = 0;

	if (!command)
		die(EXIT_SYSTEM, "out of memory");
	for (int i = 2; i < argc; i++)
		if (launch->args_at < 0 || !admitted(launch->args, argv[i]))
			die(EXIT_ARGUMENT,
			    "%s does not admit the argument '%.200s'; its `args` is %s",
			    launch->name, argv[i], launch->args);
	for (size_t i = 0; i <= launch->argv.n; i++) {
		for (int j = 2; (ssize_t)i == launch->args_at && j < argc; j++)
			command[n++] = argv[j];
		command[n] = launch->argv.item[i];
		n += i < launch->argv.n;
	}
	return command;
}

// Supplementary groups stay: they are the user's own (audio, video, plugdev), and no rule looks at
// them.
static void take_group(const struct launch *launch)
{
	gid_t real, effective, saved;

	if (raise_setgid() < 0)
		die(EXIT_GROUP, "no cap_setgid; reinstall galaf, or as root: "
				"setcap cap_setgid=p /usr/bin/galaf");
	if (setresgid(launch->gid, launch->gid, launch->gid) < 0)
		die(EXIT_GROUP, "cannot take group %u of %s:", launch->gid, launch->name);
	if (getresgid(&real, &effective, &saved) < 0 || real != launch->gid ||
	    effective != launch->gid || saved != launch->gid ||
	    setfsgid((gid_t)-1) != (int)launch->gid)
		die(EXIT_GROUP, "group %u of %s was not taken", launch->gid, launch->name);
}

int main(int argc, char **argv)
{
	static struct launch launch;
	char **command, **environment;

	sanitise_descriptors();
	if (argc < 2)
		die(EXIT_USAGE,
		    "usage: galaf GROUP [ARGUMENT...]; `galafctl list` shows the groups");
	refuse_user_namespace();
	read_launch_files(argv[1], &launch);
	if (getuid() != geteuid() || !uid_listed(launch.users, getuid()))
		die(EXIT_USER, "user %u may not launch %s; see `users` in its configuration",
		    getuid(), launch.name);
	command = build_command(&launch, argc, argv);
	environment = build_environment(&launch);
	if (needs_manager()) {
		argv[0] = "/usr/bin/galaf";
		command = manager_command(&launch, false, argv);
		drop_capabilities();
	} else {
		if (launch.mode == MODE_SCOPE)
			command = manager_command(&launch, true, command);
		take_group(&launch);
		drop_capabilities();
		harden(launch.harden, launch.mode == MODE_BWRAP);
	}
	execve(command[0], command, environment);
	die(errno == ENOENT ? EXIT_NO_PROGRAM : EXIT_CANNOT_EXEC,
	    "cannot run %s of %s:", command[0], launch.name);
}
