/* What the parts of the library have in common, and guests do not see. */
#include "kvmsh.h"

#if defined(__powerpc64__)
enum { VECTORS = 0x1000 };
#else
enum { VECTORS = 256 };
#endif

extern guest_handler guest_handlers[VECTORS];
extern char guest_stacks[];

void guest_vcpu_begins(unsigned int id);
void guest_handler_is_set(unsigned int vector);
/* Ends the run with an error: the guest WHAT at a line. */
void guest_wrong(const char *file, int line, const char *what) __attribute__((noreturn));

/* Page tables of 512 entries; level 0 has pages. An entry that leads to no table is a page or a block, or 0. */
extern const int guest_levels;
uint64_t *guest_root(void);
/* Where paging is off at first: GiB n as itself, and the number of those. */
extern const unsigned int guest_gigabytes;
uint64_t guest_gigabyte(uint64_t n);
void guest_map_all(void);
uint64_t *guest_table(uint64_t entry, int level);
uint64_t guest_table_entry(const uint64_t *table);
uint64_t guest_page_entry(uint64_t physical, int rights);
/* Part n of a block, as an entry of a table at the level below. */
uint64_t guest_part_of(uint64_t entry, int level, unsigned int n);
void guest_flush(uintptr_t virtual);
