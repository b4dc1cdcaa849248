package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.KernelDocuments
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The guest code of Linux 6.1's KVM selftests, unchanged but for the header that it includes, runs with kvmsh's guest library. Nothing of its text is kept. */
@Timeout(600)
@Needs('linux-source-6.1')
class GuestsOfSelftestsSpec extends Specification {
    static final String X86 = '''
        #define MSR_IA32_TSC 0x10
        #define MSR_IA32_TSC_ADJUST 0x3b
        #define MSR_PLATFORM_INFO 0xce
        #define MSR_IA32_XSS 0xda0
        #define MSR_IA32_FLUSH_CMD 0x10b
        #define MSR_IA32_POWER_CTL 0x1fc
        #define MSR_SYSCALL_MASK 0xc0000084
        #define MSR_FS_BASE 0xc0000100
        #define MSR_GS_BASE 0xc0000101
        #define BITS_PER_BYTE 8
        #include <linux/kvm.h>'''
    static final String SMCCC = '#include "arm-smccc.h"'
    /** What a script's host writes, the compiler must not take for constant. */
    static final String DIRTY = '''
        #define TEST_PAGES_PER_LOOP 1024
        #define DEFAULT_GUEST_TEST_MEM 0'''
    static final String DIRTY_MAIN = '''
        host_page_size = guest_page_size = 4096;
        guest_num_pages = 64;
        guest_test_virt_mem = guest_arg(0);
        iteration = 5;
        for (int i = 0; i < TEST_PAGES_PER_LOOP; i++)
            random_array[i] = i * 2654435761u;
        guest_code();'''

    /** How the host of each test answers its guest: words of vm, and what is expected when the guest has ended. */
    static final Map<String, Map> TESTS = [
        userspace_io: [file: 'x86_64/userspace_io_test.c', until: /int main\(.*/, main: 'guest_code();', words: '''on(io: 0x80) { e ->
                def r = e.vcpu.ioctl KVM_GET_REGS
                def other = [2: 1, 3: 8192][r.rcx as int]
                if (other) { r.rcx = other; e.vcpu.ioctl KVM_SET_REGS, r }
                0xaa
            }'''],
        tsc_msrs: [file: 'x86_64/tsc_msrs_test.c', until: /static void run_vcpu.*/, before: X86, main: 'guest_code();', words: '''cpuid; on(ucall: 1) { e ->
                def v = e.vcpu, unity = 1L << 30, step = 4 * unity, host = 64 * unity
                def get = { msr -> v.ioctl(KVM_GET_MSRS, entries: [[index: msr]]).entries.first().data }
                def rounded = { msr -> get(msr) + unity.intdiv(2) & -unity }
                def set = { msr, value -> v.ioctl KVM_SET_MSRS, entries: [[index: msr, data: value]] }
                int stage = e.args[0]
                expect { [rounded(0x10), rounded(0x3b)] == (stage == 2 ? [step, step] : stage == 3 ? [2 * step, 2 * step] : stage == 4 ? [host + 2 * step, 2 * step] : [host + 3 * step, 3 * step]) }
                if (stage == 3) set(0x10, host + 2 * step)
                if (stage == 4) { set(0x3b, 123456 * unity); expect { get(0x3b) == 123456 * unity }; set(0x3b, 2 * step) }
            }'''],
        platform_info: [file: 'x86_64/platform_info_test.c', until: /static void test_msr_platform_info_enabled.*/, before: X86, main: 'guest_code();',
                words: 'cpuid; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MSR_PLATFORM_INFO, args: [1]; on(ucall: 1) { e -> said = e.args[0]; null }',
                run: '''def v = m.vcpu(0), info = v.ioctl(KVM_GET_MSRS, entries: [[index: 0xce]]).entries.first().data
                expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0xce, data: info | 0xff00]]) == 1 }
                m.run until: { said != null }, within: 20.s
                expect { v.ioctl(KVM_SET_MSRS, entries: [[index: 0xce, data: info]]) == 1 }''', expected: '(said & 0xff00) == 0xff00'],
        sync_regs: [file: 'x86_64/sync_regs_test.c', until: /static void compare_regs.*/, main: 'guest_code();', words: 'on(io: 0x1000) { e -> rbx << e.vcpu.regs.rbx; 0 }', before: '',
                run: 'm.run until: { rbx.size() == 3 }, within: 20.s', expected: 'rbx[2] == rbx[0] + 2'],
        userspace_msr_exit: [file: 'x86_64/userspace_msr_exit_test.c', until: /static void check_for_guest_assert.*/, before: X86, main: 'on_exception(13, guest_gp_handler); on_exception(6, guest_ud_handler); guest_code_filter_allow();',
                words: '''cpuid; on(ucall: 1) { null }
                on(msr: 0xda0) { e -> if (e.write && e.value != 0) e.refuse(); 0 }
                on(msr: 0x10b) { e -> if (!e.write || e.value != 1) e.refuse(); 0 }
                on(msr: 0x474f4f00) { e -> if (e.write) said = e.value; said }'''],
        system_counter_offset: [file: 'system_counter_offset_test.c', until: /static void handle_sync.*/, before: X86, main: 'guest_main(); GUEST_DONE();',
                words: 'on(ucall: 1) { e -> rbx << e.args[1]; e.vcpu.ioctl KVM_SET_DEVICE_ATTR, group: KVM_VCPU_TSC_CTRL, attr: KVM_VCPU_TSC_OFFSET, value: (1L << 50) * (e.args[0] + 1); null }',
                expected: 'rbx.size() == 3 && rbx[1] - rbx[0] > 1L << 49 && rbx[2] - rbx[1] > 1L << 49'],
        hypercalls: [file: 'aarch64/hypercalls.c', until: /struct st_time.*/, before: SMCCC + '''
        #include <asm/kvm.h>
        #define KVM_REG_ARM_STD_BMAP 0
        #define KVM_REG_ARM_STD_HYP_BMAP 0
        #define KVM_REG_ARM_VENDOR_HYP_BMAP 0''', main: '__asm__ volatile("" : : "r"(&stage) : "memory"); guest_code();', words: '''on(ucall: 1) { e ->
                if (said == null) e.vcpu.ioctl KVM_SET_DEVICE_ATTR, group: KVM_ARM_VCPU_PVTIME_CTRL, attr: KVM_ARM_VCPU_PVTIME_IPA, value: at + 0x380000
                said = e.args[0]
                def stage = e.machine.symbols.address('stage')
                e.machine.mem(stage, 4).u32(0, said == 0 ? 2 : said == 2 ? 3 : 4)
                null
            }''', expected: 'said == 3'],
        psci_cpu_on: [file: 'aarch64/psci_test.c', until: /static void host_test_cpu_on.*/, before: '#include <linux/psci.h>', drop: /static void vcpu_power_off[\s\S]*?(?=static void guest_test_cpu_on)/, main: 'guest_test_cpu_on(1);',
                words: 'vcpu 0; vcpu(1) { ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_STOPPED }; cpu features: ["PSCI_0_2"]'],
        psci_suspend: [file: 'aarch64/psci_test.c', until: /static void host_test_system_suspend.*/, before: '#include <linux/psci.h>', drop: /static void vcpu_power_off[\s\S]*?(?=static void guest_test_system_suspend)/, main: 'guest_test_system_suspend();',
                words: 'vcpu 0; ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_SYSTEM_SUSPEND; cpu features: ["PSCI_0_2"]', run: 'outcome = m.run until: system, within: 20.s', expected: 'm.exits.last.exit.type == KVM_SYSTEM_EVENT_SUSPEND'],
        dirty_log: [file: 'dirty_log_test.c', from: /static uint64_t host_page_size;/, until: /\/\* Host variables \*\/.*/, before: DIRTY, main: DIRTY_MAIN,
                words: 'memory at: at, size: 8.MB; memory at: at + 16.MB, size: 1.MB, log: true; on(ucall: 1) { e -> said = 1; null }',
                run: 'm.dirty(); m.run until: { said != null }, within: 30.s', expected: 'm.dirty().count { it >= at + 16.MB && it < at + 16.MB + 64 * 4.KB } == 64'],
    ]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "the guest of #test passes on #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")

