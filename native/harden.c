// SPDX-License-Identifier: GPL-3.0-or-later
// What an app must not be able to do to keep its group for others: see docs/launcher.md.
//
// The filters are constants: putting them together at each launch, by hand or with libseccomp, took
// longer than most that the launcher does.
#include "galaf.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define BWRAP_FD 3 /* as the launch file says with --add-seccomp-fd */

#define LOAD(field)                                                                                \
	{                                                                                          \
		BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, field)               \
	}
#define EQUALS(k, skip)                                                                            \
	{                                                                                          \
		BPF_JMP | BPF_JEQ | BPF_K, 0, skip, k                                              \
	}
#define BITS(k, skip)                                                                              \
	{                                                                                          \
		BPF_JMP | BPF_JSET | BPF_K, 0, skip, k                                             \
	}
#define RETURN(action)                                                                             \
	{                                                                                          \
		BPF_RET | BPF_K, 0, 0, SECCOMP_RET_##action                                        \
	}

// Rules fall through to the next when the call is another. Of an argument the low half is looked
// at, on these little-endian machines; no mode or flag is in the high one.
#define REFUSE(call, error) EQUALS(call, 1), RETURN(ERRNO | error)
#define REFUSE_BITS(call, n, set)                                                                  \
	EQUALS(call, 4), LOAD(args[n]), BITS(set, 1), RETURN(ERRNO | EPERM), RETURN(ALLOW)

// A setgid copy of an interpreter would hand the group to every program of the user, for good.
#define REFUSE_MODE(call, n) REFUSE_BITS(call, n, S_ISUID | S_ISGID)
// The mode counts only when a file is made; else the register may hold anything.
#define CREATING (O_CREAT | (O_TMPFILE & ~O_DIRECTORY))
#define REFUSE_OPEN(call, n)                                                                       \
	EQUALS(call, 6), LOAD(args[n]), BITS(CREATING, 3), LOAD(args[n + 1]),                      \
		BITS(S_ISUID | S_ISGID, 1), RETURN(ERRNO | EPERM), RETURN(ALLOW)

// The arguments of openat2, io_uring_setup and clone3 are behind pointers. ENOSYS makes libraries
// fall back to calls that can be seen.
#define COMMON_FILES                                                                               \
	REFUSE_MODE(__NR_fchmod, 1), REFUSE_MODE(__NR_fchmodat, 2), REFUSE_MODE(452, 2),           \
		REFUSE_MODE(__NR_mknodat, 2), REFUSE_OPEN(__NR_openat, 2),                         \
		REFUSE(__NR_openat2, ENOSYS), REFUSE(__NR_io_uring_setup, ENOSYS)
// A process in a user namespace of its own can be entered by every program of the user; joining one
// that another program made comes to the same.
#define NATIVE_NAMESPACES                                                                          \
	REFUSE_BITS(__NR_unshare, 0, CLONE_NEWUSER), REFUSE_BITS(__NR_clone, 0, CLONE_NEWUSER),    \
		REFUSE(__NR_clone3, ENOSYS), REFUSE(__NR_setns, EPERM),

// A program of another ABI is killed.
#define SECTION(arch, ...)                                                                         \
	EQUALS(arch, sizeof((struct sock_filter[]){__VA_ARGS__}) / sizeof(struct sock_filter)),    \
		__VA_ARGS__
#if defined(__x86_64__)
// x32 has the same numbers, with a bit of its own.
#define X32                                                                                        \
	{                                                                                          \
		BPF_ALU | BPF_AND | BPF_K, 0, 0, ~0x40000000u                                      \
	}
#define NATIVE_FILES                                                                               \
	COMMON_FILES, REFUSE_MODE(__NR_chmod, 1), REFUSE_MODE(__NR_creat, 1),                      \
		REFUSE_MODE(__NR_mknod, 1), REFUSE_OPEN(__NR_open, 1)
#define I386_FILES                                                                                 \
	REFUSE_MODE(15, 1), REFUSE_MODE(94, 1), REFUSE_MODE(306, 2), REFUSE_MODE(452, 2),          \
		REFUSE_MODE(8, 1), REFUSE_MODE(14, 1), REFUSE_MODE(297, 2), REFUSE_OPEN(5, 1),     \
		REFUSE_OPEN(295, 2), REFUSE(437, ENOSYS), REFUSE(425, ENOSYS)
#define I386_NAMESPACES                                                                            \
	REFUSE_BITS(310, 0, CLONE_NEWUSER), REFUSE_BITS(120, 0, CLONE_NEWUSER),                    \
		REFUSE(435, ENOSYS), REFUSE(346, EPERM),
#define FILTER(native, foreign)                                                                    \
	{                                                                                          \
		LOAD(arch),                                                                        \
			SECTION(AUDIT_ARCH_X86_64, LOAD(nr), X32, native NATIVE_FILES,             \
				RETURN(ALLOW)),                                                    \
			SECTION(AUDIT_ARCH_I386, LOAD(nr), foreign I386_FILES, RETURN(ALLOW)),     \
			RETURN(KILL_PROCESS),                                                      \
	}
#elif defined(__aarch64__)
#define FILTER(native, foreign)                                                                    \
	{                                                                                          \
		LOAD(arch),                                                                        \
			SECTION(AUDIT_ARCH_AARCH64, LOAD(nr), native COMMON_FILES, RETURN(ALLOW)), \
			RETURN(KILL_PROCESS),                                                      \
	}
#else
#error "the numbers of this architecture's calls are not known here"
#endif

static const struct sock_filter strict[] = FILTER(NATIVE_NAMESPACES, I386_NAMESPACES);
static const struct sock_filter userns[] = FILTER(, );

// bwrap installs it when all is set up: it needs openat2 itself.
static void leave_to_bwrap(const struct sock_fprog *program)
{
	ssize_t size = program->len * sizeof(*program->filter);
	int fd = memfd_create("galaf-filter", MFD_CLOEXEC);

	if (fd < 0 || pwrite(fd, program->filter, size, 0) != size || dup2(fd, BWRAP_FD) < 0)
		die(EXIT_HARDEN, "cannot hand over the filter of system calls:");
}

void harden(enum harden level, bool by_bwrap)
{
	struct sock_fprog program = {sizeof(strict) / sizeof(strict[0]),
				     (struct sock_filter *)strict};

	if (level == HARDEN_OFF)
		return;
	if (level == HARDEN_USERNS)
		program = (struct sock_fprog){sizeof(userns) / sizeof(userns[0]),
					      (struct sock_filter *)userns};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot set no_new_privs:");
	if (by_bwrap)
		leave_to_bwrap(&program);
	else if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		die(EXIT_HARDEN, "cannot install the filter of system calls:");
}

// Makes these the only capabilities, none of them inheritable; and with that, none ambient.
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

	if (set_capabilities(0) < 0 || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot drop capabilities:");
	if (syscall(__NR_capget, &header, now) < 0 ||
	    (now[0].effective | now[0].permitted | now[0].inheritable | now[1].effective |
	     now[1].permitted | now[1].inheritable))
		die(EXIT_HARDEN, "capabilities are left after dropping them");
}
