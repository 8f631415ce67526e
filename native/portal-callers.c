// SPDX-License-Identifier: GPL-3.0-or-later
// portal-callers.so: lets the desktop's portals answer apps of app groups.
//
// xdg-desktop-portal looks into the root directory of whoever calls it, for the note that Flatpak
// leaves there, and answers nobody whose root it cannot open. The kernel opens it to processes of
// the same group only, so an app with a group of its own would get no file chooser, no screen
// sharing and none of the desktop's settings. Preloaded into the portal, this opens the portal's
// own root instead, which is the app's as well: only for a process of an app group, only where the
// kernel refused, and only in the portal's own user namespace. An app in a sandbox is in another
// one; about those nothing is pretended.
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../bpf/range.h"

typedef int opener(int folder, const char *path, int flags, ...);

// What the portal starts is not a portal.
__attribute__((constructor)) static void keep_from_children(void)
{
	unsetenv("LD_PRELOAD");
}

/// Fills the buffer from a file of /proc as far as it goes, and ends it with a zero byte.
static bool slurp(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	text[length > 0 ? length : 0] = '\0';
	return length > 0;
}

static bool in_app_group(int pid)
{
	char path[64], text[4096];
	unsigned int real, effective, saved;
	const char *line;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	line = slurp(path, text, sizeof(text)) ? strstr(text, "\nGid:") : NULL;
	return line && sscanf(line, "\nGid: %u %u %u", &real, &effective, &saved) == 3 &&
	       IN_APP_RANGE(real) && effective == real && saved == real;
}

/// Their maps tell two user namespaces apart wherever one of them was made without privileges: it
/// has at most one user.
static bool in_this_namespace(int pid)
{
	char path[64], own[1024], theirs[1024];

	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	return slurp("/proc/self/uid_map", own, sizeof(own)) &&
	       slurp(path, theirs, sizeof(theirs)) && strcmp(own, theirs) == 0;
}

static bool is_root_of_an_app(const char *path)
{
	int pid, end = 0;

	return path && sscanf(path, "/proc/%d/root%n", &pid, &end) == 1 && end &&
	       path[end] == '\0' && in_app_group(pid) && in_this_namespace(pid);
}

static int open_for(const char *symbol, int folder, const char *path, int flags, mode_t mode)
{
	opener *library = (opener *)dlsym(RTLD_NEXT, symbol);
	int fd;

	if (!library) {
		errno = ENOSYS;
		return -1;
	}
	fd = library(folder, path, flags, mode);
	if (fd >= 0 || errno != EACCES)
		return fd;
	if (is_root_of_an_app(path))
		return library(AT_FDCWD, "/", flags, mode);
	errno = EACCES;
	return -1;
}

#define MODE(flags)                                                                                \
	({                                                                                         \
		mode_t mode_ = 0;                                                                  \
		va_list arguments_;                                                                \
		va_start(arguments_, flags);                                                       \
		if (((flags)&O_CREAT) || ((flags)&O_TMPFILE) == O_TMPFILE)                         \
			mode_ = va_arg(arguments_, mode_t);                                        \
		va_end(arguments_);                                                                \
		mode_;                                                                             \
	})

int openat(int folder, const char *path, int flags, ...)
{
	return open_for("openat", folder, path, flags, MODE(flags));
}

int openat64(int folder, const char *path, int flags, ...)
{
	return open_for("openat64", folder, path, flags, MODE(flags));
}
