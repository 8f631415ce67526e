// SPDX-License-Identifier: GPL-3.0-or-later
// What an app must not be able to do to keep its group for others: see docs/launcher.md.
#include "galaf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif
#ifndef __NR_openat2
#define __NR_openat2 437
#endif

static scmp_filter_ctx filter;

static void check(int result, const char *what)
{
	// A kernel interface that this libseccomp or architecture does not have needs no rule.
	if (result == 0 || result == -EEXIST || result == -EDOM)
		return;
	errno = -result;
	die(EXIT_HARDEN, "cannot filter %s:", what);
}

static void refuse(int call, int error, const char *what)
{
	check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(error), call, 0), what);
}

// One rule per bit: seccomp compares masks, it cannot ask for "any of these bits".
static void refuse_bits(int call, unsigned int argument, unsigned long bit, const char *what)
{
	struct scmp_arg_cmp compare = SCMP_CMP64(argument, SCMP_CMP_MASKED_EQ, bit, bit);

	check(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, 1, &compare), what);
}

// The mode of open counts only when a file is made; else the register may hold anything.
static void refuse_created(int call, unsigned int flags, unsigned long bit, const char *what)
{
	static const unsigned long creating[] = {O_CREAT, O_TMPFILE & ~O_DIRECTORY};

	for (size_t i = 0; i < sizeof(creating) / sizeof(creating[0]); i++) {
		struct scmp_arg_cmp compare[] = {
			SCMP_CMP64(flags, SCMP_CMP_MASKED_EQ, creating[i], creating[i]),
			SCMP_CMP64(flags + 1, SCMP_CMP_MASKED_EQ, bit, bit),
		};

		check(seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, 2, compare),
		      what);
	}
}

// A setgid copy of an interpreter would hand the group to every program of the user, for good.
static void refuse_setid_files(unsigned long bit)
{
	refuse_bits(SCMP_SYS(chmod), 1, bit, "chmod");
	refuse_bits(SCMP_SYS(fchmod), 1, bit, "fchmod");
	refuse_bits(SCMP_SYS(fchmodat), 2, bit, "fchmodat");
	refuse_bits(__NR_fchmodat2, 2, bit, "fchmodat2");
	refuse_bits(SCMP_SYS(creat), 1, bit, "creat");
	refuse_created(SCMP_SYS(open), 1, bit, "open");
	refuse_created(SCMP_SYS(openat), 2, bit, "openat");
	refuse_bits(SCMP_SYS(mknod), 1, bit, "mknod");
	refuse_bits(SCMP_SYS(mknodat), 2, bit, "mknodat");
}

// A process in a user namespace of its own can be entered by every program of the same user.
static void refuse_user_namespaces(void)
{
	refuse_bits(SCMP_SYS(unshare), 0, CLONE_NEWUSER, "unshare");
	// Joining one that another program made comes to the same.
	refuse(SCMP_SYS(setns), EPERM, "setns");
	refuse_bits(SCMP_SYS(clone), 0, CLONE_NEWUSER, "clone");
	// Its flags are behind a pointer. ENOSYS makes libc fall back to clone.
	refuse(SCMP_SYS(clone3), ENOSYS, "clone3");
}

static void install_filter(enum harden level)
{
	filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		die(EXIT_HARDEN, "cannot start a seccomp filter");
	check(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS),
	      "foreign ABIs");
#if defined(__x86_64__)
	// 32-bit programs (Wine, Steam) get the same rules; without this they would be killed.
	check(seccomp_arch_add(filter, SCMP_ARCH_X86), "x86");
	check(seccomp_arch_add(filter, SCMP_ARCH_X32), "x32");
#elif defined(__aarch64__)
	check(seccomp_arch_add(filter, SCMP_ARCH_ARM), "arm");
#endif
	refuse_setid_files(S_ISUID);
	refuse_setid_files(S_ISGID);
	refuse(__NR_openat2, ENOSYS, "openat2");
	refuse(SCMP_SYS(io_uring_setup), ENOSYS, "io_uring_setup");
	if (level == HARDEN_STRICT)
		refuse_user_namespaces();
	check(seccomp_load(filter), "system calls");
	seccomp_release(filter);
}

void harden(enum harden level)
{
	if (level == HARDEN_OFF)
		return;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot set no_new_privs:");
	install_filter(level);
}

void drop_capabilities(void)
{
	cap_t none = cap_init();
	cap_t now;

	if (!none || cap_set_proc(none) < 0)
		die(EXIT_HARDEN, "cannot drop capabilities:");
	// Emptying the inheritable set has emptied the ambient one; asked again because exec would
	// pass it on.
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot drop ambient capabilities:");
	now = cap_get_proc();
	if (!now || cap_compare(now, none) != 0)
		die(EXIT_HARDEN, "capabilities are left after dropping them");
	cap_free(now);
	cap_free(none);
}
