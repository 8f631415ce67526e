// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * launch-2022 CONFIG GROUP   Stands in for the launcher of 2022 in tests/bench/launch: reads the
 * whole configuration at every start, takes the group's id from the system, and execs the group's
 * command.
 */
#include <err.h>
#include <grp.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct json_object *config, *groups, *group, *execv_words;
	const struct group *entry;
	char **command;
	size_t n;

	if (argc != 3)
		return 2;
	config = json_object_from_file(argv[1]);
	if (!config || !json_object_object_get_ex(config, "groups", &groups) ||
	    !json_object_object_get_ex(groups, argv[2], &group) ||
	    !json_object_object_get_ex(group, "execv", &execv_words))
		errx(1, "no command for %s in %s", argv[2], argv[1]);
	entry = getgrnam(argv[2]);
	if (!entry || entry->gr_gid < 30000 || entry->gr_gid > 59999)
		errx(1, "no app group %s", argv[2]);
	n = json_object_array_length(execv_words);
	command = calloc(n + 1, sizeof(*command));
	for (size_t i = 0; command && i < n; i++)
		command[i] =
			(char *)json_object_get_string(json_object_array_get_idx(execv_words, i));
	if (!command || setregid(entry->gr_gid, entry->gr_gid) < 0)
		err(1, "setregid");
	execv(command[0], command);
	err(1, "%s", command[0]);
}
