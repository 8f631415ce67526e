// SPDX-License-Identifier: GPL-3.0-or-later
// Notes which process wants to reach which destination, so that a blocked attempt can be shown with
// its program: by the time the firewall's log is read, the socket of a refused connection is gone.
//
// A hash, not a stream of events: nobody wakes up for a connection that is let through.
#include <linux/bpf.h>

#include <linux/in.h>
#include <stdbool.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "connect.h"
#include "kernel.h"

#define SOCK_RAW       3
#define IPPROTO_ICMPV6 58
#define DNS_PORT       bpf_htons(53)

char LICENSE[] SEC("license") = "GPL";

const volatile struct connect_config config = {};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, CONNECT_ENTRIES);
	__type(key, struct connect_key);
	__type(value, struct connect_value);
} connects SEC(".maps");

// The monitor reads /proc, where a process has the number of the monitor's own pid namespace.
static __always_inline __u32 current_pid(void)
{
	struct bpf_pidns_info info = {};

	if (!config.pidns_inode)
		return bpf_get_current_pid_tgid() >> 32;
	if (bpf_get_ns_current_pid_tgid(config.pidns_device, config.pidns_inode, &info,
					sizeof(info)))
		return 0;
	return info.tgid;
}

static __always_inline void fill(struct connect_value *value, __u32 uid)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct inode *inode = task->mm->exe_file->f_inode;

	value->last = bpf_ktime_get_ns();
	value->pid = current_pid();
	value->uid = uid;
	value->inode = inode->i_ino;
	value->device = inode->i_sb->s_dev;
	bpf_get_current_comm(value->comm, sizeof(value->comm));
}

// Writing to an entry that exists is several times cheaper than replacing it. A reader may see half
// of an entry that two processes write at once; both wanted the same thing.
static __always_inline void note(struct connect_key *key)
{
	__u64 ids = bpf_get_current_uid_gid();
	struct connect_value *known, fresh = {};

	key->gid = ids >> 32;
	known = bpf_map_lookup_elem(&connects, key);
	if (known) {
		fill(known, ids);
		return;
	}
	fill(&fresh, ids);
	bpf_map_update_elem(&connects, key, &fresh, BPF_ANY);
}

// Loopback is never refused, except for asking a resolver there.
static __always_inline bool uninteresting(const struct connect_key *key)
{
	const __u32 *a = key->address;

	if (key->port == DNS_PORT)
		return false;
	if (a[0] || a[1])
		return false;
	return (a[2] == bpf_htonl(0xffff) &&
		(a[3] & bpf_htonl(0xff000000)) == bpf_htonl(0x7f000000)) ||
	       (a[2] == 0 && a[3] == bpf_htonl(1));
}

static __always_inline int destination(struct bpf_sock_addr *ctx, struct connect_key *key)
{
	__u32 protocol = ctx->protocol;

	key->port = ctx->user_port;
	key->protocol = protocol == IPPROTO_MPTCP ? IPPROTO_TCP : protocol;
	if (bpf_get_netns_cookie(ctx) == config.netns && !uninteresting(key))
		note(key);
	return 1; // lets the call go on
}

static __always_inline int destination4(struct bpf_sock_addr *ctx)
{
	struct connect_key key = {
		.address = {0, 0, bpf_htonl(0xffff), ctx->user_ip4},
	};

	return destination(ctx, &key);
}

static __always_inline int destination6(struct bpf_sock_addr *ctx)
{
	struct connect_key key = {
		.address = {ctx->user_ip6[0], ctx->user_ip6[1], ctx->user_ip6[2], ctx->user_ip6[3]},
	};

	return destination(ctx, &key);
}

SEC("cgroup/connect4")
int galaf_connect4(struct bpf_sock_addr *ctx)
{
	return destination4(ctx);
}

SEC("cgroup/connect6")
int galaf_connect6(struct bpf_sock_addr *ctx)
{
	return destination6(ctx);
}

SEC("cgroup/sendmsg4")
int galaf_sendmsg4(struct bpf_sock_addr *ctx)
{
	return destination4(ctx);
}

SEC("cgroup/sendmsg6")
int galaf_sendmsg6(struct bpf_sock_addr *ctx)
{
	return destination6(ctx);
}

SEC("cgroup/sock_create")
int galaf_socket(struct bpf_sock *sk)
{
	struct connect_key key = {};
	__u32 protocol = sk->protocol;

	if (sk->type != SOCK_RAW && protocol != IPPROTO_ICMP && protocol != IPPROTO_ICMPV6)
		return 1;
	if (bpf_get_netns_cookie(sk) != config.netns)
		return 1;
	key.protocol = protocol;
	note(&key);
	return 1;
}
