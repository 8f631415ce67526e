// SPDX-License-Identifier: GPL-3.0-or-later
// The environment is rebuilt: a variable that an interpreter or a toolkit obeys would run the
// caller's code under the app's group. Which ones pass, and with what values, stands in the launch
// files.
#include "galaf.h"

#define VALUE_MAX 512

// A pattern is `NAME FIRST CHARACTERS`: NAME may end in '*', which stands for more capital letters;
// FIRST is what the value must begin with, or '*'; CHARACTERS are all that it may contain.
static bool matches(const char *pattern, const char *variable)
{
	size_t name = strcspn(pattern, "* ");
	const char *first = strchr(pattern, ' ') + 1;
	const char *characters = strchr(first, ' ');
	const char *value;

	if (!characters || strncmp(pattern, variable, name) != 0)
		return false;
	if (pattern[name] == '*')
		name += strspn(variable + name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	if (variable[name] != '=')
		return false;
	value = variable + name + 1;
	return *value && (*first == '*' || *value == *first) &&
	       !value[strspn(value, characters + 1)] && strlen(value) <= VALUE_MAX &&
	       !strstr(value, "..");
}

static char **list;
static size_t used;

// A later variable replaces an earlier one of the same name.
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

static void put_runtime_directory(void)
{
	static char run[64], bus[96];
	struct stat st;
	const char *path = run + strlen("XDG_RUNTIME_DIR=");

	snprintf(run, sizeof(run), "XDG_RUNTIME_DIR=/run/user/%u", getuid());
	if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) || st.st_uid != getuid())
		return;
	snprintf(bus, sizeof(bus), "DBUS_SESSION_BUS_ADDRESS=unix:path=%s/bus", path);
	put(run);
	put(bus);
}

char **build_environment(const struct launch *launch)
{
	size_t n = 0;

	while (environ[n])
		n++;
	list = calloc(n + launch->env.n + 3, sizeof(*list));
	if (!list)
		die(EXIT_SYSTEM, "out of memory");
	for (char **variable = environ; *variable; variable++)
		for (char *const *pattern = launch->pass.item; *pattern; pattern++)
			if (matches(*pattern, *variable))
				put(*variable);
	put_runtime_directory();
	for (char *const *entry = launch->env.item; *entry; entry++) {
		char *callers = strchr(*entry, '=') ? NULL : getenv(*entry);

		if (callers)
			put(callers - strlen(*entry) - 1);
		else if (strchr(*entry, '='))
			put(*entry);
	}
	return list;
}
