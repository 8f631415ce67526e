// galaf-unown GID [FOLDER...]: gives every file of an app group to the primary group of its owner,
// so that the group can be deleted and its id used again. Below each FOLDER (default: /), never
// into another file system, never through a symlink.
//
// What is changed is an open file, not a name: whoever swaps the name meanwhile, for a link to
// something precious, changes nothing. The kernel takes set-group-id bits away on the way, since
// CAP_FSETID is not held.
//
// Prints `searched N changed N` now and then and at the end, and `kept PATH: REASON` for what could
// not be changed (exit 1).
#include "../bpf/range.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define REPORT_EVERY   20000
#define MAX_PATH_SHOWN 4096
#define MAX_DEPTH      10000

static gid_t wanted;
static unsigned long searched, changed, kept;
// For messages only; the walk itself never uses a path.
static char path[MAX_PATH_SHOWN];

static void report(void)
{
	printf("searched %lu changed %lu\n", searched, changed);
	fflush(stdout);
}

static void keep(const char *reason)
{
	printf("kept %s: %s\n", path, reason);
	kept++;
}

// Files come in runs of one owner, so the last answer is usually the next one.
static gid_t primary_group(uid_t uid)
{
	static uid_t last_uid = -1;
	static gid_t last_gid;

	if (uid != last_uid) {
		const struct passwd *owner = getpwuid(uid);

		last_uid = uid;
		last_gid = owner ? owner->pw_gid : 0;
	}
	return last_gid;
}

// The mount, not st_dev: overlayfs gives files another device than their folder (statx(2),
// Documentation/filesystems/overlayfs.rst).
static int look(int fd, struct statx *file)
{
	return statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS | STATX_MNT_ID, file);
}

static void give_back(int fd, const struct statx *file)
{
	searched++;
	if (searched % REPORT_EVERY == 0)
		report();
	if (file->stx_gid != wanted)
		return;
	if (fchownat(fd, "", -1, primary_group(file->stx_uid), AT_EMPTY_PATH) < 0)
		keep(strerror(errno));
	else
		changed++;
}

static void walk(int folder, unsigned long long mount);

// A folder to walk through, by a descriptor that only names it; -1 when it cannot be read.
static int enter(int fd)
{
	int inside = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (inside < 0)
		keep(strerror(errno));
	return inside;
}

// One name in a folder. It is opened without being read, and everything else happens to what was
// opened.
static void visit(int folder, const char *name, unsigned long long mount)
{
	struct statx file;
	int inside = -1;
	int fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0) {
		if (errno != ENOENT)
			keep(strerror(errno));
		return;
	}
	if (look(fd, &file) < 0) {
		keep(strerror(errno));
	} else if (file.stx_mnt_id == mount) {
		give_back(fd, &file);
		if (S_ISDIR(file.stx_mode))
			inside = enter(fd);
	}
	close(fd);
	if (inside >= 0)
		walk(inside, mount);
}

// Everything below an open folder, which is closed.
static void walk(int folder, unsigned long long mount)
{
	size_t length = strlen(path);
	DIR *entries = fdopendir(folder);
	struct dirent *entry;

	if (!entries)
		err(2, "fdopendir");
	while (errno = 0, (entry = readdir(entries))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(path + length, sizeof(path) - length, "/%s", entry->d_name);
		visit(dirfd(entries), entry->d_name, mount);
		path[length] = '\0';
	}
	if (errno)
		keep(strerror(errno));
	closedir(entries);
}

static void walk_from(const char *start)
{
	struct statx top;
	int fd = open(start, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || look(fd, &top) < 0)
		err(2, "%s", start);
	snprintf(path, sizeof(path), "%s", strcmp(start, "/") ? start : "");
	give_back(fd, &top);
	walk(fd, top.stx_mnt_id);
}

// One descriptor for each level of folders, and a stack that bears as many.
static void allow_depth(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		err(2, "getrlimit");
	files.rlim_cur = files.rlim_max < MAX_DEPTH ? files.rlim_max : MAX_DEPTH;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		err(2, "setrlimit");
}

int main(int argc, char **argv)
{
	char *end;
	unsigned long gid = argc > 1 ? strtoul(argv[1], &end, 10) : 0;

	if (argc < 2 || *end || gid < APP_GID_MIN || gid > APP_GID_MAX)
		errx(2, "usage: galaf-unown GID [FOLDER...]; GID is %d to %d", APP_GID_MIN,
		     APP_GID_MAX);
	wanted = gid;
	allow_depth();
	if (argc == 2)
		walk_from("/");
	for (int i = 2; i < argc; i++)
		walk_from(argv[i]);
	report();
	return kept ? 1 : 0;
}
