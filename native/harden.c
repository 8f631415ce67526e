// SPDX-License-Identifier: GPL-3.0-or-later
// What an app must not be able to do to keep its group for others: see docs/launcher.md.
//
// The filter is put together here and not by libseccomp: loading that library and building the
// filter with it took longer than everything else that the launcher does, and its releases differ
// in the calls they know.
#include "galaf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SET_ID	 (S_ISUID | S_ISGID)
#define CREATING (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))

// A call is refused if, in each word that is named, one of the bits is set.
struct rule {
	unsigned int error;
	bool strict_only;
	struct {
		unsigned int argument, bits;
	} words[2];
	int native, foreign; /* numbers; -1 where the ABI lacks the call */
};

#if defined(__x86_64__)
#define NATIVE_ARCH  AUDIT_ARCH_X86_64
#define FOREIGN_ARCH AUDIT_ARCH_I386
#define LEGACY(call) __NR_##call
#elif defined(__aarch64__)
#define NATIVE_ARCH  AUDIT_ARCH_AARCH64
#define LEGACY(call) -1
#else
#error "the numbers of this architecture's calls are not known here"
#endif
#define X32_BIT 0x40000000

static const struct rule rules[] = {
	// A setgid copy of an interpreter would hand the group to every program of the user, for
	// good.
	{EPERM, false, {{1, SET_ID}}, LEGACY(chmod), 15},
	{EPERM, false, {{1, SET_ID}}, __NR_fchmod, 94},
	{EPERM, false, {{2, SET_ID}}, __NR_fchmodat, 306},
	{EPERM, false, {{2, SET_ID}}, 452 /* fchmodat2 */, 452},
	{EPERM, false, {{1, SET_ID}}, LEGACY(creat), 8},
	{EPERM, false, {{1, SET_ID}}, LEGACY(mknod), 14},
	{EPERM, false, {{2, SET_ID}}, __NR_mknodat, 297},
	// The mode counts only when a file is made; else the register may hold anything.
	{EPERM, false, {{1, CREATING}, {2, SET_ID}}, LEGACY(open), 5},
	{EPERM, false, {{2, CREATING}, {3, SET_ID}}, __NR_openat, 295},
	// Their arguments are behind pointers. ENOSYS makes libraries fall back to calls that can
	// be seen.
	{ENOSYS, false, {{0}}, __NR_openat2, 437},
	{ENOSYS, false, {{0}}, __NR_io_uring_setup, 425},
	// A process in a user namespace of its own can be entered by every program of the user.
	{EPERM, true, {{0, CLONE_NEWUSER}}, __NR_unshare, 310},
	{EPERM, true, {{0, CLONE_NEWUSER}}, __NR_clone, 120},
	{ENOSYS, true, {{0}}, __NR_clone3, 435},
	// Joining one that another program made comes to the same.
	{EPERM, true, {{0}}, __NR_setns, 346},
};

#define N_RULES (sizeof(rules) / sizeof(rules[0]))

static struct sock_filter filter[2 * (8 * N_RULES + 4) + 8];
static unsigned short length;

static void emit(unsigned short code, unsigned int k, unsigned char if_true, unsigned char if_false)
{
	filter[length++] = (struct sock_filter)BPF_JUMP(code, k, if_true, if_false);
}

static void emit_load(size_t offset)
{
	emit(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static void emit_return(unsigned int action)
{
	emit(BPF_RET | BPF_K, action, 0, 0);
}

// Falls through to the next rule when the number is another; else decides.
static void emit_rule(const struct rule *rule, unsigned int number)
{
	unsigned int words = !!rule->words[0].bits + !!rule->words[1].bits;

	emit(BPF_JMP | BPF_JEQ | BPF_K, number, 0, words ? 2 * words + 2 : 1);
	for (unsigned int i = 0; i < words; i++) {
		// The low half, on these little-endian machines; no flag or mode is in the high
		// one.
		emit_load(offsetof(struct seccomp_data, args[rule->words[i].argument]));
		emit(BPF_JMP | BPF_JSET | BPF_K, rule->words[i].bits, 0, 2 * (words - i) - 1);
	}
	emit_return(SECCOMP_RET_ERRNO | rule->error);
	if (words)
		emit_return(SECCOMP_RET_ALLOW);
}

static void emit_rules(enum harden level, bool foreign)
{
	emit_load(offsetof(struct seccomp_data, nr));
	// x32 has the same numbers, with a bit of its own.
	if (!foreign)
		emit(BPF_ALU | BPF_AND | BPF_K, ~X32_BIT, 0, 0);
	for (size_t i = 0; i < N_RULES; i++) {
		int number = foreign ? rules[i].foreign : rules[i].native;

		if (number >= 0 && (level == HARDEN_STRICT || !rules[i].strict_only))
			emit_rule(&rules[i], number);
	}
	emit_return(SECCOMP_RET_ALLOW);
}

static void install_filter(enum harden level)
{
	struct sock_fprog program = {.filter = filter};
	unsigned short jump;

	emit_load(offsetof(struct seccomp_data, arch));
	jump = length;
	emit(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 0, 0);
	emit_rules(level, false);
	filter[jump].jf = length - jump - 1;
#ifdef FOREIGN_ARCH
	jump = length;
	emit(BPF_JMP | BPF_JEQ | BPF_K, FOREIGN_ARCH, 0, 0);
	emit_rules(level, true);
	filter[jump].jf = length - jump - 1;
#endif
	emit_return(SECCOMP_RET_KILL_PROCESS);
	program.len = length;
	if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		die(EXIT_HARDEN, "cannot install the filter of system calls:");
}

void harden(enum harden level)
{
	if (level == HARDEN_OFF)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot set no_new_privs:");
	install_filter(level);
}

// Makes these the only capabilities, none of them inheritable.
static int set_capabilities(unsigned int bits)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{bits, bits, 0}};

	return syscall(__NR_capset, &header, data);
}

int raise_setgid(void)
{
	return set_capabilities(1u << CAP_SETGID);
}

void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct now[2];

	if (set_capabilities(0) < 0)
		die(EXIT_HARDEN, "cannot drop capabilities:");
	// Emptying the inheritable set has emptied the ambient one; asked again because exec would
	// pass it on.
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot drop ambient capabilities:");
	if (syscall(__NR_capget, &header, now) < 0)
		die(EXIT_HARDEN, "cannot look at capabilities:");
	if (now[0].effective | now[0].permitted | now[0].inheritable | now[1].effective |
	    now[1].permitted | now[1].inheritable)
		die(EXIT_HARDEN, "capabilities are left after dropping them");
}
