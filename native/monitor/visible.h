/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose rows a question may be answered with: the helper knows what its caller may see. */
#ifndef MONITOR_VISIBLE_H
#define MONITOR_VISIBLE_H

#include <sqlite3.h>
#include <stdbool.h>

/* Gives SQL the function visible(uid). */
bool visible_register(sqlite3 *database);

/*
 * For the next question: ids of users and ranges of them, such as "-1 0:999 1000"; NULL is
 * everybody. False, and then nobody's rows are visible, for anything else.
 */
bool visible_set(const char *users);

#endif
