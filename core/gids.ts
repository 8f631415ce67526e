/** Ids that app groups can have. What is written in C has them from bpf/range.h. */

export const FIRST_GID = 30000;
export const LAST_GID = 59999;

/** Whether a group can be an app group, whatever it is called: `gid_range` lies in here. */
export const isAppGid = (gid: number): boolean => gid >= FIRST_GID && gid <= LAST_GID;
