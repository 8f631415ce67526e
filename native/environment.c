// SPDX-License-Identifier: GPL-3.0-or-later
// The environment is rebuilt from a list: a variable that an interpreter or a toolkit obeys would
// run the caller's code under the app's group.
#include "galaf.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DIGITS "0123456789"
#define WORD   "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" DIGITS "_-"
#define NAMES  WORD "." /* no slash: a module, theme or locale by name, never by path */

#define VALUE_MAX 512

static const struct {
	const char *name; /* a trailing '*' stands for more capital letters */
	const char *characters;
	char first; /* what the value must begin with, or 0 */
} passed[] = {
	// display; only one of this machine, as the server reads and types what the app does
	{"DISPLAY", ":." DIGITS, ':'},
	{"WAYLAND_DISPLAY", NAMES, 0},
	{"XAUTHORITY", NAMES "/", '/'},
	{"XDG_SESSION_TYPE", WORD, 0},
	{"XDG_CURRENT_DESKTOP", WORD ":", 0},
	{"XDG_SESSION_DESKTOP", WORD, 0},
	{"DESKTOP_SESSION", WORD, 0},
	{"XDG_ACTIVATION_TOKEN", NAMES "/:", 0},
	{"DESKTOP_STARTUP_ID", NAMES "/:", 0},
	{"GDK_SCALE", DIGITS ".", 0},
	{"GDK_DPI_SCALE", DIGITS ".", 0},
	{"QT_SCALE_FACTOR", DIGITS ".", 0},
	{"QT_AUTO_SCREEN_SCALE_FACTOR", DIGITS ".", 0},
	{"TERM", NAMES "+", 0},
	{"COLORTERM", WORD, 0},
	{"NO_COLOR", WORD, 0},
	// locale
	{"LANG", NAMES "@", 0},
	{"LANGUAGE", NAMES "@:", 0},
	{"LC_*", NAMES "@", 0},
	// input methods
	{"GTK_IM_MODULE", WORD ":", 0},
	{"QT_IM_MODULE", WORD, 0},
	{"QT_IM_MODULES", WORD ";", 0},
	{"XMODIFIERS", WORD "@=", 0},
	// theme and cursor
	{"GTK_THEME", NAMES ":", 0},
	{"QT_STYLE_OVERRIDE", WORD, 0},
	{"QT_QPA_PLATFORMTHEME", WORD, 0},
	{"XCURSOR_THEME", NAMES, 0},
	{"XCURSOR_SIZE", DIGITS, 0},
};

static bool name_matches(const char *pattern, const char *name, size_t length)
{
	size_t fixed = strcspn(pattern, "*");

	if (strncmp(pattern, name, fixed) != 0)
		return false;
	if (!pattern[fixed])
		return length == fixed;
	return length > fixed &&
	       strspn(name + fixed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == length - fixed;
}

static bool may_pass(const char *variable)
{
	const char *value = strchr(variable, '=');
	size_t name = value ? value - variable : 0;

	if (!value || !*++value || strlen(value) > VALUE_MAX || strstr(value, ".."))
		return false;
	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++)
		if (name_matches(passed[i].name, variable, name))
			return (!passed[i].first || *value == passed[i].first) &&
			       value[strspn(value, passed[i].characters)] == '\0';
	return false;
}

static char **list;
static size_t used;

// A later variable replaces an earlier one of the same name, as the group's own env must win.
static void put(char *variable)
{
	size_t name = strcspn(variable, "=") + 1;
	size_t i = 0;

	while (i < used && strncmp(list[i], variable, name) != 0)
		i++;
	list[i] = variable;
	if (i == used)
		used++;
}

static void put_pair(const char *name, const char *value)
{
	char *variable;

	if (asprintf(&variable, "%s=%s", name, value) < 0)
		die(EXIT_SYSTEM, "out of memory");
	put(variable);
}

static void put_computed(void)
{
	const struct passwd *entry;
	uid_t uid = getuid();
	struct stat st;
	char run[32], bus[64];

	errno = 0;
	entry = getpwuid(uid);
	if (!entry)
		die(EXIT_USER, "no user with id %u is known here", uid);
	put_pair("HOME", entry->pw_dir);
	put_pair("USER", entry->pw_name);
	put_pair("LOGNAME", entry->pw_name);
	put_pair("SHELL", *entry->pw_shell ? entry->pw_shell : "/bin/sh");
	put("PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games");
	snprintf(run, sizeof(run), "/run/user/%u", uid);
	if (lstat(run, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == uid) {
		put_pair("XDG_RUNTIME_DIR", run);
		snprintf(bus, sizeof(bus), "unix:path=%s/bus", run);
		put_pair("DBUS_SESSION_BUS_ADDRESS", bus);
	}
}

char **build_environment(const struct launch *launch)
{
	size_t callers = 0;

	while (environ[callers])
		callers++;
	list = calloc(callers + launch->n_env + 16, sizeof(*list));
	if (!list)
		die(EXIT_SYSTEM, "out of memory");
	for (char **variable = environ; *variable; variable++)
		if (may_pass(*variable))
			put(*variable);
	put_computed();
	for (size_t i = 0; i < launch->n_env; i++) {
		const char *value;

		if (strchr(launch->env[i], '='))
			put(launch->env[i]);
		else if ((value = getenv(launch->env[i])))
			put_pair(launch->env[i], value);
	}
	return list;
}
