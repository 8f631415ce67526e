/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a logged packet to what is shown and kept. */
#ifndef MONITOR_RECORD_H
#define MONITOR_RECORD_H

#include "names.h"
#include "nflog.h"
#include "program.h"

struct recorder {
	struct names *names;
	struct programs *programs;
	void (*keep)(const struct contact *contact);
};

void record_packet(const struct recorder *recorder, const struct logged *logged);

#endif
