// SPDX-License-Identifier: GPL-3.0-or-later
#include "answer.h"

#include <string.h>

#include "query.h"
#include "request.h"
#include "seen.h"

typedef const char *(*query_fn)(struct monitor *monitor, const struct request *request,
				struct text *answer);

static const char *status(struct monitor *monitor, const struct request *request,
			  struct text *answer)
{
	(void)request;
	json_time(answer, "started", monitor->started);
	json_string(answer, "programs", programs_obstacle(monitor->programs));
	json_string(answer, "history", store_obstacle(monitor->store));
	json_number(answer, "history_bytes", store_size(monitor->store));
	json_number(answer, "history_failures", store_failures(monitor->store));
	json_number(answer, "suppressed", tally_suppressed(monitor->tally));
	json_number(answer, "lost", nflog_lost(monitor->blocked_log));
	json_number(answer, "dns_lost", nflog_lost(monitor->dns_log));
	json_number(answer, "malformed",
		    nflog_malformed(monitor->blocked_log) + nflog_malformed(monitor->dns_log));
	json_number(answer, "readers_dropped", clients_dropped(monitor->clients));
	json_number(answer, "names", names_count(monitor->names));
	return NULL;
}

static const char *follow(struct monitor *monitor, const struct request *request,
			  struct text *answer)
{
	(void)monitor, (void)request, (void)answer;
	return NULL;
}

static const char *blocked(struct monitor *monitor, const struct request *request,
			   struct text *answer)
{
	// Counts as of now, not of two seconds ago.
	tally_read(monitor->tally);
	return query_contacts(monitor->store, KIND_BLOCKED, request, answer);
}

static const char *recorded(struct monitor *monitor, const struct request *request,
			    struct text *answer)
{
	return query_contacts(monitor->store, KIND_RECORDED, request, answer);
}

static const char *destinations(struct monitor *monitor, const struct request *request,
				struct text *answer)
{
	return query_contacts(monitor->store, KIND_SEEN, request, answer);
}

static const char *history(struct monitor *monitor, const struct request *request,
			   struct text *answer)
{
	ledger_sample(monitor->ledger);
	return query_history(monitor->store, request, answer);
}

static const char *counters(struct monitor *monitor, const struct request *request,
			    struct text *answer)
{
	bool there = request_bool(request, "all")
			     ? counters_all(monitor->counters, answer)
			     : counters_rates(monitor->counters,
					      request_number(request, "since", -1), answer);

	return there ? NULL : "no policy";
}

static const char *names(struct monitor *monitor, const struct request *request,
			 struct text *answer)
{
	const char *text = request_string(request, "address");
	struct in6_addr address;

	if (text && !parse_address(text, &address))
		return "address is none";
	names_list(monitor->names, text ? &address : NULL, query_limit(request), answer);
	return NULL;
}

static const char *clear(struct monitor *monitor, const struct request *request,
			 struct text *answer)
{
	int64_t gid = request_number(request, "gid", -1), uid = request_number(request, "uid", -1);
	bool all = request_bool(request, "all");

	(void)answer;
	if (gid >= UNKNOWN_ID || uid >= UNKNOWN_ID || gid < -1 || uid < -1)
		return "gid and uid are numbers of 32 bits";
	// Leaving something out must not clear more.
	if (all == (gid >= 0 || uid >= 0))
		return "clear needs gid, uid or both, or else all";
	// What was counted until now belongs to what goes.
	ledger_sample(monitor->ledger);
	tally_read(monitor->tally);
	seen_forget();
	if (all)
		names_clear(monitor->names);
	if (!store_clear(monitor->store, gid < 0 ? UNKNOWN_ID : gid, uid < 0 ? UNKNOWN_ID : uid))
		return "the history cannot be written";
	return NULL;
}

static const struct {
	const char *name, *members;
	query_fn answer;
} QUERIES[] = {
	{"status", "query$", status},
	{"follow", "query$", follow},
	{"blocked", "query$ since# gid# uid# users$ limit#", blocked},
	{"recorded", "query$ since# gid# uid# users$ limit#", recorded},
	{"destinations", "query$ since# gid# uid# users$ limit#", destinations},
	{"history", "query$ since# until# gid# uid# users$ limit# step# total?", history},
	{"counters", "query$ all? since#", counters},
	{"names", "query$ address$ limit#", names},
	{"clear", "query$ gid# uid# all?", clear},
};

static const char *dispatch(struct monitor *monitor, const char *line, size_t length,
			    struct text *answer, bool *follows)
{
	static struct request request;
	const char *name, *unexpected;

	if (!parse_request(line, length, &request))
		return "a request is one flat JSON object";
	name = request_string(&request, "query");
	for (size_t i = 0; name && i < sizeof(QUERIES) / sizeof(*QUERIES); i++) {
		if (strcmp(name, QUERIES[i].name))
			continue;
		unexpected = request_unexpected(&request, QUERIES[i].members);
		if (unexpected)
			return "a member that this query does not have, or of another type";
		*follows = QUERIES[i].answer == follow;
		return QUERIES[i].answer(monitor, &request, answer);
	}
	return "no such query";
}

bool answer_request(struct monitor *monitor, const char *line, size_t length, struct text *answer)
{
	size_t start = answer->used;
	bool follows = false;
	const char *error;

	text_add(answer, "{", 1);
	json_bool(answer, "ok", true);
	error = dispatch(monitor, line, length, answer, &follows);
	if (error) {
		answer->used = start;
		text_add(answer, "{", 1);
		json_bool(answer, "ok", false);
		json_string(answer, "error", error);
		follows = false;
	}
	json_close(answer, '}');
	return follows;
}
