/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GUARD_ATTACKS_H
#define GUARD_ATTACKS_H

#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#define UID	  54321
#define USER_GID  15321
#define APP_GID	  30999
#define OTHER_GID 31000

enum target {
	ANY_APP,
	NAMESPACED_APP, /* only an app in a user namespace of its own */
	NO_APP,		/* starts as root and makes what it attacks itself */
};

struct attack {
	const char *name;
	bool (*run)(pid_t app); /* true when it worked */
	enum target target;
};

/* Ends with a null name. */
extern const struct attack attacks[];

bool launch(pid_t unused);
void make_copy(void);
void remove_copy(void);

/* From guard-attack.c. */
void need(bool good, const char *what);
void write_file(const char *path, const char *text);
void become(gid_t gid);
void enter_own_namespace(gid_t gid);

#endif
