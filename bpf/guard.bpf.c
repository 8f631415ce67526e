// SPDX-License-Identifier: GPL-3.0-or-later
// The guard: keeps programs of the same user away from running apps, and out of their groups.
//
// The kernel alone does that only until an app, or a child of it, is in a user namespace of its
// own, as browsers and sandboxes are. Every process of the same user then owns that namespace: it
// may enter it, read and steer the app, and set the app's group id. Two rules close this:
//   - whoever looks into a process of an app group must be in that group, or be root;
//   - app groups are entered only in the initial user namespace with CAP_SETGID, that is by root
//   and by the launcher.
#include <linux/bpf.h>

#include <stdbool.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "kernel.h"
#include "range.h"

#define EPERM	       1
#define CAP_SETGID     6
#define CAP_SYS_PTRACE 19
#define NGROUPS_MAX    65536

char LICENSE[] SEC("license") = "GPL";

static __always_inline const struct cred *current_cred(void)
{
	struct task_struct *task = bpf_get_current_task_btf();

	return task->cred;
}

static __always_inline bool capable(const struct cred *cred, int capability)
{
	__u64 effective = 0;

	bpf_core_read(&effective, sizeof(effective), &cred->cap_effective);
	return cred->user_ns->level == 0 && (effective >> capability & 1);
}

// The barrier keeps clang from turning the choice into arithmetic, whose result the verifier cannot
// bound.
static __always_inline int verdict(bool allowed)
{
	if (!allowed) {
		barrier();
		return -EPERM;
	}
	return 0;
}

// Uid 0 is the real root: what a user namespace calls root has the number of its owner here.
static __always_inline bool is_root(const struct cred *cred)
{
	return cred->uid.val == 0;
}

static __always_inline bool holds(const struct cred *cred, __u32 gid)
{
	return cred->gid.val == gid || cred->egid.val == gid || cred->sgid.val == gid ||
	       cred->fsgid.val == gid;
}

static __always_inline bool enters(const struct cred *old, __u32 gid)
{
	return IN_APP_RANGE(gid) && !holds(old, gid);
}

// The real id decides: it is the one that a setgid file does not change.
static __always_inline bool foreign(const struct cred *tracer, __u32 gid)
{
	return IN_APP_RANGE(gid) && tracer->gid.val != gid;
}

static __always_inline int may_trace(const struct cred *tracer, const struct cred *app)
{
	if (!foreign(tracer, app->gid.val) && !foreign(tracer, app->egid.val) &&
	    !foreign(tracer, app->sgid.val) && !foreign(tracer, app->fsgid.val))
		return 0;
	return verdict(is_root(tracer) || capable(tracer, CAP_SYS_PTRACE));
}

// Every way into a process asks here: ptrace, /proc/PID/{mem,fd,root,environ…}, process_vm_*,
// pidfd_getfd, and setns by way of /proc/PID/ns or a pidfd.
SEC("lsm/ptrace_access_check")
int BPF_PROG(guard_access, struct task_struct *child, unsigned int mode, int ret)
{
	return ret ? ret : may_trace(current_cred(), child->real_cred);
}

SEC("lsm/ptrace_traceme")
int BPF_PROG(guard_traceme, struct task_struct *parent, int ret)
{
	return ret ? ret : may_trace(parent->real_cred, current_cred());
}

SEC("lsm/task_fix_setgid")
int BPF_PROG(guard_setgid, struct cred *new, const struct cred *old, int flags, int ret)
{
	if (ret)
		return ret;
	if (!enters(old, new->gid.val) && !enters(old, new->egid.val) &&
	    !enters(old, new->sgid.val) && !enters(old, new->fsgid.val))
		return 0;
	return verdict(is_root(old) || capable(old, CAP_SETGID));
}

struct search {
	const kgid_t *groups;
	bool found;
};

static long look_at_group(__u32 index, void *context)
{
	struct search *search = context;
	__u32 gid = 0;

	bpf_probe_read_kernel(&gid, sizeof(gid), search->groups + index);
	search->found = IN_APP_RANGE(gid);
	return search->found;
}

// A member of an app group could give the group to a file of his and mark it setgid.
SEC("lsm/task_fix_setgroups")
int BPF_PROG(guard_setgroups, struct cred *new, const struct cred *old, int ret)
{
	const struct group_info *info = new->group_info;
	struct search search = {};
	__u32 count = info->ngroups;

	if (ret || is_root(old) || capable(old, CAP_SETGID))
		return ret;
	search.groups = (const void *)info + bpf_core_field_offset(info->gid);
	bpf_loop(count < NGROUPS_MAX ? count : NGROUPS_MAX, look_at_group, &search, 0);
	return verdict(!search.found);
}

// A setgid file of an app group, wherever it came from.
SEC("lsm/bprm_creds_from_file")
int BPF_PROG(guard_exec, struct linux_binprm *bprm, struct file *file, int ret)
{
	const struct cred *old = current_cred();

	if (ret || !enters(old, bprm->cred->egid.val))
		return ret;
	return verdict(is_root(old) || capable(old, CAP_SETGID));
}
