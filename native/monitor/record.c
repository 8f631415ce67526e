// SPDX-License-Identifier: GPL-3.0-or-later
#include "record.h"

#include <string.h>

#include "util.h"

static void take_name(const struct recorder *recorder, const struct logged *logged)
{
	if (!strcmp(logged->prefix, "galaf-ask"))
		names_asked(recorder->names, &logged->packet, logged->gid);
	else
		names_answered(recorder->names, &logged->packet);
}

static void read_question(const struct packet *packet, struct contact *contact)
{
	static struct dns_message message;

	if (packet->protocol == IPPROTO_UDP && packet->payload &&
	    parse_dns(packet->payload, packet->payload_length, &message))
		copy_text(contact->question, sizeof(contact->question), message.name);
}

/* Who is on the other side, and what they or we wanted. */
static void fill_key(const struct logged *logged, struct contact_key *key)
{
	const struct packet *packet = &logged->packet;

	key->kind = logged->group == GROUP_RECORD ? KIND_RECORDED : KIND_BLOCKED;
	key->inward = !strcmp(logged->prefix, "galaf-in");
	key->address = key->inward ? packet->source : packet->destination;
	key->gid = key->inward ? UNKNOWN_ID : logged->gid;
	key->uid = key->inward ? UNKNOWN_ID : logged->uid;
	key->protocol = packet->protocol;
	key->port = packet->destination_port;
}

void record_packet(const struct recorder *recorder, const struct logged *logged)
{
	static struct contact contact;
	const char *host;

	if (logged->group == GROUP_DNS) {
		take_name(recorder, logged);
		return;
	}
	memset(&contact, 0, sizeof(contact));
	fill_key(logged, &contact.key);
	contact.count = 1;
	contact.first = contact.last = wall_ms();
	if (!strcmp(logged->prefix, "galaf-dns"))
		read_question(&logged->packet, &contact);
	host = names_find(recorder->names, contact.key.gid, &contact.key.address, &contact.asked);
	if (host)
		copy_text(contact.host, sizeof(contact.host), host);
	programs_find(recorder->programs, &contact);
	recorder->keep(&contact);
}