        expect:
        verdict(test, board) == 'passed'

        where:
        [test, board] << ROWS
    }

    def "the guest of #original has the original's verdict on this machine"() {
        given:
        Needed.orSkip('kvm:x86_64', 'cc:x86_64')
        KernelSelftests.orSkip()

        expect:
        verdict(original - '_test', 'kvm').readLines()[0] =~ KernelSelftests.run(original, arguments).verdict()

        where:
        original                     | arguments
        'userspace_io_test'          | []
        'tsc_msrs_test'              | []
        'platform_info_test'         | []
        'sync_regs_test'             | []
        'userspace_msr_exit_test'    | []
        'system_counter_offset_test' | []
        'dirty_log_test'             | ['-i', '3', '-M', 'clear-log']
    }

    private String verdict(String test, String board) {
        on = new OnBoard(board)
        def row = TESTS[test]
        Files.writeString(folder.resolve('guest.c'), guest(row))
        def at = board.contains('arm') ? 0x40000000 : board.contains('riscv') ? 0x80000000L : 0
        try {
            on.run("said = null; rbx = []; at = ${at}L; outcome = null")
            on.run("m = vm { guest file: '${folder.resolve('guest.c')}', args: [${at + 0x1000000}]; ${row.words} }")
            on.run(row.run ?: 'outcome = m.run within: 30.s')
            def ends = row.run ? true : on.run('outcome.code == 0')
            ends && on.run(row.expected ?: 'true') ? 'passed' : "failed: ${on.run('outcome?.toString()')}"
        } catch (Exception | AssertionError e) {
            "failed: $e.message"
        }
    }

    /** The text with its lines where they were, from its first line to that of its first function for the host. */
    private String guest(Map row) {
        def path = 'tools/testing/selftests/kvm/' + row.file
        KernelDocuments.extract(KernelDocuments.archive('6.1'), folder, path, 'tools/include/linux/arm-smccc.h')
        Files.copy(folder.resolve('tools/include/linux/arm-smccc.h'), folder.resolve('arm-smccc.h'))
        def text = folder.resolve(path).toFile().text
        text = text.substring(row.from ? (text =~ row.from).with { it.find(); it.start() } : 0, (text =~ /(?m)^$row.until$/).with { it.find(); it.start() })
        text = row.drop ? text.replaceFirst(row.drop, '') : text
        "#include \"kvmsh-selftest.h\"\n${(row.before ?: '').stripIndent()}\n#line 1 \"$row.file\"\n${text.replaceAll(/(?m)^#include.*/, '')}\nint main(void) { $row.main return 0; }\n"
    }

    // That of tsc_msrs has to come to its end in half a second, which an emulated board cannot promise.
    static final List<List> ROWS = [
        ['userspace_io', 'qemu:x86_64'], ['platform_info', 'qemu:x86_64'], ['sync_regs', 'qemu:x86_64'], ['userspace_msr_exit', 'qemu:x86_64'],
        ['system_counter_offset', 'qemu:x86_64'], ['dirty_log', 'qemu:x86_64'], ['dirty_log', 'qemu:arm64'], ['dirty_log', 'qemu:riscv64'],
        ['hypercalls', 'qemu:arm64'], ['psci_cpu_on', 'qemu:arm64'], ['psci_suspend', 'qemu:arm64'],
    ]
}
