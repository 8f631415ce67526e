// SPDX-License-Identifier: GPL-3.0-or-later
/* owners FOLDER   Whose a mark is, as galaf-monitor reads it. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../native/monitor/contact.h"
#include "../../native/monitor/policy.h"
#include "tap.h"

static void point(const char *folder, const char *generation)
{
	char path[300];

	snprintf(path, sizeof(path), "%s/current", folder);
	unlink(path);
	is("a generation is in force", 0, symlink(generation, path));
}

/* The generation, as an apply puts it in force. */
static void put(const char *folder, int generation, const char *text)
{
	char name[16], path[300];
	FILE *file;

	snprintf(name, sizeof(name), "%d", generation);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/%s/monitor.conf", folder, name);
	file = fopen(path, "w");
	if (!file || fputs(text, file) < 0 || fclose(file)) {
		perror(path);
		exit(1);
	}
	point(folder, name);
}

static void check(const struct policy *policy, const char *name, uint32_t mark, uint32_t wanted_gid,
		  uint32_t wanted_uid)
{
	char text[200];
	uint32_t gid, uid;

	policy_owner(policy, mark, &gid, &uid);
	snprintf(text, sizeof(text), "%s: group", name);
	is(text, wanted_gid, gid);
	snprintf(text, sizeof(text), "%s: user", name);
	is(text, wanted_uid, uid);
}

int main(int argc, char **argv)
{
	// Reachable until the end, as the monitor's is.
	static struct policy *policy;
	char path[300];

	if (argc != 2)
		return 2;
	snprintf(path, sizeof(path), "%s/current", argv[1]);
	put(argv[1], 1, "table galaf\nmarks bpf\nmask 4294967295\nmark 3221225473 40000 70000\n");
	policy = policy_new(path);
	is("it is read", true, policy_refresh(policy));
	check(policy, "no mark is nobody's, and not root's", 0, UNKNOWN_ID, UNKNOWN_ID);
	check(policy, "a mark of the kernel program", 30001u << 16 | 1000, 30001, 1000);
	check(policy, "root's", 30001u << 16 | 65533, 30001, 0);
	check(policy, "one in the table", 3221225473u, 40000, 70000);
	put(argv[1], 2, "table galaf\nmarks map\nmask 4278206463\nmark 5 30001 1000\n");
	is("another one is read", true, policy_refresh(policy));
	check(policy, "no mark, with a table", 0, UNKNOWN_ID, UNKNOWN_ID);
	check(policy, "a mark, with a table", 5, 30001, 1000);
	check(policy, "a mark beside which others have theirs", 5 | 0x40000, 30001, 1000);
	check(policy, "a mark that is in no table", 6, UNKNOWN_ID, UNKNOWN_ID);
	point(argv[1], "3");
	is("one that is not there is none", false, policy_refresh(policy));
	point(argv[1], "2");
	is("the one before it is read again", true, policy_refresh(policy));
	check(policy, "with its marks", 5, 30001, 1000);
	return finish();
}
