// SPDX-License-Identifier: GPL-3.0-or-later
#include "owner.h"

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "../monitor/packet.h"
#include "../monitor/util.h"

/* Both forget by overwriting, so that neither grows. Powers of two. */
#define FLOWS 16384
#define NAMES 256

struct owner {
	uint32_t gid, uid;
};

static struct owner fallback = {NO_ID, NO_ID};
static const char *nobody = "";
/* Compared byte by byte. */
struct flow {
	struct in6_addr local, remote;
	uint16_t local_port, remote_port; /* 0 where the protocol has none */
	uint32_t protocol;
};

static struct {
	struct flow flow;
	struct owner owner;
} flows[FLOWS];

struct name {
	uint32_t id;
	char text[64];
};

void owner_default(uint32_t gid, uint32_t uid, const char *unknown)
{
	fallback = (struct owner){gid, uid};
	nobody = unknown;
}

static const char *name_of(struct name *names, uint32_t id, const char *(*look_up)(uint32_t id))
{
	struct name *name = &names[id % NAMES];

	if (!name->text[0] || name->id != id) {
		const char *text = look_up(id);

		name->id = id;
		if (text)
			copy_text(name->text, sizeof(name->text), text);
		else
			snprintf(name->text, sizeof(name->text), "%u", id);
	}
	return name->text;
}

static const char *group_name(uint32_t gid)
{
	const struct group *group = getgrgid(gid);

	return group ? group->gr_name : NULL;
}

static const char *user_name(uint32_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user ? user->pw_name : NULL;
}

/* The packet that an ICMP error is about stands behind it; NULL when this is none. */
static const uint8_t *complaint(const struct logged *logged, const struct packet *packet,
				size_t *left)
{
	const uint8_t *data = logged->data;
	const bool four = data[0] >> 4 == 4;
	const size_t header = four ? (data[0] & 15) * 4u : 40, inner = header + 8;
	uint8_t type;

	if (packet->protocol != (four ? IPPROTO_ICMP : IPPROTO_ICMPV6) || logged->length < inner)
		return NULL;
	type = data[header];
	if (four ? type != 3 && type != 11 && type != 12 : type < 1 || type > 4)
		return NULL;
	*left = logged->length - inner;
	return data + inner;
}

static bool flow_of(const struct logged *logged, struct flow *flow)
{
	bool out = logged->out;
	struct packet packet;
	const uint8_t *about;
	size_t left;

	memset(flow, 0, sizeof(*flow));
	if (!parse_packet(logged->data, logged->length, &packet))
		return false;
	about = complaint(logged, &packet, &left);
	// What is complained about went the other way.
	if (about && parse_packet(about, left, &packet))
		out = !out;
	flow->protocol = packet.protocol;
	flow->local = out ? packet.source : packet.destination;
	flow->remote = out ? packet.destination : packet.source;
	flow->local_port = out ? packet.source_port : packet.destination_port;
	flow->remote_port = out ? packet.destination_port : packet.source_port;
	return true;
}

/* FNV-1a: who makes two flows meet in one place gains nothing by it. */
static size_t place_of(const struct flow *flow)
{
	const uint8_t *byte = (const void *)flow;
	uint32_t hash = 2166136261;

	for (size_t i = 0; i < sizeof(*flow); i++)
		hash = (hash ^ byte[i]) * 16777619;
	return hash % FLOWS;
}

static struct owner find(const struct logged *logged)
{
	struct owner owner = {logged->gid, logged->uid};
	struct flow flow;

	if (flow_of(logged, &flow)) {
		size_t place = place_of(&flow);

		if (owner.uid != NO_ID) {
			flows[place].flow = flow;
			flows[place].owner = owner;
		} else if (!memcmp(&flows[place].flow, &flow, sizeof(flow))) {
			owner = flows[place].owner;
		}
	}
	if (owner.gid == NO_ID)
		owner.gid = fallback.gid;
	if (owner.uid == NO_ID)
		owner.uid = fallback.uid;
	return owner;
}

const char *owner_of(const struct logged *logged)
{
	static struct name groups[NAMES], users[NAMES];
	static char text[160];
	const struct owner owner = find(logged);
	const char *group = owner.gid == NO_ID ? "" : name_of(groups, owner.gid, group_name);

	if (owner.gid == NO_ID && owner.uid == NO_ID)
		snprintf(text, sizeof(text), "%s", nobody);
	else if (owner.uid == NO_ID)
		snprintf(text, sizeof(text), "%s", group);
	else
		snprintf(text, sizeof(text), "%s%s(%s)", group, *group ? " " : "",
			 name_of(users, owner.uid, user_name));
	return text;
}
