/* What is the same on each architecture. */
#include "guest.h"

enum { PRINT = 1, DONE = 2, FAIL = 3, SYNC = 4, EXCEPTION = 5, OVERFLOW = 6, ARGUMENT = 7, START = 8, WRONG = 9 };

enum { TEXT = 512 };

/* The memory that a call to kvmsh is about; kvmsh has the same layout. */
struct call {
	uint64_t what;
	uint64_t number;
	uint64_t values;
	uint64_t a;
	uint64_t b;
	uint64_t file;
	union {
		char text[TEXT];
		uint64_t args[7];
	};
};

/* Tells kvmsh where a call is: an exit. */
void guest_exit(const struct call *call);

static const uint64_t CANARY = 0x7761746368207370;

static uint64_t *lowest(unsigned int id)
{
	return (uint64_t *)(guest_stacks + ((size_t)id << STACK_SHIFT));
}

__attribute__((noinline)) unsigned int vcpu_id(void)
{
	return ((char *)__builtin_frame_address(0) - guest_stacks - 1) >> STACK_SHIFT;
}

static void send(struct call *call)
{
	__asm__ volatile("" : : : "memory");
	guest_exit(call);
	__asm__ volatile("" : : : "memory");
}

/* If another stack has grown into this one, vcpu_id is the number of this one. */
static void check_stack(void)
{
	unsigned int id = vcpu_id();
	bool other = id + 1 < VCPUS && *lowest(id + 1) && *lowest(id + 1) != CANARY;
	struct call call;

	if (*lowest(id) == CANARY && !other)
		return;
	call.what = OVERFLOW;
	call.number = other ? id + 1 : id;
	for (;;)
		send(&call);
}

static void leave(struct call *call)
{
	check_stack();
	send(call);
}

static uint64_t ask(uint64_t what, uint64_t number)
{
	struct call call;

	call.what = what;
	call.number = number;
	leave(&call);
	return call.a;
}

/* What vCPUs that wait are to run; function is null while one waits. */
static struct {
	void (*function)(void *);
	void *argument;
} jobs[VCPUS];

/* Whether the guest calls start_vcpu: from the linker. */
extern const uint64_t guest_waits;

int main(void);

void guest_start(unsigned int id)
{
	*lowest(id) = CANARY;
	guest_vcpu_begins(id);
	while (id && guest_waits) {
		void (*function)(void *) = __atomic_load_n(&jobs[id].function, __ATOMIC_ACQUIRE);

		if (!function) {
			cpu_relax();
			continue;
		}
		function(jobs[id].argument);
		check_stack();
		__atomic_store_n(&jobs[id].function, NULL, __ATOMIC_RELEASE);
	}
	done(main());
}

void guest_start_vcpu(unsigned int id, void (*function)(void *argument), void *argument)
{
	ask(START, id);
	while (__atomic_load_n(&jobs[id].function, __ATOMIC_ACQUIRE))
		cpu_relax();
	jobs[id].argument = argument;
	__atomic_store_n(&jobs[id].function, function, __ATOMIC_RELEASE);
}

uint64_t guest_arg(unsigned int n)
{
	return ask(ARGUMENT, n);
}

guest_handler guest_handlers[VECTORS];

void on_exception(unsigned int vector, guest_handler handler)
{
	assert(vector < VECTORS);
	guest_handlers[vector] = handler;
	guest_handler_is_set(vector);
}

void guest_exception(struct guest_regs *regs)
{
	guest_handler handler = regs->vector < VECTORS ? guest_handlers[regs->vector] : NULL;
	struct call call;

	if (handler) {
		handler(regs);
		return;
	}
	call.what = EXCEPTION;
	call.number = sizeof *regs;
	call.a = (uintptr_t)regs;
	leave(&call);
}

uint64_t guest_sync(const char *file, int line, uint64_t nr, unsigned int count, const uint64_t *args)
{
	struct call call;

	call.what = SYNC;
	call.number = nr;
	call.values = count;
	call.a = 0;
	call.b = line;
	call.file = (uintptr_t)file;
	memcpy(call.args, args, count * sizeof *args);
	leave(&call);
	return call.a;
}

