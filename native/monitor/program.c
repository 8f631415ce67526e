// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <arpa/inet.h>
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "table.h"
#include "util.h"

/* PROC_PID_INIT_INO: every other pid namespace has another number. */
#define INITIAL_PIDNS 0xeffffffcu
#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

/* Files that programs were started from. */
#define FILES_MAX 1024

struct file_key {
	uint64_t inode, device;
};

struct programs {
	int map; /* -1: not loaded */
	uint32_t seed;
	struct table *paths; /* file_key -> path, PROGRAM_MAX bytes */
	char obstacle[256];
};

static int silent(enum libbpf_print_level level, const char *format, va_list arguments)
{
	(void)level, (void)format, (void)arguments;
	return 0;
}

static bool refuse(struct programs *programs, const char *what)
{
	snprintf(programs->obstacle, sizeof(programs->obstacle), "%s: %s", what, strerror(errno));
	return false;
}

static bool read_config(struct programs *programs, struct connect_config *config)
{
	socklen_t size = sizeof(config->netns);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct stat st;

	memset(config, 0, sizeof(*config));
	if (getrandom(&programs->seed, sizeof(programs->seed), 0) != sizeof(programs->seed))
		return refuse(programs, "random numbers");
	config->seed = programs->seed;
	if (fd < 0 || getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &config->netns, &size) < 0)
		return refuse(programs, "the network namespace has no cookie");
	close(fd);
	if (stat("/proc/self/ns/pid", &st) < 0)
		return refuse(programs, "/proc/self/ns/pid");
	if (st.st_ino != INITIAL_PIDNS) {
		config->pidns_device = st.st_dev;
		config->pidns_inode = st.st_ino;
	}
	return true;
}

/* The only read-only data of the object is its configuration. */
static bool set_config(struct programs *programs, struct bpf_object *object)
{
	struct connect_config config;
	struct bpf_map *map;

	if (!read_config(programs, &config))
		return false;
	bpf_object__for_each_map(
		map,
		object) if (strstr(bpf_map__name(map),
				   ".rodata")) return !bpf_map__set_initial_value(map, &config,
										  sizeof(config)) ||
		refuse(programs, "connect.bpf.o is of another version");
	errno = ENOENT;
	return refuse(programs, "connect.bpf.o has no configuration");
}

/*
 * As links, which end with this process: nothing is pinned, and nothing stays behind after a crash.
 * Links attach beside what systemd attached to the same cgroup, like `multi`.
 */
static bool attach(struct programs *programs, struct bpf_object *object, const char *cgroup)
{
	int fd = open(cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct bpf_program *program;

	if (fd < 0)
		return refuse(programs, cgroup);
	bpf_object__for_each_program(program, object) if (!bpf_program__attach_cgroup(program, fd))
	{
		close(fd);
		return refuse(programs, bpf_program__name(program));
	}
	close(fd);
	return true;
}

static bool load(struct programs *programs, const char *path, const char *cgroup)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);

	if (!object)
		return refuse(programs, path);
	if (!set_config(programs, object))
		goto fail;
	if (bpf_object__load(object)) {
		refuse(programs, "the kernel does not load it");
		goto fail;
	}
	if (!attach(programs, object, cgroup))
		goto fail;
	programs->map = bpf_object__find_map_fd_by_name(object, "connects");
	return programs->map >= 0 || refuse(programs, "connects");
fail:
	bpf_object__close(object);
	return false;
}

struct programs *programs_new(const char *object, const char *cgroup)
{
	struct programs *programs = allocate(1, sizeof(*programs));

	programs->map = -1;
	programs->paths = table_new(FILES_MAX, sizeof(struct file_key), PROGRAM_MAX);
	libbpf_set_print(silent);
	if (!load(programs, object, cgroup))
		complain("no names of programs: %s", programs->obstacle);
	return programs;
}

const char *programs_obstacle(const struct programs *programs)
{
	return programs->map < 0 ? programs->obstacle : NULL;
}

