/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The mark of `marks: bpf`: group id in the upper, user id in the lower 16 bits. core/marks.ts
 * decodes it and must say the same. Three user ids and one group id are shared with something else:
 *   user 65533   root, so that root in group 0 does not look unmarked
 *   65535        an id that does not fit (user or group)
 *   user 0       never written by the program; ruleset constants use it for "any user of the group"
 */
#ifndef GALAF_MARKS_H
#define GALAF_MARKS_H

#define MARK_LARGE    0xffffu
#define MARK_ROOT_UID 65533u

static inline unsigned int mark_id(unsigned int id)
{
	return id > MARK_LARGE ? MARK_LARGE : id;
}

static inline unsigned int mark_of(unsigned int gid, unsigned int uid)
{
	return mark_id(gid) << 16 | (uid == 0 ? MARK_ROOT_UID : mark_id(uid));
}

#endif
