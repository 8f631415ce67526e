/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MONITOR_PRIVILEGES_H
#define MONITOR_PRIVILEGES_H

#include <stdint.h>

/*
 * Gives up, for good, every capability but these, a mask of bits: for galaf-monitor those for the
 * log and the sets (CAP_NET_ADMIN) and for /proc/PID/exe (CAP_SYS_PTRACE); galaf-capture needs
 * none. To be called before the first packet is read.
 */
void keep_few_privileges(uint64_t kept);

#endif
