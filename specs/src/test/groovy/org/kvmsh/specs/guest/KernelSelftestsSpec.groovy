package org.kvmsh.specs.guest

import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** Linux's KVM selftests as scripts: the verdict is that of the original on the same kernel, and what an emulated board's kernel fails is known. */
@Timeout(600)
class KernelSelftestsSpec extends Specification {
    def "#script passes on this machine like Linux's #original"() {
        given:
        Needed.orSkip(*Needed.ofScript(script))
        KernelSelftests.orSkip()
        def theirs = KernelSelftests.run(original, arguments)

        when:
        def ours = run('kvm', script)

        then:
        ours.verdict == theirs.verdict()

        where:
        script                                      | original                  | arguments
        // Its guest fills a dirty ring without an exit: where KVM emulates guests the ring runs over, and whether the test fails is chance.
        'selftests/dirty_log.groovy'                | 'dirty_log_test'          | ['-i', '3', '-M', 'clear-log']
        'selftests/kvm_binary_stats.groovy'         | 'kvm_binary_stats_test'   | []
        'selftests/kvm_create_max_vcpus.groovy'     | 'kvm_create_max_vcpus'    | []
        'selftests/kvm_create_max_vcpus.js'         | 'kvm_create_max_vcpus'    | []
        'selftests/set_memory_region.groovy'        | 'set_memory_region_test'  | ['1']
        'selftests/x86/cpuid.groovy'                | 'cpuid_test'              | []
        'selftests/x86/debug_regs.groovy'           | 'debug_regs'              | []
        'selftests/x86/set_sregs.groovy'            | 'set_sregs_test'          | []
        'selftests/x86/set_sregs.js'                | 'set_sregs_test'          | []
        'selftests/x86/sync_regs.groovy'            | 'sync_regs_test'          | []
        'selftests/x86/sync_regs.js'                | 'sync_regs_test'          | []
        'selftests/x86/tsc_msrs.groovy'             | 'tsc_msrs_test'           | []
        'selftests/x86/tsc_msrs.js'                 | 'tsc_msrs_test'           | []
        'selftests/x86/userspace_io.groovy'         | 'userspace_io_test'       | []
        'selftests/x86/userspace_io.js'             | 'userspace_io_test'       | []
        'selftests/x86/userspace_msr_exit.groovy'   | 'userspace_msr_exit_test' | []
    }

    @Sample(of = 2)
    def "#script on #board, with Linux 6.1: failures are #failed"() {
        given:
        Needed.orSkip('qemu:x86_64', *Needed.ofScript(script), *needed)

        expect:
        with(run(board, script)) {
            it.verdict == verdict
            it.failed == failed
            // They are in scripts/known-differences.toml.
            it.red == []
        }

        where:
        script                                    || verdict   | failed
        // The C original of 6.12 fails there at the same write: the ring with 85 writes is full to that kernel.
        'selftests/coalesced_io.groovy'           || 'failed'  | ['a port', 'an address'].collect { "the ring holds 169 writes wherever it begins, and the one after them, to $it, is an exit" }
        'selftests/dirty_log.groovy'              || 'passed'  | []
        'selftests/guest_memfd.groovy'            || 'skipped' | []
        'selftests/irqfd.groovy'                  || 'failed'  | ['a line of another VM: EBUSY']
        'selftests/irqfd.js'                      || 'failed'  | ['a line of another VM: EBUSY']
        'selftests/kvm_binary_stats.groovy'       || 'passed'  | []
        'selftests/kvm_create_max_vcpus.groovy'   || 'passed'  | []
        'selftests/kvm_create_max_vcpus.js'       || 'passed'  | []
        'selftests/pre_fault_memory.groovy'       || 'skipped' | []
        'selftests/set_memory_region.groovy'      || 'passed'  | []
        'selftests/x86/cpuid.groovy'              || 'failed'  | ['it tells how many entries there are, and E2BIG where there is room for fewer']
        // QEMU's SVM intercepts neither #DB nor accesses to debug registers.
        'selftests/x86/debug_regs.groovy'         || 'failed'  | ['INT3'] + (0..3).collect { "a breakpoint in DR$it" } + (0..3).collect { "a watchpoint in DR$it" } + ['each instruction, those that KVM emulates too, while an interrupt waits', 'a MOV from a debug register']
        'selftests/x86/set_sregs.groovy'          || 'passed'  | []
        'selftests/x86/set_sregs.js'              || 'passed'  | []
        'selftests/x86/steal_time.groovy'         || 'passed'  | []
        'selftests/x86/sync_regs.groovy'          || 'passed'  | []
        'selftests/x86/sync_regs.js'              || 'passed'  | []
        'selftests/x86/tsc_msrs.groovy'           || 'passed'  | []
        'selftests/x86/tsc_msrs.js'               || 'passed'  | []
        'selftests/x86/userspace_io.groovy'       || 'passed'  | []
        'selftests/x86/userspace_io.js'           || 'passed'  | []
        'selftests/x86/userspace_msr_exit.groovy' || 'passed'  | []
        // All memslots of a VM are more than the kernel of a board of 512 MiB has memory for.
        board = script.contains('memory_region') ? 'qemu:x86_64?memory=1024' : 'qemu:x86_64'
        // All of its memslots, one call each on a board in software, take most of a minute.
        needed = script.contains('memory_region') ? ['whole'] : []
    }

    /** A script's verdict, the tests that failed, known ones too, and those of them that make the run fail. */
    private static Map run(String board, String script) {
        def lines = Kvmsh.runShared('test', Kvmsh.script(script), '-b', board).out.readLines()
        def failed = lines.findResults { (it =~ /^(?:not ok \d+ (.*)|ok \d+ (.*) # XFAIL .*)/).with { found -> found.find() ? found.group(1) ?: found.group(2) : null } }
        [red: lines.findAll { it.startsWith('not ok') }, verdict: failed ? 'failed' : lines.any { it ==~ /ok \d+ (?!.*# SKIP).*/ } ? 'passed' : 'skipped', failed: failed]
    }
}
