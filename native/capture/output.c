// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../monitor/util.h"

/* How long a reader may take for the rest once the end has come. */
#define PATIENCE_MS 2000

static struct {
	bool pipe, failed;
	int end;
} output;

void output_open(void)
{
	struct stat status;
	sigset_t signals;

	if (fstat(STDOUT_FILENO, &status) < 0)
		die("there is no output:");
	output.pipe = S_ISFIFO(status.st_mode);
	// Nothing else: bytes that the network chooses must not get into a device or a socket.
	if (!output.pipe && !S_ISREG(status.st_mode))
		die("the output is neither a file nor a pipe");
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	output.end = sigprocmask(SIG_BLOCK, &signals, NULL) < 0
			     ? -1
			     : signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (output.end < 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		die("cannot wait for signals:");
}

int output_end_fd(void)
{
	return output.end;
}

/* Whether a pipe has room; what it takes without blocking is PIPE_BUF bytes then. */
static bool wait_for_room(void)
{
	struct pollfd files[] = {
		{.fd = STDOUT_FILENO, .events = POLLOUT},
		{.fd = output.end, .events = POLLIN},
		{.fd = STDIN_FILENO},
	};
	int ready;

	do
		ready = poll(files, 3, -1);
	while (ready < 0 && errno == EINTR);
	if (!files[0].revents && (files[1].revents || files[2].revents))
		ready = poll(files, 1, PATIENCE_MS);
	return ready > 0 && !(files[0].revents & (POLLERR | POLLNVAL));
}

bool output_write(const void *data, size_t length)
{
	const char *at = data;

	while (length) {
		size_t part = output.pipe && length > PIPE_BUF ? PIPE_BUF : length;
		ssize_t written;

		if (output.pipe && !wait_for_room())
			return false;
		written = write(STDOUT_FILENO, at, part);
		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0 && errno == EPIPE)
			return false;
		if (written < 0) {
			complain("cannot write:");
			output.failed = true;
			return false;
		}
		at += written;
		length -= written;
	}
	return true;
}

bool output_failed(void)
{
	return output.failed;
}
