// gate-listen.so: keeps the dnsmasq of a DNS gate on loopback and link-local addresses.
//
// A query for an IPv6 link-local nameserver (fe80::1%eth0 in resolv.conf) can be sent to a gate
// only on the address of that very interface: its socket is bound there, and the kernel finds no
// way from there to loopback. dnsmasq can follow interfaces and addresses that come and go
// (`interface=*`), but then takes all of their addresses, which others can reach. Preloaded, this
// refuses it the rest, as if they were not there yet: dnsmasq expects that (`bind-dynamic`) and
// says nothing.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>

/// The unspecified address is that of sockets which ask servers.
static bool wanted4(struct in_addr address)
{
	unsigned int bits = ntohl(address.s_addr);

	return bits == INADDR_ANY || bits >> 24 == IN_LOOPBACKNET;
}

static bool wanted6(const struct in6_addr *address)
{
	return IN6_IS_ADDR_UNSPECIFIED(address) || IN6_IS_ADDR_LOOPBACK(address) ||
	       IN6_IS_ADDR_LINKLOCAL(address);
}

static bool wanted(const struct sockaddr *address, socklen_t length)
{
	struct sockaddr_in6 v6;
	struct sockaddr_in v4;

	if (address->sa_family == AF_INET && length >= sizeof(v4)) {
		memcpy(&v4, address, sizeof(v4));
		return wanted4(v4.sin_addr);
	}
	if (address->sa_family == AF_INET6 && length >= sizeof(v6)) {
		memcpy(&v6, address, sizeof(v6));
		return wanted6(&v6.sin6_addr);
	}
	return true;
}

int bind(int fd, const struct sockaddr *address, socklen_t length)
{
	int (*library)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");

	if (library && wanted(address, length))
		return library(fd, address, length);
	errno = EADDRNOTAVAIL;
	return -1;
}
