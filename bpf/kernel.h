/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few kernel fields that the programs read; offsets are filled in when it is loaded (CO-RE). */
#ifndef GALAF_KERNEL_H
#define GALAF_KERNEL_H

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	unsigned int val;
} kuid_t;

typedef struct {
	unsigned int val;
} kgid_t;

/* A u64 since Linux 6.3, two u32 before: read as eight bytes, which is the same on little-endian.
 */
typedef struct {
	__u64 val;
} kernel_cap_t;

struct user_namespace {
	int level; /* 0 is the initial one */
};

struct group_info {
	int ngroups;
	kgid_t gid[];
};

struct cred {
	kuid_t uid;
	kgid_t gid, sgid, egid, fsgid;
	kernel_cap_t cap_effective;
	struct user_namespace *user_ns;
	struct group_info *group_info;
};

struct super_block {
	unsigned int s_dev;
};

struct inode {
	unsigned long i_ino;
	struct super_block *i_sb;
};

struct file {
	struct inode *f_inode;
};

struct mm_struct {
	struct file *exe_file;
};

struct task_struct {
	const struct cred *real_cred, *cred;
	struct mm_struct *mm;
};

struct linux_binprm {
	struct cred *cred;
};

#pragma clang attribute pop

#endif
