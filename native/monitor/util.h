/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words and clocks that every file of the monitor needs, and of galaf-capture. */
#ifndef MONITOR_UTIL_H
#define MONITOR_UTIL_H

#include <stddef.h>
#include <stdint.h>

/* One clear line on stderr (the journal), then exit 1. Adds strerror(errno) when it ends in ':'. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same without the exit. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Zeroed; dies when there is no memory. */
void *allocate(size_t count, size_t size);

/* Milliseconds since 1970, and of a clock that never jumps. */
int64_t wall_ms(void);
int64_t steady_ms(void);

/* Copies what fits and always ends it. */
void copy_text(char *to, size_t size, const char *from);

#endif
