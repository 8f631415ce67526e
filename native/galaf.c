// SPDX-License-Identifier: GPL-3.0-or-later
// galaf GROUP [args...]: runs the program of an app group under that group's id.
//
// It carries cap_setgid and is run by everybody, so it reads no configuration: only small
// root-owned files that `galafctl apply` compiled. The order in main() is the order in which trust
// is earned; see docs/launcher.md.
#include "galaf.h"

#include <ctype.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <strings.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Inode of the first user namespace; fixed in the kernel (include/linux/proc_ns.h).
#define INIT_USER_NS 0xEFFFFFFDu

// Where a refusal is reported besides stderr, which belongs to the app once it runs: see
// take_report(). It is closed by a successful execve.
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

// Descriptors 0 to 2 must be something, or the next file opened would be written to as stderr;
// nothing else is inherited, as it could carry a socket or a directory that the group should not
// have.
static void sanitise_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(EXIT_SYSTEM);
	if (syscall(SYS_close_range, 3, ~0U, 0) < 0)
		die(EXIT_SYSTEM, "cannot close inherited files: %m");
}

// GALAF_REPORT says that stdin is a pipe or socket for our last words: a desktop shell cannot tell
// our exit code from the app's, nor keep the app's stderr for itself. The app gets /dev/null.
static void take_report(void)
{
	int null;

	if (!getenv("GALAF_REPORT"))
		return;
	report = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 10);
	null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (report < 0 || null < 0 || dup2(null, STDIN_FILENO) < 0)
		die(EXIT_SYSTEM, "cannot set stdin aside: %m");
}

static void refuse_user_namespace(void)
{
	struct stat st;

	if (stat("/proc/self/ns/user", &st) < 0)
		die(EXIT_NAMESPACE, "cannot look at /proc/self/ns/user: %m");
	if (st.st_ino != INIT_USER_NS)
		die(EXIT_NAMESPACE,
		    "called inside a user namespace (a container or sandbox), where no app group "
		    "can be taken; start it from the session");
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

static void check_arguments(const struct launch *launch, int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (launch->args_at < 0 || !admitted(launch, argv[i]))
			die(EXIT_ARGUMENT,
			    "%s does not admit the argument '%.200s'; see `args` in its "
			    "configuration",
			    launch->name, argv[i]);
}

// The command with the caller's arguments at their place.
static char **build_command(const struct launch *launch, int argc, char **argv)
{
	char **command = calloc(launch->argv.n + argc, sizeof(*command));
	size_t n = 0;

	if (!command)
		die(EXIT_SYSTEM, "out of memory");
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

	if (set_capabilities(1u << CAP_SETGID) < 0)
		die(EXIT_GROUP, "no cap_setgid; reinstall galaf, or as root: "
				"setcap cap_setgid=p /usr/bin/galaf");
	if (setresgid(launch->gid, launch->gid, launch->gid) < 0)
		die(EXIT_GROUP, "cannot take group %u of %s: %m", launch->gid, launch->name);
	if (getresgid(&real, &effective, &saved) < 0 || real != launch->gid ||
	    effective != launch->gid || saved != launch->gid ||
	    setfsgid((gid_t)-1) != (int)launch->gid)
		die(EXIT_GROUP, "group %u of %s was not taken", launch->gid, launch->name);
}

// A link in the mail app must open in the browser under the browser's group. The mail app's
// children carry its group and no_new_privs, under which file capabilities do nothing: only a
// process that the manager starts can take another group.
static bool needs_manager(void)
{
	gid_t real, effective, saved;

	if (getresgid(&real, &effective, &saved) < 0)
		die(EXIT_SYSTEM, "getresgid: %m");
	return IN_APP_RANGE(real) || IN_APP_RANGE(effective) || IN_APP_RANGE(saved) ||
	       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

// The same as a service of the manager's. The mark tells the second galaf that it is one; whoever
// sets it himself gains a refusal.
static void launch_again(struct launch *launch)
{
	if (getenv("GALAF_RELAUNCHED"))
		die(EXIT_RELAUNCH,
		    "%s: the systemd manager of your session runs in an app group or under "
		    "no_new_privs itself",
		    launch->name);
	launch->argv = (struct list){5,
				     {"/usr/libexec/galaf/galaf-session", "service", launch->unit,
				      "/usr/bin/galaf", launch->name}};
	launch->args_at = 5;
	launch->harden = HARDEN_OFF;
}

int main(int argc, char **argv)
{
	static struct launch launch;
	char **command, **environment;
	bool manager;

	sanitise_descriptors();
	take_report();
	if (argc < 2)
		die(EXIT_USAGE,
		    "usage: galaf GROUP [ARGUMENT...]; `galafctl list` shows the groups");
	refuse_user_namespace();
	read_launch_files(argv[1], &launch);
	if (getuid() != geteuid() || !launch.listed)
		die(EXIT_USER, "user %u may not launch %s; see `users` in its configuration",
		    getuid(), launch.name);
	check_arguments(&launch, argc, argv);
	manager = needs_manager();
	if (manager)
		launch_again(&launch);
	command = build_command(&launch, argc, argv);
	environment = build_environment(&launch);
	if (!manager)
		take_group(&launch);
	drop_capabilities();
	harden(launch.harden);
	execve(command[0], command, environment);
	die(errno == ENOENT ? EXIT_NO_PROGRAM : EXIT_CANNOT_EXEC, "cannot run %s of %s: %m",
	    command[0], launch.name);
}
