// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../bpf/marks.h"
#include "contact.h"
#include "util.h"

#define TABLE_MAX 64

struct mark {
	uint32_t mark, gid, uid;
};

struct policy {
	char folder[PATH_MAX], link[PATH_MAX];
	char table[TABLE_MAX];
	uint64_t version;
	uint32_t mask;
	bool computed; /* by the BPF program, from the ids */
	struct mark *marks;
	size_t count, size;
};

struct policy *policy_new(const char *folder)
{
	struct policy *policy = allocate(1, sizeof(*policy));

	copy_text(policy->folder, sizeof(policy->folder), folder);
	return policy;
}

const char *policy_table(const struct policy *policy)
{
	return policy->table;
}

uint64_t policy_version(const struct policy *policy)
{
	return policy->version;
}

static uint32_t read_id(const char *text)
{
	return text[0] == '-' ? UNKNOWN_ID : strtoul(text, NULL, 10);
}

static void add_mark(struct policy *policy, const struct mark *mark)
{
	if (policy->count == policy->size) {
		policy->size = policy->size ? policy->size * 2 : 256;
		policy->marks = realloc(policy->marks, policy->size * sizeof(*policy->marks));
		if (!policy->marks)
			die("out of memory");
	}
	policy->marks[policy->count++] = *mark;
}

/* core/render/system.ts writes it. */
static void read_line(struct policy *policy, const char *line)
{
	char gid[16], uid[16];
	struct mark mark;

	if (sscanf(line, "table %63[A-Za-z0-9_]", policy->table) == 1)
		return;
	if (sscanf(line, "mask %u", &policy->mask) == 1)
		return;
	if (!strcmp(line, "marks bpf\n"))
		policy->computed = true;
	if (sscanf(line, "mark %u %15s %15s", &mark.mark, gid, uid) == 3) {
		mark.gid = read_id(gid);
		mark.uid = read_id(uid);
		add_mark(policy, &mark);
	}
}

static int by_mark(const void *a, const void *b)
{
	uint32_t x = ((const struct mark *)a)->mark, y = ((const struct mark *)b)->mark;

	return (x > y) - (x < y);
}

bool policy_refresh(struct policy *policy)
{
	char link[PATH_MAX], path[2 * PATH_MAX], line[128];
	ssize_t length;
	FILE *file;

	length = readlink(policy->folder, link, sizeof(link) - 1);
	if (length < 0) {
		policy->link[0] = policy->table[0] = 0;
		return false;
	}
	link[length] = 0;
	if (!strcmp(link, policy->link))
		return policy->table[0];
	snprintf(path, sizeof(path), "%s/monitor.conf", policy->folder);
	// Of one that cannot be read nothing is left, not that it was.
	policy->link[0] = policy->table[0] = 0;
	policy->mask = UINT32_MAX;
	policy->computed = false;
	policy->count = 0;
	file = fopen(path, "re");
	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		read_line(policy, line);
	fclose(file);
	qsort(policy->marks, policy->count, sizeof(*policy->marks), by_mark);
	copy_text(policy->link, sizeof(policy->link), link);
	policy->version++;
	return policy->table[0];
}

/* bpf/marks.h and core/marks.ts say the same. */
static void decode(uint32_t mark, uint32_t *gid, uint32_t *uid)
{
	*gid = mark >> 16;
	*uid = mark & 0xffff;
	if (*gid == MARK_LARGE)
		*gid = UNKNOWN_ID;
	if (*uid == MARK_LARGE || *uid == 0)
		*uid = UNKNOWN_ID;
	else if (*uid == MARK_ROOT_UID)
		*uid = 0;
}

void policy_owner(const struct policy *policy, uint32_t mark, uint32_t *gid, uint32_t *uid)
{
	struct mark key = {.mark = mark & policy->mask};
	const struct mark *found = NULL;

	if (policy->count)
		found = bsearch(&key, policy->marks, policy->count, sizeof(key), by_mark);
	if (found) {
		*gid = found->gid;
		*uid = found->uid;
	} else if (policy->computed && key.mark) {
		decode(mark, gid, uid);
	} else {
		*gid = *uid = UNKNOWN_ID;
	}
}
