// SPDX-License-Identifier: GPL-3.0-or-later
#include "util.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void say(const char *format, va_list arguments)
{
	int saved = errno;
	char line[512];

	vsnprintf(line, sizeof(line), format, arguments);
	// Names of programs and hosts are other people's words: no lines or colours of their own.
	for (char *at = line; *at; at++)
		if (iscntrl((unsigned char)*at))
			*at = '?';
	if (format[strlen(format) - 1] == ':')
		fprintf(stderr, "%s: %s %s\n", program_invocation_short_name, line,
			strerror(saved));
	else
		fprintf(stderr, "%s: %s\n", program_invocation_short_name, line);
}

void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
	exit(1);
}

void complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments);
	va_end(arguments);
}

void *allocate(size_t count, size_t size)
{
	void *memory = calloc(count, size);

	if (!memory)
		die("out of memory");
	return memory;
}

static int64_t read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

int64_t wall_ms(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t steady_ms(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void copy_text(char *to, size_t size, const char *from)
{
	size_t length = strnlen(from, size - 1);

	memcpy(to, from, length);
	to[length] = 0;
}
