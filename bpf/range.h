/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GALAF_RANGE_H
#define GALAF_RANGE_H

/* Group ids that belong to app groups: config.gid_range can only narrow this. */
#define APP_GID_MIN 30000
#define APP_GID_MAX 59999

#define IN_APP_RANGE(gid) ((gid) >= APP_GID_MIN && (gid) <= APP_GID_MAX)

#endif
