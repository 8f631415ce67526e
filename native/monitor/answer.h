/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line in, one line out: what each request means. */
#ifndef MONITOR_ANSWER_H
#define MONITOR_ANSWER_H

#include "clients.h"
#include "counters.h"
#include "ledger.h"
#include "names.h"
#include "nflog.h"
#include "program.h"
#include "store.h"
#include "tally.h"

/* Everything that can be asked. */
struct monitor {
	struct nflog *blocked_log, *dns_log;
	struct names *names;
	struct programs *programs;
	struct store *store;
	struct ledger *ledger;
	struct counters *counters;
	struct tally *tally;
	struct clients *clients;
	int64_t started;
};

/* Adds the answer; true: the client wants to follow from now on. */
bool answer_request(struct monitor *monitor, const char *line, size_t length, struct text *answer);

#endif
