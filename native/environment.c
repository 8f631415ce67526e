// SPDX-License-Identifier: GPL-3.0-or-later
// The environment is rebuilt: a variable that an interpreter or a toolkit obeys would run the
// caller's code under the app's group. Which ones pass, and with what values, stands in the launch
// files.
#include "galaf.h"

#define VALUE_MAX 512

// Of the caller's variables, a record lets pass `NAME`, or `NAME FIRST CHARACTERS`: NAME may end in
// '*', which stands for more capital letters; FIRST is what the value must begin with, or '*';
// CHARACTERS are all that it may contain.
static bool passes(const char *record, const char *variable)
{
	size_t name = strcspn(record, "* ");
	const char *value = variable + name;
	const char *first = strchr(record, ' ');
	const char *characters = first ? strchr(first + 1, ' ') : NULL;

	if (strncmp(record, variable, name) != 0)
		return false;
	if (record[name] == '*')
		value += strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
	if (*value++ != '=')
		return false;
	return !first || (characters && *value && (first[1] == '*' || *value == first[1]) &&
			  !value[strspn(value, characters + 1)] && strlen(value) <= VALUE_MAX &&
			  !strstr(value, ".."));
}

// A later variable replaces an earlier one of the same name.
static void put(struct list *environment, char *variable)
{
	size_t name = strcspn(variable, "=") + 1;
	size_t i = 0;

	while (i < environment->n && strncmp(environment->item[i], variable, name) != 0)
		i++;
	if (i < environment->n)
		environment->item[i] = variable;
	else
		append(environment, variable);
}

void add_runtime_directory(struct list *environment)
{
	static char run[64], bus[96];
	struct stat st;
	const char *path = run + strlen("XDG_RUNTIME_DIR=");

	snprintf(run, sizeof(run), "XDG_RUNTIME_DIR=/run/user/%u", getuid());
	if (lstat(path, &st) < 0 || !S_ISDIR(st.st_mode) || st.st_uid != getuid())
		return;
	snprintf(bus, sizeof(bus), "DBUS_SESSION_BUS_ADDRESS=unix:path=%s/bus", path);
	put(environment, run);
	put(environment, bus);
}

void add_variables(struct list *environment, char *record)
{
	if (record[strcspn(record, "= ")] == '=')
		put(environment, record);
	else
		for (char **variable = environ; *variable; variable++)
			if (passes(record, *variable))
				put(environment, *variable);
}
