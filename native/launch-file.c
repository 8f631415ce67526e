// SPDX-License-Identifier: GPL-3.0-or-later
// Reads /var/lib/galaf/current/launch/NAME, and trusts nothing about it but what root alone can
// write.
#include "galaf.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE "/var/lib/galaf"

static void check_trusted(int fd, const char *what, mode_t type)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		die(EXIT_SYSTEM, "cannot stat %s:", what);
	if ((st.st_mode & S_IFMT) != type)
		die(EXIT_UNTRUSTED, "%s is of the wrong kind; run `galafctl apply`", what);
	if (st.st_uid != 0 || (st.st_mode & (S_IWGRP | S_IWOTH)))
		die(EXIT_UNTRUSTED, "%s must belong to root and be writable by root alone", what);
}

// Every step is opened without following links, so that each directory that is relied on is one
// that was checked.
static int descend(int from, const char *name)
{
	int fd = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		die(EXIT_UNKNOWN, "%s: no policy was applied yet; run `galafctl apply`", STATE);
	if (fd < 0)
		die(EXIT_UNTRUSTED, "cannot open the directory %s under %s:", name, STATE);
	check_trusted(fd, name, S_IFDIR);
	if (from >= 0)
		close(from);
	return fd;
}

static int open_launch_directory(void)
{
	char target[64];
	ssize_t length;
	const char *number = target + strlen("generations/");
	int fd = descend(-1, "/");

	fd = descend(fd, "var");
	fd = descend(fd, "lib");
	fd = descend(fd, "galaf");
	length = readlinkat(fd, "current", target, sizeof(target) - 1);
	if (length < 0 && errno == ENOENT)
		die(EXIT_UNKNOWN, "%s: no policy was applied yet; run `galafctl apply`", STATE);
	if (length < 0)
		die(EXIT_UNTRUSTED, "%s/current:", STATE);
	target[length] = '\0';
	if (strncmp(target, "generations/", number - target) != 0 || !*number ||
	    number[strspn(number, "0123456789")])
		die(EXIT_UNTRUSTED, "%s/current does not point to generations/NUMBER", STATE);
	fd = descend(fd, "generations");
	fd = descend(fd, number);
	return descend(fd, "launch");
}

static bool valid_name(const char *name)
{
	size_t length = strlen(name);

	return length >= 1 && length <= 31 && (isalpha((unsigned char)name[0]) || name[0] == '_') &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
		       length;
}

static size_t read_all(int fd, char *buffer)
{
	size_t used = 0;
	ssize_t got;

	do {
		got = read(fd, buffer + used, LAUNCH_FILE_MAX + 1 - used);
		if (got < 0 && errno != EINTR)
			die(EXIT_SYSTEM, "cannot read the launch file:");
		used += got > 0 ? got : 0;
	} while (got != 0 && used <= LAUNCH_FILE_MAX);
	return used;
}

static _Noreturn void malformed(const struct launch *launch, const char *record)
{
	die(EXIT_MALFORMED, "launch file of %s: bad record '%.40s'; run `galafctl apply`",
	    launch->name, record);
}

static gid_t parse_gid(const struct launch *launch, const char *text)
{
	char *end;
	unsigned long gid = strtoul(text, &end, 10);

	if (!isdigit((unsigned char)*text) || *end || !IN_APP_RANGE(gid))
		die(EXIT_MALFORMED, "launch file of %s: %.20s is not an app group id (%d to %d)",
		    launch->name, text, APP_GID_MIN, APP_GID_MAX);
	return gid;
}

static int choice(const struct launch *launch, const char *text, const char *const names[])
{
	for (int i = 0; names[i]; i++)
		if (strcmp(text, names[i]) == 0)
			return i;
	malformed(launch, text);
}

static void parse_args(struct launch *launch, const char *text)
{
	static const char *const kinds[] = {"none", "files", "uris", "any", NULL};

	if (strncmp(text, "uris:", 5) == 0 && text[5]) {
		launch->args = ARGS_URIS;
		launch->schemes = text + 5;
	} else {
		launch->args = choice(launch, text, kinds);
		if (launch->args == ARGS_URIS)
			malformed(launch, text);
	}
}

static void parse_record(struct launch *launch, char *record)
{
	static const char *const modes[] = {"direct", "scope", NULL};
	static const char *const levels[] = {"strict", "userns", "off", NULL};
	char *value = strchr(record, '=');
	size_t key = value ? (size_t)(value++ - record) : 0;

#define IS(name) (key == sizeof(name) - 1 && strncmp(record, name, key) == 0)
	if (!value && strcmp(record, "args") == 0 && launch->args_at < 0 && launch->n_argv)
		launch->args_at = launch->n_argv;
	else if (IS("gid") && !launch->gid)
		launch->gid = parse_gid(launch, value);
	else if (IS("mode"))
		launch->scope = choice(launch, value, modes) == 1;
	else if (IS("harden"))
		launch->harden = choice(launch, value, levels);
	else if (IS("users"))
		launch->users = value;
	else if (IS("args"))
		parse_args(launch, value);
	else if (IS("env") && launch->n_env < RECORD_MAX && *value && *value != '=')
		launch->env[launch->n_env++] = value;
	else if (IS("argv") && launch->n_argv < RECORD_MAX)
		launch->argv[launch->n_argv++] = value;
	else
		malformed(launch, record);
#undef IS
}

void read_launch_file(const char *name, struct launch *launch)
{
	static char buffer[LAUNCH_FILE_MAX + 1];
	const char *const first = "galaf-launch=1";
	size_t size;
	int dir, fd;

	*launch = (struct launch){.name = name, .args_at = -1, .users = ""};
	if (!valid_name(name))
		die(EXIT_UNKNOWN, "'%.40s' cannot be the name of an app group", name);
	dir = open_launch_directory();
	fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		die(EXIT_UNKNOWN, "no app group '%s' that can be launched; see `galafctl list`",
		    name);
	if (fd < 0)
		die(EXIT_UNTRUSTED, "launch file of %s:", name);
	check_trusted(fd, "the launch file", S_IFREG);
	size = read_all(fd, buffer);
	close(fd);
	close(dir);
	if (size > LAUNCH_FILE_MAX || size == 0 || buffer[size - 1] != '\0' ||
	    strcmp(buffer, first) != 0)
		malformed(launch, size ? "(first or last)" : "(empty)");
	for (char *at = buffer + strlen(first) + 1; at < buffer + size; at += strlen(at) + 1)
		parse_record(launch, at);
	if (!launch->gid || !launch->n_argv || launch->argv[0][0] != '/')
		malformed(launch, "(gid or program missing)");
}
