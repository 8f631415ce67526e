/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output, which somebody else opened: a file, or a pipe whose reader may be slow or gone.
 */
#ifndef CAPTURE_OUTPUT_H
#define CAPTURE_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Dies when it is neither; makes signals that end a program readable from a file instead. */
void output_open(void);
int output_end_fd(void);

/*
 * All of it, however long the reader takes, unless the end comes first: standard input is closed,
 * or a signal says so. False when no more can be written, with a word about it if that is an error.
 */
bool output_write(const void *data, size_t length);
bool output_failed(void);

#endif
