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
	char target[64] = "", number[21], rest;
	const char *const steps[] = {"/", "var", "lib", "galaf", "generations", number, "launch"};
	int directory = AT_FDCWD;

	if (readlink(CURRENT, target, sizeof(target) - 1) < 0)
		die(errno == ENOENT ? EXIT_UNKNOWN : EXIT_UNTRUSTED,
		    "no policy was applied yet, run `galafctl apply`; " CURRENT ": %m");
	if (sscanf(target, "generations/%20[0-9]%c", number, &rest) != 1)
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

static void parse_record(struct launch *launch, char *record)
{
	static const char *const levels[] = {"strict", "userns", "off", NULL};
	static const char *const args[] = {"none", "files", "uris", "any", NULL};
	char *value = strchr(record, '=');
	unsigned long from, to;
	char rest;

	if (!value && strcmp(record, "args") == 0 && !launch->placed && launch->argv.n) {
		launch->placed = true;
		for (char **argument = launch->arguments; *argument; argument++)
			append(&launch->argv, *argument);
		return;
	}
	if (!value)
		malformed(launch, record);
	*value++ = '\0';
	if (strcmp(record, "gid") == 0 && !launch->gid &&
	    sscanf(value, "%lu%c", &from, &rest) == 1 && IN_APP_RANGE(from))
		launch->gid = from;
	else if (strcmp(record, "users") == 0 && sscanf(value, "%lu-%lu", &from, &to) == 2)
		launch->listed |= getuid() >= from && getuid() <= to;
	else if (strcmp(record, "harden") == 0)
		launch->harden = choice(launch, value, levels);
	else if (strcmp(record, "args") == 0)
		launch->args = choice(launch, value, args);
	else if (strcmp(record, "unit") == 0)
		launch->unit = value;
	else if (strcmp(record, "scheme") == 0 && *value)
		append(&launch->schemes, value);
	else if ((strcmp(record, "env") == 0 && *value && *value != '=') ||
		 (strcmp(record, "pass") == 0 && strchr(value, ' ')))
		add_variables(&launch->environment, value);
	else if (strcmp(record, "argv") == 0)
		append(&launch->argv, value);
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

void read_launch_files(struct launch *launch)
{
	static char buffers[2][FILE_MAX];
	char uid[16];
	int directory, fd;

	if (!valid_name(launch->name))
		die(EXIT_UNKNOWN, "'%.40s' cannot be the name of an app group", launch->name);
	snprintf(uid, sizeof(uid), "%u", getuid());
	directory = open_launch_directory();
	// Later variables win: the user's file comes next, then the group's own.
	add_runtime_directory(&launch->environment);
	fd = openat(directory, uid, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		die(EXIT_USER, "nothing may be launched by user %s; launch file: %m", uid);
	read_records(launch, fd, buffers[0]);
	fd = openat(directory, launch->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		die(EXIT_UNKNOWN, "no app group '%s' that can be launched; see `galafctl list`",
		    launch->name);
	if (fd < 0)
		die(EXIT_UNTRUSTED, "launch file of %s: %m", launch->name);
	read_records(launch, fd, buffers[1]);
	if (!launch->gid || !launch->unit || !launch->argv.n || launch->argv.item[0][0] != '/' ||
	    (launch->args == ARGS_URIS && !launch->schemes.n))
		malformed(launch, "(something is missing)");
}
