/*
 * The network of a board whose first program the agent is: KVMSH_IP=ADDRESS/BITS[,GATEWAY] in the environment, which for a first
 * program is the kernel's command line. The first interface but lo gets the address, as ip=… gives it on kernels that have IP_PNP.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* Modules find their devices after they were loaded, USB later than that. */
enum { FIND_MS = 10000 };

static struct sockaddr_in *inet_of(struct sockaddr *at, uint32_t address)
{
	struct sockaddr_in *in = (struct sockaddr_in *)at;
	*in = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = address };
	return in;
}

static struct ifreq named(const char *name)
{
	struct ifreq r = { 0 };
	snprintf(r.ifr_name, sizeof r.ifr_name, "%.15s", name);
	return r;
}

static int bring_up(int s, const char *name)
{
	struct ifreq r = named(name);
	if (ioctl(s, SIOCGIFFLAGS, &r))
		return -1;
	r.ifr_flags |= IFF_UP;
	return ioctl(s, SIOCSIFFLAGS, &r);
}

/* The first interface that is not lo. */
static int find_interface(char name[IFNAMSIZ])
{
	for (int64_t until = now_ms() + FIND_MS; now_ms() < until; usleep(10000)) {
		struct if_nameindex *all = if_nameindex(), *found = all;
		while (found && found->if_name && !strcmp(found->if_name, "lo"))
			found++;
		int is_found = found && found->if_name;
		if (is_found)
			snprintf(name, IFNAMSIZ, "%.15s", found->if_name);
		if (all)
			if_freenameindex(all);
		if (is_found)
			return 0;
	}
	errno = ENODEV;
	return -1;
}

static int set_address(int s, const char *name, uint32_t address, int bits)
{
	struct ifreq r = named(name);
	inet_of(&r.ifr_addr, address);
	if (ioctl(s, SIOCSIFADDR, &r))
		return -1;
	inet_of(&r.ifr_netmask, htonl(bits ? ~0u << (32 - bits) : 0));
	return ioctl(s, SIOCSIFNETMASK, &r) || bring_up(s, name) ? -1 : 0;
}

static int set_gateway(int s, const char *gateway)
{
	struct rtentry route = { .rt_flags = RTF_UP | RTF_GATEWAY };
	struct in_addr to;
	if (!inet_aton(gateway, &to)) {
		errno = EINVAL;
		return -1;
	}
	inet_of(&route.rt_dst, INADDR_ANY);
	inet_of(&route.rt_genmask, INADDR_ANY);
	inet_of(&route.rt_gateway, to.s_addr);
	return ioctl(s, SIOCADDRT, &route);
}

/* What fails is told on the console; the agent then listens all the same, and loopback works. */
static void configure_network(char *ip)
{
	char name[IFNAMSIZ] = "", *gateway = strchr(ip, ','), *bits = strchr(ip, '/');
	struct in_addr address;
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (gateway)
		*gateway++ = 0;
	if (bits)
		*bits++ = 0;
	int length = bits ? atoi(bits) : 32;
	bring_up(s, "lo");
	errno = EINVAL;
	if (length < 1 || length > 32 || !inet_aton(ip, &address) || find_interface(name) || set_address(s, name, address.s_addr, length))
		fail("KVMSH_IP");
	else if (gateway && set_gateway(s, gateway))
		fail("KVMSH_IP: gateway");
	close(s);
}
