/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MONITOR_FORGET_H
#define MONITOR_FORGET_H

#include "store.h"

#define FORGET_MS 60000

/* Deletes what is too old or too much; now is the wall clock's. False: the database refused. */
bool forget_old(sqlite3 *database, const struct store_limits *limits, int64_t now);

/* Deletes what belongs to a group or a user, or everything; leaves no trace in the file. */
bool forget_owner(sqlite3 *database, uint32_t gid, uint32_t uid);

#endif