/* Not half of what is being written. */
static bool read_slot(const struct programs *programs, uint32_t index, struct connect_slot *slot)
{
	return !bpf_map_lookup_elem_flags(programs->map, &index, slot, BPF_F_LOCK) &&
	       slot->value.last;
}

static bool find(const struct programs *programs, const struct connect_key *key,
		 struct connect_value *value)
{
	uint32_t index = connect_slot_of(key, programs->seed);
	struct connect_slot slot;

	for (uint32_t neighbour = 0; neighbour < 2; neighbour++) {
		if (!read_slot(programs, index ^ neighbour, &slot) ||
		    memcmp(&slot.key, key, sizeof(*key)))
			continue;
		*value = slot.value;
		return true;
	}
	return false;
}

static bool look_up(const struct programs *programs, const struct contact_key *key,
		    struct connect_value *value)
{
	struct connect_key wanted = {
		.gid = key->gid,
		.port = htons(key->port),
		.protocol = key->protocol,
	};

	memcpy(wanted.address, &key->address, sizeof(wanted.address));
	if (find(programs, &wanted, value))
		return true;
	// Ping and the like were noted when they made their socket.
	memset(wanted.address, 0, sizeof(wanted.address));
	wanted.port = 0;
	if (find(programs, &wanted, value))
		return true;
	wanted.protocol = IPPROTO_RAW;
	return find(programs, &wanted, value);
}

/* The number may be another process's by now, which would show by its group. */
static bool has_group(int process, uint32_t gid)
{
	unsigned int real, effective, saved, fs;
	char status[2048];
	int fd = openat(process, "status", O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? -1 : read(fd, status, sizeof(status) - 1);
	const char *line;

	if (fd >= 0)
		close(fd);
	if (length <= 0)
		return false;
	status[length] = 0;
	line = strstr(status, "\nGid:");
	if (!line || sscanf(line, "\nGid: %u %u %u %u", &real, &effective, &saved, &fs) != 4)
		return false;
	return real == gid || fs == gid;
}

/* Empty when the process is gone, or is another one by now. */
static void read_exe(const struct connect_value *value, uint32_t gid, char *path)
{
	char folder[32];
	int process;
	ssize_t length;

	path[0] = 0;
	snprintf(folder, sizeof(folder), "/proc/%u", value->pid);
	process = value->pid ? open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	if (process < 0)
		return;
	// An open folder of /proc stays that process's: whoever gets the number next has another.
	if (has_group(process, gid)) {
		length = readlinkat(process, "exe", path, PROGRAM_MAX - 1);
		path[length > 0 ? length : 0] = 0;
	}
	close(process);
}

/* The path, from the process itself or from an earlier one that ran the same file. */
void programs_name(struct programs *programs, const struct connect_value *value,
		   struct contact *contact)
{
	struct file_key key = {value->inode, value->device};
	const char *known;

	memcpy(contact->comm, value->comm, sizeof(value->comm));
	contact->comm[sizeof(value->comm)] = 0;
	read_exe(value, contact->key.gid, contact->program);
	if (contact->program[0] && value->inode) {
		copy_text(table_put(programs->paths, &key), PROGRAM_MAX, contact->program);
		return;
	}
	known = value->inode ? table_get(programs->paths, &key) : NULL;
	copy_text(contact->program, sizeof(contact->program), known ? known : contact->comm);
}

void programs_find(struct programs *programs, struct contact *contact)
{
	struct connect_value value;

	if (programs->map < 0 || contact->key.inward || !look_up(programs, &contact->key, &value))
		return;
	// Another user of the same group is somebody else.
	if (contact->key.uid != UNKNOWN_ID && value.uid != contact->key.uid)
		return;
	programs_name(programs, &value, contact);
}

void programs_visit(const struct programs *programs,
		    void (*visit)(const struct connect_key *key, const struct connect_value *value))
{
	struct connect_slot slot;

	for (uint32_t index = 0; programs->map >= 0 && index < CONNECT_SLOTS; index++)
		if (read_slot(programs, index, &slot))
			visit(&slot.key, &slot.value);
}