int printf(const char *format, ...)
{
	struct call call;
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(call.text, TEXT, format, arguments);
	va_end(arguments);
	call.what = PRINT;
	call.number = length < TEXT ? length : TEXT - 1;
	leave(&call);
	return length;
}

void done(int code)
{
	for (;;)
		ask(DONE, (uint64_t)(int64_t)code);
}

static void __attribute__((noreturn)) end(struct call *call, uint64_t what, const char *file, int line, const char *text)
{
	call->what = what;
	call->number = line;
	call->file = (uintptr_t)file;
	snprintf(call->text, TEXT, "%s", text);
	for (;;)
		leave(call);
}

void guest_fail(const char *file, int line, const char *condition, bool values, uint64_t a, uint64_t b)
{
	struct call call;

	call.values = values;
	call.a = a;
	call.b = b;
	end(&call, FAIL, file, line, condition);
}

void guest_wrong(const char *file, int line, const char *what)
{
	struct call call;

	end(&call, WRONG, file, line, what);
}

/* What GCC calls for a division by zero, and where a null pointer is no fault. Source: GCC's libsanitizer, ubsan_handlers.h. */
struct place {
	const char *file;
	uint32_t line;
	uint32_t column;
};

void __ubsan_handle_divrem_overflow_abort(const struct place *place, uintptr_t left, uintptr_t right)
{
	guest_wrong(place->file, place->line, "divided by zero");
}

void __ubsan_handle_type_mismatch_v1_abort(const struct place *place, uintptr_t pointer)
{
	guest_wrong(place->file, place->line, "used a null pointer");
}

/* Once, before anything is mapped elsewhere. */
void guest_map_all(void)
{
#if !defined(__x86_64__)
	static bool mapped;

	for (uint64_t n = 0; !__atomic_load_n(&mapped, __ATOMIC_ACQUIRE) && n < guest_gigabytes; n++)
		guest_root()[n] = guest_gigabyte(n);
	__atomic_store_n(&mapped, true, __ATOMIC_RELEASE);
#endif
}

/* The upper half of the addresses has tables where it is the sign's extension. */
static bool has_tables(uintptr_t virtual)
{
	int bits = 12 + 9 * guest_levels;
#if defined(__x86_64__) || defined(__riscv)
	return (intptr_t)(virtual << (64 - bits)) >> (64 - bits) == (intptr_t)virtual;
#else
	return virtual >> bits == 0;
#endif
}

void guest_map_page(const char *file, int line, uintptr_t virtual, uint64_t physical, int rights)
{
	static uint64_t tables[64][512] __attribute__((aligned(4096)));
	static unsigned int used;
	uint64_t *table = guest_root();

	if (!has_tables(virtual))
		guest_wrong(file, line, "called map_page() with an address that its page tables cannot map,");
	guest_map_all();
	for (int level = guest_levels - 1; level > 0; level--) {
		uint64_t *entry = &table[virtual >> (12 + 9 * level) & 511];

		table = guest_table(*entry, level);
		if (!table) {
			assert(used < 64);
			table = tables[used++];
			for (unsigned int n = 0; n < 512; n++)
				table[n] = guest_part_of(*entry, level - 1, n);
			*entry = guest_table_entry(table);
		}
	}
	table[virtual >> 12 & 511] = guest_page_entry(physical, rights);
	guest_flush(virtual);
}

struct sink {
	char *to;
	size_t size;
	size_t length;
};

static void put(struct sink *sink, char c)
{
	if (sink->length + 1 < sink->size)
		sink->to[sink->length] = c;
	sink->length++;
}

static void fill(struct sink *sink, char c, int count)
{
	while (count-- > 0)
		put(sink, c);
}

static void put_number(struct sink *sink, uint64_t value, bool negative, unsigned int base, bool upper, int width,
		       bool zeros, bool left, const char *prefix)
{
	char digits[24];
	int count = 0;

	do {
		digits[count++] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
		value /= base;
	} while (value);
	int rest = width - count - negative - (int)strlen(prefix);
	if (!zeros && !left)
		fill(sink, ' ', rest);
	if (negative)
		put(sink, '-');
	while (*prefix)
		put(sink, *prefix++);
	if (zeros && !left)
		fill(sink, '0', rest);
	while (count)
		put(sink, digits[--count]);
	if (left)
		fill(sink, ' ', rest);
}

