// SPDX-License-Identifier: GPL-3.0-or-later
// Giving up what an app must not have: see docs/launcher.md.
#include "galaf.h"

#include "filter.h" // made by filter.js

#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#define BWRAP_FD 3 // as the launch file says with --add-seccomp-fd

// bwrap installs it when all is set up, as it needs openat2 itself.
static void leave_to_bwrap(const struct sock_fprog *program)
{
	ssize_t size = program->len * sizeof(*program->filter);
	int fd = memfd_create("galaf-filter", MFD_CLOEXEC);

	if (fd < 0 || pwrite(fd, program->filter, size, 0) != size || dup2(fd, BWRAP_FD) < 0)
		die(EXIT_HARDEN, "cannot hand over the filter of system calls: %m");
}

void harden(enum harden level)
{
	struct sock_fprog program = {sizeof(userns) / sizeof(userns[0]), userns};

	if (level == HARDEN_OFF)
		return;
	if (level == HARDEN_STRICT)
		program = (struct sock_fprog){sizeof(strict) / sizeof(strict[0]), strict};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot set no_new_privs: %m");
	if (level == HARDEN_BWRAP)
		leave_to_bwrap(&program);
	else if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		die(EXIT_HARDEN, "cannot install the filter of system calls: %m");
}

// Makes these the only capabilities, none of them inheritable; and with that, none ambient.
int set_capabilities(unsigned int bits)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{bits, bits, 0}};

	return syscall(__NR_capset, &header, data);
}

void drop_capabilities(void)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct now[2];

	if (set_capabilities(0) < 0 || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot drop capabilities: %m");
	if (syscall(__NR_capget, &header, now) < 0 ||
	    (now[0].effective | now[0].permitted | now[0].inheritable | now[1].effective |
	     now[1].permitted | now[1].inheritable))
		die(EXIT_HARDEN, "capabilities are left after dropping them");
}
