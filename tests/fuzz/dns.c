// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../native/monitor/dns.h"

#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct dns_message message;

	// What an earlier message left must not show through.
	memset(&message, 'X', sizeof(message));
	if (!parse_dns(data, size, &message))
		return 0;
	PROMISE(memchr(message.name, 0, sizeof(message.name)));
	PROMISE(message.name[0]);
	for (const char *at = message.name; *at; at++)
		PROMISE((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') ||
			strchr("-_.\\", *at));
	PROMISE(message.n_addresses <= DNS_ADDRESSES_MAX);
	PROMISE(message.is_answer || !message.n_addresses);
	return 0;
}
