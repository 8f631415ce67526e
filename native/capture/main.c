// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * galaf-capture   Packets of one app group, user or mark as pcapng on standard output, a file or a
 * pipe, until standard input ends. Standard error tells what happens, as JSON lines. Started by the
 * helper, which has asked whether the caller may.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../monitor/privileges.h"
#include "../monitor/util.h"
#include "log.h"
#include "output.h"
#include "owner.h"
#include "pcapng.h"
#include "table.h"

#define MARKS_MAX 4096

static struct {
	struct subject subject;
	uint32_t snaplen;
	uint64_t count;
	const char *label;
} options = {.snaplen = PCAPNG_PACKET_MAX, .label = "galaf"};

static struct {
	struct pcapng file;
	struct timespec begun;
	uint64_t seen;
	bool over;
} capture;

static uint32_t read_number(const char *text)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 0);
	if (errno || *end || end == text || *text == '-' || value > UINT32_MAX)
		die("no number: %s", text);
	return value;
}

static void add_mark(const char *text)
{
	struct subject *subject = &options.subject;

	if (subject->mark_count == MARKS_MAX)
		die("more than %d marks", MARKS_MAX);
	if (!subject->marks)
		subject->marks = allocate(MARKS_MAX, sizeof(*subject->marks));
	subject->marks[subject->mark_count++] = read_number(text);
}

static void read_option(int option)
{
	struct subject *subject = &options.subject;

	switch (option) {
	case 'g':
		subject->gid = read_number(optarg);
		subject->has_gid = true;
		break;
	case 'u':
		subject->uid = read_number(optarg);
		subject->has_uid = true;
		break;
	case 'k':
		subject->mask = read_number(optarg);
		break;
	case 's':
		options.snaplen = read_number(optarg);
		if (!options.snaplen || options.snaplen > PCAPNG_PACKET_MAX)
			options.snaplen = PCAPNG_PACKET_MAX;
		break;
	case 'c':
		options.count = read_number(optarg);
		break;
	case 'l':
		options.label = optarg;
		break;
	default:
		die("usage: galaf-capture [--gid N] [--uid N] [--mask N] [--snaplen N] [--count N] "
		    "[--label TEXT] [MARK…]");
	}
}

static void read_options(int argc, char **argv)
{
	static const struct option known[] = {
		{"gid", required_argument, NULL, 'g'},
		{"uid", required_argument, NULL, 'u'},
		{"mask", required_argument, NULL, 'k'},
		{"snaplen", required_argument, NULL, 's'},
		{"count", required_argument, NULL, 'c'},
		{"label", required_argument, NULL, 'l'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
		read_option(option);
	while (optind < argc)
		add_mark(argv[optind++]);
	if (!options.subject.has_gid && !options.subject.has_uid && !options.subject.mark_count)
		die("whose packets?");
}

/* As its header tells; what comes longer than that can be told (BIG TCP) has 0 there. */
static size_t length_on_wire(const struct logged *logged)
{
	const uint8_t *data = logged->data;
	size_t length = 0;

	if (logged->length >= 20 && data[0] >> 4 == 4)
		length = data[2] << 8 | data[3];
	else if (logged->length >= 40 && data[0] >> 4 == 6)
		length = (data[4] << 8 | data[5]) + 40;
	return length > logged->length ? length : logged->length;
}

static void emit(void)
{
	if (!output_write(capture.file.data, capture.file.length))
		capture.over = true;
}

static void take(const struct logged *logged)
{
	struct pcapng_packet packet = {
		.data = logged->data,
		.length = logged->length < PCAPNG_PACKET_MAX ? logged->length : PCAPNG_PACKET_MAX,
		.on_wire = length_on_wire(logged),
		.direction = logged->out ? PCAPNG_OUT : PCAPNG_IN,
		.comment = owner_of(logged),
	};

	if (capture.over || (options.count && capture.seen == options.count))
		return;
	clock_gettime(CLOCK_REALTIME, &packet.time);
	pcapng_packet(&capture.file, &packet);
	emit();
	if (!capture.over)
		capture.seen++;
}

static void begin(void)
{
	char description[PCAPNG_COMMENT_MAX];

	snprintf(description, sizeof(description), "packets of %s, as Galaf tells them apart",
		 options.label);
	clock_gettime(CLOCK_REALTIME, &capture.begun);
	pcapng_begin(&capture.file, options.label, description, options.snaplen);
	emit();
	fprintf(stderr, "{\"event\":\"started\"}\n");
}

static void follow(struct log *log)
{
	struct pollfd files[] = {
		{.fd = log_fd(log), .events = POLLIN},
		{.fd = output_end_fd(), .events = POLLIN},
		{.fd = STDIN_FILENO, .events = POLLIN},
		{.fd = STDOUT_FILENO},
	};
	char ignored[64];

	while (!capture.over && !(options.count && capture.seen == options.count)) {
		if (poll(files, 4, -1) < 0 && errno != EINTR)
			die("cannot wait:");
		if (files[0].revents)
			log_read(log, take);
		if (files[1].revents || files[3].revents & (POLLERR | POLLNVAL))
			break;
		if (files[2].revents && read(STDIN_FILENO, ignored, sizeof(ignored)) <= 0)
			break;
	}
}

static void end(const struct log *log)
{
	struct timespec now;
	uint64_t dropped = log_dropped(log);

	clock_gettime(CLOCK_REALTIME, &now);
	if (!capture.over) {
		pcapng_statistics(&capture.file, &capture.begun, &now, capture.seen + dropped,
				  dropped);
		emit();
	}
	fprintf(stderr, "{\"event\":\"ended\",\"captured\":%llu,\"dropped\":%llu}\n",
		(unsigned long long)capture.seen, (unsigned long long)dropped);
}

int main(int argc, char **argv)
{
	struct mnl_socket *table;
	struct log *log;
	uint16_t group;

	read_options(argc, argv);
	owner_default(options.subject.has_gid ? options.subject.gid : NO_ID,
		      options.subject.has_uid ? options.subject.uid : NO_ID, options.label);
	output_open();
	log = log_open(options.snaplen, &group);
	table = table_open(&options.subject, group, options.snaplen);
	keep_few_privileges(0);
	begin();
	follow(log);
	// First nothing more comes in, then what is there is written.
	mnl_socket_close(table);
	while (!capture.over && log_read(log, take))
		;
	end(log);
	return output_failed();
}
