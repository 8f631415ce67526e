/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DNS messages (RFC 1035) as they pass by: what is asked for, and which addresses come back. */
#ifndef MONITOR_DNS_H
#define MONITOR_DNS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name of 255 octets with every octet escaped would be longer: such names are refused. */
#define DNS_NAME_MAX	  256
#define DNS_ADDRESSES_MAX 64

struct dns_message {
	bool is_answer;
	char name[DNS_NAME_MAX]; /* lower case, no final dot; odd octets as \DDD, "." for the root
				  */
	uint16_t type;
	struct in6_addr addresses[DNS_ADDRESSES_MAX]; /* IPv4 mapped */
	size_t n_addresses;
};

/*
 * False unless there is exactly one whole question. Answers count as far as they are there: a
 * message may be cut short, and says nothing wrong by that. Addresses belong to the name that was
 * asked for, whatever aliases lie between: that is the name the app knows.
 */
bool parse_dns(const uint8_t *data, size_t length, struct dns_message *message);

#endif