static void put_text(struct sink *sink, const char *text, int width, int most, bool left)
{
	int length = 0;

	if (!text)
		text = "(null)";
	while (text[length] && (most < 0 || length < most))
		length++;
	if (!left)
		fill(sink, ' ', width - length);
	for (int i = 0; i < length; i++)
		put(sink, text[i]);
	if (left)
		fill(sink, ' ', width - length);
}

int vsnprintf(char *to, size_t size, const char *format, va_list arguments)
{
	struct sink sink = {to, size, 0};

	for (; *format; format++) {
		if (*format != '%') {
			put(&sink, *format);
			continue;
		}
		bool left = false, zeros = false, alternate = false;
		for (format++; *format == '-' || *format == '0' || *format == '#' || *format == ' ' || *format == '+'; format++) {
			left |= *format == '-';
			zeros |= *format == '0';
			alternate |= *format == '#';
		}
		int width = 0, most = -1, longs = 0;
		if (*format == '*') {
			width = va_arg(arguments, int);
			format++;
		}
		while (*format >= '0' && *format <= '9')
			width = width * 10 + *format++ - '0';
		if (*format == '.') {
			format++;
			most = 0;
			if (*format == '*') {
				most = va_arg(arguments, int);
				format++;
			}
			while (*format >= '0' && *format <= '9')
				most = most * 10 + *format++ - '0';
		}
		for (; *format == 'l' || *format == 'z' || *format == 'j' || *format == 'h'; format++)
			longs += *format != 'h';
		switch (*format) {
		case 'd':
		case 'i': {
			int64_t value = longs ? va_arg(arguments, long) : va_arg(arguments, int);
			put_number(&sink, value < 0 ? -(uint64_t)value : (uint64_t)value, value < 0, 10, false, width, zeros, left, "");
			break;
		}
		case 'u':
		case 'x':
		case 'X': {
			uint64_t value = longs ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned int);
			bool hex = *format != 'u';
			put_number(&sink, value, false, hex ? 16 : 10, *format == 'X', width, zeros, left, hex && alternate && value ? "0x" : "");
			break;
		}
		case 'p':
			put_number(&sink, (uintptr_t)va_arg(arguments, void *), false, 16, false, width, false, left, "0x");
			break;
		case 'c': {
			char text[2] = {(char)va_arg(arguments, int), 0};
			put_text(&sink, text, width, -1, left);
			break;
		}
		case 's':
			put_text(&sink, va_arg(arguments, const char *), width, most, left);
			break;
		case '%':
			put(&sink, '%');
			break;
		default:
			put(&sink, '%');
			if (!*format)
				format--;
			else
				put(&sink, *format);
		}
	}
	if (size)
		to[sink.length < size ? sink.length : size - 1] = 0;
	return (int)sink.length;
}

int snprintf(char *to, size_t size, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(to, size, format, arguments);
	va_end(arguments);
	return length;
}

/* The compiler may call these four for what a guest writes in other words. */
void *memset(void *to, int value, size_t size)
{
	char *at = to;

	while (size--)
		*at++ = (char)value;
	return to;
}

void *memcpy(void *to, const void *from, size_t size)
{
	char *at = to;
	const char *source = from;

	while (size--)
		*at++ = *source++;
	return to;
}

void *memmove(void *to, const void *from, size_t size)
{
	char *at = to;
	const char *source = from;

	if (at < source)
		return memcpy(to, from, size);
	while (size--)
		at[size] = source[size];
	return to;
}

int memcmp(const void *a, const void *b, size_t size)
{
	const unsigned char *one = a, *other = b;

	for (; size; size--, one++, other++)
		if (*one != *other)
			return *one - *other;
	return 0;
}

size_t strlen(const char *text)
{
	size_t length = 0;

	while (text[length])
		length++;
	return length;
}

int strcmp(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}
