package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** A guest in C calls each function and macro of kvmsh.h on each kind of board, and asserts what it returns. */
@Timeout(600)
class FunctionsOfTheGuestLibrarySpec extends Specification {
    static final String HEADER = 'bindings/src/main/resources/org/kvmsh/bindings/code/guest/kvmsh.h'
    /** Called by assert, assert_eq, sync and mmu_on. */
    static final Set<String> OF_MACROS = ['guest_fail', 'guest_sync', 'guest_mmu_on', 'guest_map_page']
    static final Map<String, String> MACROS = [x86_64: '__x86_64__', arm64: '__aarch64__', riscv64: '__riscv', ppc64: '__powerpc64__']
    static final List<String> BOARDS = ['kvm:x86_64', 'model:x86_64', 'qemu:x86_64', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:riscv64', 'qemu:ppc64', 'qemu:ppc64-powernv']

    /** DEVICE is an address without memory, TIMED starts a timer. */
    static final String COMMON = '''
        static volatile unsigned int ran;
        static volatile unsigned int ticked;
        static char text[32], copy[32];

        static void run(void *argument) { ran = vcpu_id() + (uintptr_t)argument; }
        static void tick(struct guest_regs *regs) { ticked++; }
        static int formatted(char *to, size_t size, const char *format, ...)
        {
            va_list list;
            va_start(list, format);
            int count = vsnprintf(to, size, format, list);
            va_end(list);
            return count;
        }
        static volatile unsigned int skipped;
        static void skip(struct guest_regs *regs) { skipped++; regs->pc += WIDTH; }
        static void of_processor(void);

        int main(void)
        {
            assert_eq(vcpu_id(), 0);
            assert_eq(guest_arg(1), 6);
            start_vcpu(1, run, (void *)10);
            while (!ran)
                cpu_relax();
            assert_eq(ran, 11);
            assert_eq(snprintf(text, sizeof(text), "%s %d", "is", 42), 5);
            assert_eq(strlen(text), 5);
            assert_eq(formatted(copy, 3, "%d", 1234), 4);
            assert(!strcmp(copy, "12") && strcmp(text, copy) > 0);
            memcpy(copy, text, 6);
            assert_eq(memcmp(copy, text, 6), 0);
            memmove(text + 1, text, 6);
            assert(!strcmp(text, "iis 42"));
            memset(text, 'x', 3);
            assert(!strcmp(text, "xxx 42"));
            mb();
            write8(DEVICE, 0x11), write16(DEVICE + 2, 0x2211), write32(DEVICE + 4, 0x44332211), write64(DEVICE + 8, 0x8877665544332211);
            assert_eq(read8(DEVICE), 7);
            assert_eq(read16(DEVICE + 2), 0x0907);
            assert_eq(read32(DEVICE + 4), 0x0e0d0c0b);
            assert_eq(read64(DEVICE + 8), 0x161514131211100f);
            PAGES
            interrupts_on();
            interrupts_off();
            uint64_t before = timer_now();
            on_exception(VECTOR, skip);
            __asm__ volatile("TRAP");
            assert_eq(skipped, 1);
            TIMED
            of_processor();
            assert(timer_now() > before);
            assert_eq(sync(3, 1, 2), 9);
            done(printf("%u\\\\n", ran));
        }
        '''
    static final String PAGES = '''static unsigned char page[2][4096] __attribute__((aligned(4096)));
            page[1][0] = 5;
            map_page((uintptr_t)page[0], (uintptr_t)page[1], MAP_READ | MAP_WRITE);
            mmu_on();
            assert_eq(read8((uintptr_t)page[0]), 5);'''
    static final Map<String, String> OF_PROCESSOR = [
        x86_64: '''
            uint32_t a, b, c, d;
            cpuid(0, 0, &a, &b, &c, &d);
            assert(a > 0 && b);
            wrmsr(0xc0000102, 0x1234);
            assert_eq(rdmsr(0xc0000102), 0x1234);
            outb(0x10, 0x11), outw(0x12, 0x2211), outl(0x14, 0x44332211);
            assert_eq(inb(0x10), 7);
            assert_eq(inw(0x12), 0x0907);
            assert_eq(inl(0x14), 0x0e0d0c0b);
            CALLS''',
        arm64: '''
            write_sysreg(0x1234, tpidr_el1);
            assert_eq(read_sysreg(tpidr_el1), 0x1234);
            struct smccc call = {{0x84000000}};
            assert_eq(hvc(&call), call.x[0]);
            assert(call.x[0] >= 2 && call.x[0] < 0x80000000);
            on_exception(0, skip);
            call.x[0] = 0x84000000;
            smc(&call);
            assert(skipped == 2 || call.x[0] == -1ul || (call.x[0] >= 2 && call.x[0] < 0x80000000));''',
        riscv64: '''
            on_exception(VECTOR_INTERRUPT(1), tick);
            csr_write(sscratch, 0x1234);
            assert_eq(csr_read(sscratch), 0x1234);
            struct sbi_result version = sbi_call(0x10, 0, 0, 0, 0, 0, 0, 0);
            assert_eq(version.error, 0);
            assert(version.value >= 2);''',
        ppc64: '''
            mtspr(272, 0x1234);
            assert_eq(mfspr(272), 0x1234);
            assert(mfmsr() >> 63);
            mtmsr(mfmsr());
            struct hcall call = {{0xf00c, 1}};
            assert_eq(hcall(&call), 77);''',
    ]

    /** KVM_ENOSYS. A KVM in software repeats these instructions for ever, and the model does not emulate them. */
    static final String CALLS = '''assert_eq((int64_t)vmcall(99, 1, 2, 3, 4), -1000);
            assert_eq((int64_t)vmmcall(99, 1, 2, 3, 4), -1000);'''

    /** An exception's vector, what raises it, and how long that is. */
    static final Map<String, List<String>> TRAPS = [x86_64: ['6', 'ud2', '2'], arm64: ['0x3c', 'brk #1', '4'], riscv64: ['3', '.4byte 0x00100073', '4'], ppc64: ['0x700', 'trap', '4']]

    /** Words of vm, and what starts a timer: the model has none. */
    static final Map<String, List<String>> TIMERS = [
        'kvm:x86_64': ['irqchip()', ''], 'qemu:x86_64': ['irqchip()', ''], 'qemu:riscv64': ['', ''], 'qemu:ppc64': ['', ''], 'qemu:ppc64-powernv': ['', ''],
        'qemu:arm64': ['vgic dist: 0x8000000, cpu: 0x8010000', 'gic_v2(0x8000000, 0x8010000);'],
        'qemu:arm64-gicv3': ['vgic dist: 0x8000000, redist: 0x80a0000', 'gic_v3(0x8000000, 0x80a0000);'],
    ]

    @AutoCleanup
    OnBoard on

    private static String guest(String board, String arch) {
        def timer = TIMERS[board]?.last()
        def timed = timer == null ? '' : "$timer timer_start(1000, tick); while (!ticked) wait_for_interrupt();"
        def (vector, trap, width) = TRAPS[arch]
        def device = arch == 'riscv64' ? '0x10000000' : arch == 'arm64' ? '0x9000000' : arch == 'ppc64' ? '0x20000000' : '0xd0000000'
        COMMON.replace('DEVICE', device).replace('PAGES', PAGES).replace('TIMED', timed).replace('VECTOR', vector).replace('TRAP', trap).replace('WIDTH', width) +
            "static void of_processor(void) {${OF_PROCESSOR[arch].replace('CALLS', board == 'qemu:x86_64' ? CALLS : '')}\n}"
    }

    /** Functions and macros that a guest of this architecture sees. */
    private static List<String> names(String macro) {
        def seen = true
        def lines = Kvmsh.ROOT.resolve(HEADER).toFile().readLines().findAll {
            seen = it =~ /^#(el)?if.*defined\(__\w+__\)|^#(el)?if defined\(__riscv/ ? it.contains("($macro)") : it.startsWith('#else') ? !seen : it.startsWith('#endif') ? true : seen
            seen
        }
        lines.collect { (it =~ /^#define (\w+)\(|^(?:static inline )?[a-z][\w ]*?[ *](\w+)\(/).with { it.find() ? it.group(1) ?: it.group(2) : null } }
            .findAll { it && !it.endsWith('_') && !it.startsWith('guest_list_') }.unique()
    }

    def "each of them does what its comment says: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        def arch = Needed.mode(board) - 'le'
        on.run("""wrote = []; m = vm { ${TIMERS[board]?.first() ?: ''}; vcpu 0; vcpu 1; ${arch == 'arm64' ? 'cpu features: ["PSCI_0_2"];' : arch == 'x86_64' ? 'cpuid;' : ''}
            guest args: [5, 6], c: \'\'\'${guest(board, arch)}\'\'\'
            on(ucall: 3) { e -> e.args.sum() * 3 }
            def answer = { e -> e.write ? (wrote << Long.toHexString(e.value as long)) : [1: 7, 2: 0x907, 4: 0xe0d0c0b, 8: 0x161514131211100fL][e.length as int] }
            on(mmio: any, answer)
            ${arch == 'x86_64' ? 'on(io: 0x10..0x1f) { e -> e.out ? null : [1: 7, 2: 0x907, 4: 0xe0d0c0b][e.size as int] }' : ''}
            ${arch == 'ppc64' ? 'on(hcall: 0xf00c) { 77 }' : ''}
        }; null""")

        expect:
        on.run('def outcome = m.run(within: 60.s); "$outcome.exit, $outcome.code".toString()') == 'debug_exit, 3'
        on.run('m.console') == '11\n'
        on.run('wrote') == ['11', '2211', '44332211', '8877665544332211']

        where:
        board << BOARDS
    }

    def "no function of kvmsh.h is left out: #arch"() {
        given:
        def named = names(MACROS[arch])
        def guests = BOARDS.findAll { Needed.mode(it) - 'le' == arch }.collect { guest(it, arch) }.join('\n')

        expect:
        named.size() >= 40
        named.findAll { !(guests =~ /\b$it\b/) } - OF_MACROS == []

        where:
        arch << MACROS.keySet()
    }
}
