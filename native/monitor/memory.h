/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MONITOR_MEMORY_H
#define MONITOR_MEMORY_H

/* Before anything else: how this process gets its memory, so that it does not grow over days. */
void memory_set_up(void);

#endif
