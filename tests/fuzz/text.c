// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../native/monitor/text.h"

#include <string.h>

#include "fuzz.h"

/* A JSON string, or what may be outside one: no controls, quotes only at the ends or escaped. */
static void check(const char *text, size_t length)
{
	PROMISE(length >= 2 && text[0] == '"' && text[length - 1] == '"');
	for (size_t i = 1; i < length - 1; i++) {
		PROMISE((unsigned char)text[i] >= 0x20 && text[i] != 0x7f && text[i] != '"');
		if (text[i] == '\\')
			PROMISE(strchr("\"\\u", text[++i]) && i < length - 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = {0};
	char *copy = malloc(size + 1);

	memcpy(copy, data, size);
	copy[size] = 0;
	json_string(&text, "k", copy);
	PROMISE(text.bytes[text.used - 1] == ',');
	check(text.bytes + 4, text.used - 5);
	text_free(&text);
	free(copy);
	return 0;
}
