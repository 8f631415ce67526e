// SPDX-License-Identifier: GPL-3.0-or-later
// Notes which process wants to reach which destination, so that a blocked attempt can be shown with
// its program: by the time the firewall's log is read, the socket of a refused connection is gone.
//
// Not a stream of events: nobody wakes up for a connection that is let through. And not one of the
// kernel's hashes: this table only has to remember a moment, so a new entry may take the place of
// any other, which costs less than half of an insertion with eviction.
#include <linux/bpf.h>

#include <linux/in.h>
#include <stdbool.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "connect.h"
#include "kernel.h"

#define NULL	       ((void *)0)
#define SOCK_RAW       3
#define IPPROTO_ICMPV6 58
#define DNS_PORT       bpf_htons(53)

char LICENSE[] SEC("license") = "GPL";

const volatile struct connect_config config = {};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, CONNECT_SLOTS);
	__type(key, __u32);
	__type(value, struct connect_slot);
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

static __always_inline bool same(const struct connect_key *a, const struct connect_key *b)
{
	const __u64 *x = (const void *)a, *y = (const void *)b;

	return x[0] == y[0] && x[1] == y[1] && x[2] == y[2];
}

// The slot that has the key, or the one of its two that was used longer ago.
static __always_inline struct connect_slot *choose(const struct connect_key *key)
{
	__u32 index = connect_slot_of(key, config.seed), neighbour = index ^ 1;
	struct connect_slot *one = bpf_map_lookup_elem(&connects, &index);
	struct connect_slot *other = bpf_map_lookup_elem(&connects, &neighbour);

	if (!one || !other)
		return NULL;
	if (same(&one->key, key))
		return one;
	if (same(&other->key, key))
		return other;
	return one->value.last <= other->value.last ? one : other;
}

static __always_inline void note(struct connect_key *key)
{
	__u64 ids = bpf_get_current_uid_gid();
	struct connect_value value = {};
	struct connect_slot *slot;

	key->gid = ids >> 32;
	slot = choose(key);
	if (!slot)
		return;
	fill(&value, ids);
	bpf_spin_lock(&slot->lock);
	slot->key = *key;
	slot->value = value;
	bpf_spin_unlock(&slot->lock);
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
