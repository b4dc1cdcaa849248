/* What the parts of the library have in common, and guests do not see. */
#include "kvmsh.h"

enum { VECTORS = 256, CAUSE_TEXT = 64 };

extern guest_handler guest_handlers[VECTORS];
extern char guest_stacks[];

/* The text, the number and the address of an exception without a handler. */
struct guest_cause {
	char *text;
	uint64_t code;
	uint64_t address;
	bool has_address;
};

void guest_describe(const struct guest_regs *regs, struct guest_cause *cause);
void guest_vcpu_begins(unsigned int id);
void guest_handler_is_set(unsigned int vector);
