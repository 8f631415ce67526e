// SPDX-License-Identifier: GPL-3.0-or-later
// Taking the group, and giving up what an app must not have: see docs/launcher.md.
#include "galaf.h"

#include "filter.h" // made by filter.js

#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

// Makes these the only capabilities, none of them inheritable; and with that, none ambient.
static int set_capabilities(unsigned int bits)
{
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{bits, bits, 0}};

	return syscall(__NR_capset, &header, data);
}

// Supplementary groups stay: they are the user's own (audio, video, plugdev), and no rule looks at
// them.
void take_group(gid_t gid)
{
	gid_t real, effective, saved;

	if (set_capabilities(1u << CAP_SETGID) < 0)
		die(EXIT_GROUP, "no cap_setgid; reinstall galaf, or as root: "
				"setcap cap_setgid=p /usr/bin/galaf");
	if (setresgid(gid, gid, gid) < 0)
		die(EXIT_GROUP, "cannot take group %u: %m", gid);
	if (getresgid(&real, &effective, &saved) < 0 || real != gid || effective != gid ||
	    saved != gid || setfsgid((gid_t)-1) != (int)gid)
		die(EXIT_GROUP, "group %u was not taken", gid);
}

void harden(enum harden level)
{
	struct sock_fprog program = {sizeof(userns) / sizeof(userns[0]), userns};

	// Taking it back must fail, for root too.
	if (set_capabilities(0) < 0 || set_capabilities(1u << CAP_SETGID) == 0)
		die(EXIT_HARDEN, "capabilities were not dropped: %m");
	if (level == HARDEN_OFF)
		return;
	if (level == HARDEN_STRICT)
		program = (struct sock_fprog){sizeof(strict) / sizeof(strict[0]), strict};
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		die(EXIT_HARDEN, "cannot set no_new_privs: %m");
	if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		die(EXIT_HARDEN, "cannot install the filter of system calls: %m");
}
