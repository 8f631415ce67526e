// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what `galafctl apply` compiled: launch/GROUP says what runs, launch/UID what its
// environment is. Nothing about them is trusted but that root alone can write them.
#include "galaf.h"

#include <ctype.h>

#define CURRENT	 "/var/lib/galaf/current"
#define DIGITS	 "0123456789"
#define FILE_MAX 65536

static size_t check_trusted(int fd, const char *what, mode_t type)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		die(EXIT_SYSTEM, "cannot stat %s: %m", what);
	if ((st.st_mode & S_IFMT) != type || st.st_uid != 0 || (st.st_mode & (S_IWGRP | S_IWOTH)))
		die(EXIT_UNTRUSTED,
		    "%s must be a %s that belongs to root and that root alone can write", what,
		    type == S_IFDIR ? "directory" : "file");
	return st.st_size;
}

// `current` only chooses a number. Every step is opened without following links, so that each
// directory that is relied on is one that was checked.
static int open_launch_directory(void)
{
	char target[64] = "";
	const char *number = target + strlen("generations/");
	const char *const steps[] = {"/", "var", "lib", "galaf", "generations", number, "launch"};
	int directory = AT_FDCWD;

	if (readlink(CURRENT, target, sizeof(target) - 1) < 0)
		die(errno == ENOENT ? EXIT_UNKNOWN : EXIT_UNTRUSTED,
		    "no policy was applied yet, run `galafctl apply`; " CURRENT ": %m");
	if (strncmp(target, "generations/", number - target) != 0 || !*number ||
	    number[strspn(number, DIGITS)])
		die(EXIT_UNTRUSTED, CURRENT " does not point to generations/NUMBER");
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		directory =
			openat(directory, steps[i], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (directory < 0)
			die(EXIT_UNTRUSTED, "cannot open '%s' on the way to the launch files: %m",
			    steps[i]);
		check_trusted(directory, steps[i], S_IFDIR);
	}
	return directory;
}

// A group, or `group:variant`: a command that adds options, as for the actions of a desktop file.
static bool valid_name(const char *name)
{
	size_t length = strlen(name);

	return length <= 80 && (isalpha((unsigned char)*name) || *name == '_') &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:-" DIGITS) ==
		       length;
}

static _Noreturn void malformed(const struct launch *launch, const char *record)
{
	die(EXIT_MALFORMED, "launch files of %s: bad record '%.40s'; run `galafctl apply`",
	    launch->name, record);
}

static int choice(const struct launch *launch, const char *text, const char *const names[])
{
	for (int i = 0; names[i]; i++)
		if (strcmp(text, names[i]) == 0)
			return i;
	malformed(launch, text);
}

static void append(const struct launch *launch, struct list *list, char *value)
{
	if (list->n == sizeof(list->item) / sizeof(list->item[0]) - 1)
		malformed(launch, value);
	list->item[list->n++] = value;
}

static void parse_record(struct launch *launch, char *record)
{
	static const char *const levels[] = {"strict", "userns", "off", "bwrap", NULL};
	static const char *const args[] = {"none", "files", "uris", "any", NULL};
	char *value = strchr(record, '=');
	unsigned int from, to;

	if (!value && strcmp(record, "args") == 0 && launch->args_at < 0 && launch->argv.n) {
		launch->args_at = launch->argv.n;
		return;
	}
	if (!value)
		malformed(launch, record);
	*value++ = '\0';
	if (strcmp(record, "gid") == 0 && !launch->gid && !value[strspn(value, DIGITS)] &&
	    IN_APP_RANGE(strtoul(value, NULL, 10)))
		launch->gid = strtoul(value, NULL, 10);
	else if (strcmp(record, "users") == 0 && sscanf(value, "%u-%u", &from, &to) == 2)
		launch->listed |= getuid() >= from && getuid() <= to;
	else if (strcmp(record, "harden") == 0)
		launch->harden = choice(launch, value, levels);
	else if (strcmp(record, "args") == 0)
		launch->args = choice(launch, value, args);
	else if (strcmp(record, "unit") == 0)
		launch->unit = value;
	else if (strcmp(record, "scheme") == 0 && *value)
		append(launch, &launch->schemes, value);
	else if (strcmp(record, "env") == 0 && *value && *value != '=')
		append(launch, &launch->env, value);
	else if (strcmp(record, "pass") == 0 && strchr(value, ' '))
		append(launch, &launch->pass, value);
	else if (strcmp(record, "argv") == 0)
		append(launch, &launch->argv, value);
	else
		malformed(launch, value);
}

static void read_records(struct launch *launch, int fd, char *buffer)
{
	size_t size = check_trusted(fd, "the launch file", S_IFREG);
	const char *const first = "galaf-launch=2";

	if (size == 0 || size > FILE_MAX || read(fd, buffer, size) != (ssize_t)size ||
	    buffer[size - 1] != '\0' || strcmp(buffer, first) != 0)
		malformed(launch, "(first or last)");
	for (char *at = buffer + strlen(first) + 1, *next; at < buffer + size; at = next) {
		next = at + strlen(at) + 1;
		parse_record(launch, at);
	}
}

void read_launch_files(char *name, struct launch *launch)
{
	static char buffers[2][FILE_MAX];
	char uid[16];
	int directory, fd;

	if (!valid_name(name))
		die(EXIT_UNKNOWN, "'%.40s' cannot be the name of an app group", name);
	launch->name = name;
	launch->args_at = -1;
	snprintf(uid, sizeof(uid), "%u", getuid());
	directory = open_launch_directory();
	// The user's file comes first, as the group's own env must win.
	fd = openat(directory, uid, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		die(EXIT_USER, "nothing may be launched by user %s; launch file: %m", uid);
	read_records(launch, fd, buffers[0]);
	fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		die(EXIT_UNKNOWN, "no app group '%s' that can be launched; see `galafctl list`",
		    name);
	if (fd < 0)
		die(EXIT_UNTRUSTED, "launch file of %s: %m", name);
	read_records(launch, fd, buffers[1]);
	if (!launch->gid || !launch->unit || !launch->argv.n || launch->argv.item[0][0] != '/' ||
	    (launch->args == ARGS_URIS && !launch->schemes.n))
		malformed(launch, "(something is missing)");
}
