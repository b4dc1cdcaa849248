/*
 * HMAC-SHA-256: FIPS 180-4 and RFC 2104.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SHA256 = 32, SHA256_BLOCK = 64 };

struct sha256 { uint32_t h[8]; uint64_t length; uint8_t block[SHA256_BLOCK]; };

static uint32_t turn(uint32_t v, int by)
{
	return v >> by | v << (32 - by);
}

static void sha256_block(uint32_t *h, const uint8_t *p)
{
	static const uint32_t k[64] = {
		0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
		0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
		0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
		0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
		0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
		0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
		0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
		0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };
	uint32_t w[64], v[8];
	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] + (turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3)
			+ (turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(v, h, sizeof v);
	for (int i = 0; i < 64; i++) {
		uint32_t one = v[7] + (turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
		uint32_t two = (turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
		memmove(v + 1, v, 7 * sizeof *v);
		v[4] += one;
		v[0] = one + two;
	}
	for (int i = 0; i < 8; i++)
		h[i] += v[i];
}

static void sha256_begin(struct sha256 *s)
{
	static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	memcpy(s->h, start, sizeof start);
	s->length = 0;
}

static void sha256_add(struct sha256 *s, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;
	for (; n; n--) {
		s->block[s->length++ % SHA256_BLOCK] = *p++;
		if (s->length % SHA256_BLOCK == 0)
			sha256_block(s->h, s->block);
	}
}

static void sha256_end(struct sha256 *s, uint8_t *sum)
{
	uint8_t bits[8];
	for (int i = 0; i < 8; i++)
		bits[i] = s->length * 8 >> (56 - 8 * i);
	sha256_add(s, "\x80", 1);
	while (s->length % SHA256_BLOCK != SHA256_BLOCK - sizeof bits)
		sha256_add(s, "", 1);
	sha256_add(s, bits, sizeof bits);
	for (int i = 0; i < SHA256; i++)
		sum[i] = s->h[i / 4] >> (24 - 8 * (i % 4));
}

/* The HMAC of up to three parts, one after the other. */
struct part { const void *at; size_t length; };

static void hmac_sha256(struct part key, const struct part parts[3], uint8_t *sum)
{
	struct sha256 s;
	uint8_t pad[SHA256_BLOCK] = { 0 };
	if (key.length > sizeof pad) {
		sha256_begin(&s);
		sha256_add(&s, key.at, key.length);
		sha256_end(&s, pad);
	} else {
		memcpy(pad, key.at, key.length);
	}
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= 0x36;
	sha256_begin(&s);
	sha256_add(&s, pad, sizeof pad);
	for (int i = 0; i < 3; i++)
		sha256_add(&s, parts[i].at, parts[i].length);
	sha256_end(&s, sum);
	for (size_t i = 0; i < sizeof pad; i++)
		pad[i] ^= 0x36 ^ 0x5c;
	sha256_begin(&s);
	sha256_add(&s, pad, sizeof pad);
	sha256_add(&s, sum, SHA256);
	sha256_end(&s, sum);
}

/* Decodes hexadecimal digits in place and returns the number of bytes. */
static size_t from_hex(char *text)
{
	size_t n = 0;
	for (unsigned int byte; sscanf(text + 2 * n, "%2x", &byte) == 1; n++)
		text[n] = byte;
	return n;
}

/* The self-test: prints the HMAC of what is given in hexadecimal, to be compared with another implementation's. */
static int print_hmac(char *key, char *data)
{
	uint8_t sum[SHA256];
	struct part k = { key, from_hex(key) }, parts[3] = { { data, from_hex(data) } };
	hmac_sha256(k, parts, sum);
	for (int i = 0; i < SHA256; i++)
		printf("%02x", sum[i]);
	printf("\n");
	return 0;
}
