// gate-sets: gives native/gate-sets.c the commands that dnsmasq gives it, one line each, and says
// what it answers. `fork N` adds N addresses from each of two processes at once, as dnsmasq and a
// child of it for TCP do. The library's functions are stood in for: they name themselves.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct nft_ctx;
int nft_run_cmd_from_buffer(struct nft_ctx *ctx, const char *command);
const char *nft_ctx_get_error_buffer(struct nft_ctx *ctx);

static int many(int second, int count)
{
	int failed = 0;

	for (int i = 0; i < count; i++) {
		char command[96];

		snprintf(command, sizeof(command), "add element inet t four { 10.%d.%d.%d }",
			 second, i >> 8, i & 255);
		failed |= nft_run_cmd_from_buffer(NULL, command);
	}
	return failed;
}

static void both(int count)
{
	int status = 1;
	pid_t child;

	// The socket exists before the fork, so that the child inherits it.
	many(0, 1);
	child = fork();
	if (child == 0)
		_exit(many(1, count) ? 1 : 0);
	printf("%d ", many(2, count));
	waitpid(child, &status, 0);
	printf("%d\n", status);
}

int main(void)
{
	char line[2048];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "fork ", 5)) {
			both(atoi(line + 5));
			continue;
		}
		printf("%d", nft_run_cmd_from_buffer(NULL, line));
		printf(" %s\n", nft_ctx_get_error_buffer(NULL));
	}
	return 0;
}
