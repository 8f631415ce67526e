/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MONITOR_PRIVILEGES_H
#define MONITOR_PRIVILEGES_H

/*
 * Gives up, for good, every capability but the two that are needed all along: reading the log and
 * the sets (CAP_NET_ADMIN), and /proc/PID/exe (CAP_SYS_PTRACE). To be called before the first
 * packet is read.
 */
void keep_few_privileges(void);

#endif
