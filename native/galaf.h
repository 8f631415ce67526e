/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galaf GROUP [args...]: run the program of an app group under that group's id. */
#ifndef GALAF_H
#define GALAF_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The hard bounds of app group ids, whatever a launch file says: even a forged file could not
 * give away gid 0 or shadow. bpf/guard.bpf.c guards the same range.
 */
#include "../bpf/range.h"

/* Exit codes; documented in docs/launcher.md, which must say the same. */
enum {
	EXIT_USAGE = 64,	/* no group named, or no argv[0] */
	EXIT_NAMESPACE = 65,	/* called inside a user namespace */
	EXIT_UNKNOWN = 66,	/* no such app group, not a group name, or no policy */
	EXIT_UNTRUSTED = 67,	/* a file or directory that others than root can write */
	EXIT_MALFORMED = 68,	/* a launch file that does not read as one */
	EXIT_USER = 69,		/* this user may not launch the group, or is unknown */
	EXIT_ARGUMENT = 70,	/* an argument that the group does not admit */
	EXIT_SYSTEM = 71,	/* a system call failed that should not */
	EXIT_GROUP = 72,	/* the group id could not be taken */
	EXIT_HARDEN = 73,	/* capabilities not dropped, or no filter installed */
	EXIT_RELAUNCH = 74,	/* needs the user's systemd manager and cannot reach it */
	EXIT_CANNOT_EXEC = 126, /* as shells have it */
	EXIT_NO_PROGRAM = 127,
};

enum harden { HARDEN_STRICT, HARDEN_USERNS, HARDEN_OFF };
enum args { ARGS_NONE, ARGS_FILES, ARGS_URIS, ARGS_ANY };

/* Strings, NULL-terminated. */
struct list {
	size_t n;
	char *item[65536];
};

/* What the launch files say. Strings point into the buffers they were read into. */
struct launch {
	char *name;
	char *unit; /* stem of a unit's name */
	gid_t gid;
	bool listed; /* whether the caller is among the group's users */
	enum harden harden;
	enum args args;
	struct list schemes; /* of links, with their colons, for ARGS_URIS */
	struct list environment;
	struct list argv; /* with the caller's arguments at their place, if there is one */
	char **arguments; /* the caller's */
	bool placed;	  /* whether there was a place for them */
};

/* One clear line on stderr, then exit. `%m` is the reason of the last failure. */
_Noreturn void die(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

void append(struct list *list, char *string);
void add_runtime_directory(struct list *environment);
void add_variables(struct list *environment, char *record);
void read_launch_files(struct launch *launch);
void take_group(gid_t gid);
void harden(enum harden level);

#endif
