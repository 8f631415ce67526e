// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whose a captured packet is, and how it is written: the first byte says which way it
 * went.
 */
#include "../../native/capture/owner.h"

#include <string.h>

#include "../../native/capture/pcapng.h"
#include "../../native/monitor/util.h"
#include "fuzz.h"

/* 192.0.2.1:40000 to 192.0.2.2:53 over UDP, and what answers it. */
static const uint8_t ASKS[28] = {0x45, 0, 0,   0, 0, 0, 0,    0,    64, 17, 0, 0, 192, 0,
				 2,    1, 192, 0, 2, 2, 0x9c, 0x40, 0,	53, 0, 8, 0,   0};

static void check_known(void)
{
	uint8_t packet[sizeof(ASKS)], answer[sizeof(ASKS)];
	struct logged logged = {.gid = 1, .uid = 1, .data = packet, .length = sizeof(packet)};
	static bool sent;

	memcpy(packet, ASKS, sizeof(packet));
	packet[3] = sizeof(packet);
	memcpy(answer, packet, sizeof(answer));
	memcpy(answer + 12, packet + 16, 4);
	memcpy(answer + 16, packet + 12, 4);
	memcpy(answer + 20, packet + 22, 2);
	memcpy(answer + 22, packet + 20, 2);
	logged.out = true;
	if (!sent)
		owner_of(&logged);
	sent = true;
	logged = (struct logged){
		.gid = NO_ID, .uid = NO_ID, .data = answer, .length = sizeof(answer)};
	PROMISE(strcmp(owner_of(&logged), "nobody knows"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pcapng file;
	struct logged logged = {.gid = NO_ID, .uid = NO_ID};
	struct pcapng_packet packet = {0};

	if (!size)
		return 0;
	owner_default(NO_ID, NO_ID, "nobody knows");
	logged.out = data[0] & 1;
	logged.data = data + 1;
	logged.length = size - 1;
	packet.comment = owner_of(&logged);
	PROMISE(*packet.comment && strlen(packet.comment) < 160);
	packet.data = logged.data;
	packet.length = packet.on_wire = logged.length;
	pcapng_packet(&file, &packet);
	PROMISE(file.length <= sizeof(file.data) && file.length % 4 == 0);
	// What no socket of ours sent teaches nothing.
	check_known();
	return 0;
}
