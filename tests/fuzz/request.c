// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../native/monitor/request.h"

#include <string.h>

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct request request;

	if (!parse_request((const char *)data, size, &request))
		return 0;
	PROMISE(request.count <= REQUEST_MEMBERS);
	for (size_t i = 0; i < request.count; i++)
		PROMISE(memchr(request.members[i].key, 0, sizeof(request.members[i].key)));
	request_string(&request, "query");
	request_number(&request, "limit", 1);
	request_unexpected(&request, "query$ gid# uid# all?");
	return 0;
}
