// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "request.h"
#include "util.h"

/* A reader this far behind is not reading. */
#define FOLLOWER_BACKLOG (1 << 20)
/* What a batch of events needs; a buffer of that size is kept for the next one. */
#define KEPT (64 << 10)

struct client {
	int fd;
	bool follows;
	char line[REQUEST_MAX];
	size_t length;
	struct text out;
};

struct clients {
	int listener;
	answer_fn answer;
	uint64_t dropped;
	struct client *all[CLIENTS_MAX];
	size_t count;
};

struct clients *clients_new(const char *path, answer_fn answer)
{
	struct clients *clients = allocate(1, sizeof(*clients));
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path))
		die("the path %s is too long", path);
	copy_text(address.sun_path, sizeof(address.sun_path), path);
	clients->answer = answer;
	clients->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	// Left behind when the last monitor was killed.
	unlink(path);
	umask(0177);
	if (clients->listener < 0 ||
	    bind(clients->listener, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(clients->listener, CLIENTS_MAX) < 0)
		die("cannot listen at %s:", path);
	umask(0077);
	return clients;
}

static void drop(struct clients *clients, size_t index)
{
	struct client *client = clients->all[index];

	close(client->fd);
	text_free(&client->out);
	free(client);
	clients->all[index] = clients->all[--clients->count];
}

/* Permissions keep others out already; this holds even if somebody changes them. */
static bool is_root(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return !getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) &&
	       (peer.uid == 0 || peer.uid == geteuid());
}

static void admit(struct clients *clients)
{
	int fd = accept4(clients->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *client;

	if (fd < 0)
		return;
	if (clients->count == CLIENTS_MAX || !is_root(fd)) {
		close(fd);
		return;
	}
	client = allocate(1, sizeof(*client));
	client->fd = fd;
	clients->all[clients->count++] = client;
}

static bool answer_line(struct clients *clients, struct client *client)
{
	char *end = memchr(client->line, '\n', client->length);
	size_t length;

	if (!end)
		return false;
	length = end - client->line;
	if (clients->answer(client->line, length, &client->out))
		client->follows = true;
	text_add(&client->out, "\n", 1);
	client->length -= length + 1;
	memmove(client->line, end + 1, client->length);
	return true;
}

/* False: the client is gone, or sends lines that are longer than any request. */
static bool receive(struct client *client)
{
	ssize_t length = recv(client->fd, client->line + client->length,
			      sizeof(client->line) - client->length, 0);

	if (length < 0)
		return errno == EAGAIN || errno == EINTR;
	if (length == 0)
		return false;
	client->length += length;
	return client->length < sizeof(client->line) || memchr(client->line, '\n', client->length);
}

static bool transmit(struct client *client)
{
	ssize_t length;

	if (!client->out.used)
		return true;
	length = send(client->fd, client->out.bytes, client->out.used, MSG_NOSIGNAL);
	if (length < 0)
		return errno == EAGAIN || errno == EINTR;
	text_consume(&client->out, length);
	// One long answer should not be paid for ever after.
	if (!client->out.used && client->out.size > KEPT)
		text_free(&client->out);
	return true;
}

/* One answer at a time: the next is made when the last has left, which bounds memory. */
static bool advance(struct clients *clients, struct client *client)
{
	do
		if (!transmit(client))
			return false;
	while (!client->out.used && answer_line(clients, client));
	return true;
}

size_t clients_wanted(const struct clients *clients, struct pollfd *fds)
{
	fds[0] = (struct pollfd){.fd = clients->listener, .events = POLLIN};
	for (size_t i = 0; i < clients->count; i++) {
		const struct client *client = clients->all[i];

		fds[i + 1] = (struct pollfd){
			.fd = client->fd,
			.events = client->out.used ? POLLOUT : POLLIN,
		};
	}
	return clients->count + 1;
}

void clients_serve(struct clients *clients, const struct pollfd *fds)
{
	// Backwards: dropping one moves the last into its place.
	for (size_t i = clients->count; i-- > 0;) {
		struct client *client = clients->all[i];
		short events = fds[i + 1].revents;
		bool good = !(events & (POLLERR | POLLNVAL));

		if (good && events & (POLLIN | POLLHUP) && !client->out.used)
			good = receive(client);
		if (good)
			good = advance(clients, client);
		if (!good || (events & POLLHUP && client->out.used))
			drop(clients, i);
	}
	if (fds[0].revents & POLLIN)
		admit(clients);
}

void clients_publish(struct clients *clients, const struct text *lines)
{
	for (size_t i = clients->count; i-- > 0;) {
		struct client *client = clients->all[i];

		if (!client->follows)
			continue;
		text_add(&client->out, lines->bytes, lines->used);
		if (transmit(client) && client->out.used <= FOLLOWER_BACKLOG)
			continue;
		clients->dropped++;
		drop(clients, i);
	}
}

bool clients_have_followers(const struct clients *clients)
{
	for (size_t i = 0; i < clients->count; i++)
		if (clients->all[i]->follows)
			return true;
	return false;
}

uint64_t clients_dropped(const struct clients *clients)
{
	return clients->dropped;
}
