// SPDX-License-Identifier: GPL-3.0-or-later
// Marks every IP socket with who made it, at socket(). A mark cannot be changed without
// CAP_NET_ADMIN.
//
// These are the creator's real ids, where nft's skgid is the effective one; they differ for setgid
// programs.
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#include "marks.h"

SEC("cgroup/sock_create")
int galaf_mark(struct bpf_sock *sk)
{
	__u64 ids = bpf_get_current_uid_gid();

	sk->mark = mark_of(ids >> 32, (__u32)ids);
	return 1; // lets socket() go on
}

char LICENSE[] SEC("license") = "GPL";
