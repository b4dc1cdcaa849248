/* Writes a pattern to each word of its pages, then reads all of them back. */
#include "kvmsh.h"

#define PAGES 16
#define WORDS 512

static volatile uint64_t pages[PAGES][WORDS] __attribute__((aligned(4096)));
unsigned int checked;

static uint64_t pattern(unsigned int page, unsigned int word)
{
	return (uint64_t)page << 32 | word;
}

int main(void)
{
	unsigned int count = guest_arg(0);

	assert(count <= PAGES);
	for (unsigned int page = 0; page < count; page++)
		for (unsigned int word = 0; word < WORDS; word++)
			pages[page][word] = pattern(page, word);

	for (unsigned int page = 0; page < count; page++) {
		for (unsigned int word = 0; word < WORDS; word++)
			assert_eq(pages[page][word], pattern(page, word));
		checked++;
		sync(1, page, pages[page]);
	}
	printf("%u pages checked\n", checked);
	return 0;
}
