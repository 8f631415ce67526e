// SPDX-License-Identifier: GPL-3.0-or-later
// galaf GROUP [args...]: runs the program of an app group under that group's id.
//
// It carries cap_setgid and is run by everybody, so it reads no configuration: only small
// root-owned files that `galafctl apply` compiled. The order in main() is the order in which trust
// is earned; see docs/launcher.md.
#include "galaf.h"

#include <ctype.h>
#include <stdarg.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Inode of the first user namespace; fixed in the kernel (include/linux/proc_ns.h).
#define INIT_USER_NS 0xEFFFFFFDu

// Where a refusal is reported besides stderr, which belongs to the app once it runs: see
// sanitise_descriptors(). It is closed by a successful execve.
static int report = -1;

void die(int code, const char *format, ...)
{
	char line[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	// The caller's words must not steer the terminal, or pretend to be lines of ours.
	for (char *at = line; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	dprintf(STDERR_FILENO, "galaf: %s\n", line);
	if (report >= 0)
		dprintf(report, "%s\n", line);
	_exit(code);
}

void append(struct list *list, char *string)
{
	if (list->n + 1 == sizeof(list->item) / sizeof(*list->item))
		die(EXIT_SYSTEM, "too many arguments or variables");
	list->item[list->n++] = string;
	list->item[list->n] = NULL;
}

// Descriptors 0 to 2 must be something, or the next file opened would be written to as stderr;
// nothing else is inherited, as it could carry a socket or a directory that the group should not
// have. GALAF_REPORT says that stdin is a pipe or socket for our last words: a desktop shell cannot
// tell our exit code from the app's, nor keep the app's stderr for itself.
static void sanitise_descriptors(void)
{
	if (syscall(SYS_close_range, 3, ~0U, 0) < 0)
		die(EXIT_SYSTEM, "cannot close inherited files: %m");
	if (getenv("GALAF_REPORT")) {
		report = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
		close(STDIN_FILENO);
	}
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(EXIT_SYSTEM);
}

static void refuse_user_namespace(void)
{
	struct stat st;

	if (stat("/proc/self/ns/user", &st) < 0 || st.st_ino != INIT_USER_NS)
		die(EXIT_NAMESPACE,
		    "called inside a user namespace or without /proc (a container or sandbox), "
		    "where no app group can be taken; start it from the session");
}

// Options are programs' ways to load files and code; only `any` hands the app over to its caller.
static bool admitted(const struct launch *launch, const char *argument)
{
	if (launch->args == ARGS_ANY)
		return true;
	for (const char *at = argument; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return false;
	if (launch->args == ARGS_FILES)
		return *argument == '/' && access(argument, F_OK) == 0;
	for (char *const *scheme = launch->schemes.item; *scheme; scheme++)
		if (strncasecmp(argument, *scheme, strlen(*scheme)) == 0)
			return !strchr(argument, ' ');
	return false;
}

static void check_arguments(const struct launch *launch)
{
	for (char **argument = launch->arguments; *argument; argument++)
		if (!launch->placed || !admitted(launch, *argument))
			die(EXIT_ARGUMENT,
			    "%s does not admit the argument '%.200s'; see its `args`", launch->name,
			    *argument);
}

// A link in the mail app must open in the browser under the browser's group. The mail app's
// children carry its group and no_new_privs, under which file capabilities do nothing: only a
// process that the manager starts can take another group.
static bool needs_manager(void)
{
	return IN_APP_RANGE(getgid()) || IN_APP_RANGE(getegid()) ||
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

// The same as a service of the manager's. The mark tells the second galaf that it is one; whoever
// sets it himself gains a refusal.
static void launch_again(struct launch *launch)
{
	char *const service[] = {"/usr/libexec/galaf/galaf-session", "service", launch->unit,
				 "/usr/bin/galaf", launch->name};

	if (getenv("GALAF_RELAUNCHED"))
		die(EXIT_RELAUNCH,
		    "%s: the systemd manager of your session runs in an app group or under "
		    "no_new_privs itself",
		    launch->name);
	launch->argv.n = 0;
	for (size_t i = 0; i < sizeof(service) / sizeof(*service); i++)
		append(&launch->argv, service[i]);
	for (char **argument = launch->arguments; *argument; argument++)
		append(&launch->argv, *argument);
	launch->harden = HARDEN_OFF;
}

int main(int argc, char **argv)
{
	static struct launch launch;

	sanitise_descriptors();
	if (argc < 2)
		die(EXIT_USAGE,
		    "usage: galaf GROUP [ARGUMENT...]; `galafctl list` shows the groups");
	refuse_user_namespace();
	launch.name = argv[1];
	launch.arguments = argv + 2;
	read_launch_files(&launch);
	if (getuid() != geteuid() || !launch.listed)
		die(EXIT_USER, "user %u may not launch %s; see `users` in its configuration",
		    getuid(), launch.name);
	check_arguments(&launch);
	if (needs_manager())
		launch_again(&launch);
	else
		take_group(launch.gid);
	harden(launch.harden);
	execve(launch.argv.item[0], launch.argv.item, launch.environment.item);
	die(errno == ENOENT ? EXIT_NO_PROGRAM : EXIT_CANNOT_EXEC, "cannot run %s of %s: %m",
	    launch.argv.item[0], launch.name);
}
