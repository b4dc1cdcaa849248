package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A test fails when its board's kernel reports its own fault, even if all its expectations hold. */
@Timeout(600)
class KernelReportsFailTestsSpec extends Specification {
    static final String LOG = 'boardlog.BoardLog.log kvm, '
    static final String WARNING = 'WARNING: CPU: 0 PID: 71 at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]'
    /** Only something took too long: told of a board whose emulator may be slow. */
    static final List<String> LATE = ['RCU stall', 'hung task', 'soft lockup', 'hard LOCKUP', 'workqueue lockup', 'clock']
    /** A line of each kind, and what it is in short. */
    static final Map<String, String> KINDS = [
            (WARNING)                                                            : 'WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]',
            'BUG: scheduling while atomic: agent/71/0x00000002'                  : 'BUG: scheduling while atomic: agent/71/0x00000002',
            'BUG: KASAN: slab-use-after-free in kvm_put_kvm+0x1d/0x30'           : 'KASAN: slab-use-after-free in kvm_put_kvm+0x1d/0x30',
            'BUG: KCSAN: data-race in kvm_vcpu_kick / vcpu_enter_guest'          : 'KCSAN: data-race in kvm_vcpu_kick / vcpu_enter_guest',
            'UBSAN: shift-out-of-bounds in arch/x86/kvm/mmu.c:12:34'             : 'UBSAN: shift-out-of-bounds in arch/x86/kvm/mmu.c:12:34',
            'WARNING: possible circular locking dependency detected'             : 'lockdep: possible circular locking dependency detected',
            'rcu: INFO: rcu_preempt self-detected stall on CPU'                  : 'RCU stall: rcu_preempt self-detected stall on CPU',
            'INFO: task kvmsh-agent:71 blocked for more than 120 seconds.'       : 'hung task: kvmsh-agent blocked for more than 120 seconds',
            'refcount_t: underflow; use-after-free.'                             : 'refcount: underflow; use-after-free',
            'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:71]'       : 'soft lockup - CPU#0 stuck for 22s!',
            'NMI watchdog: Watchdog detected hard LOCKUP on cpu 0'               : 'hard LOCKUP on cpu 0',
            'BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!': 'workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!',
            "clocksource: timekeeping watchdog on CPU0: Marking clocksource 'tsc' as unstable because the skew is too large:":
                    "clock: Marking clocksource 'tsc' as unstable because the skew is too large",
            'hrtimer: interrupt took 3456789 ns'                                 : 'clock: interrupt took 3456789 ns',
            'BUG: Bad page state in process agent  pfn:12345'                    : 'BUG: Bad page state in process agent  pfn:12345',
    ]

    @TempDir
    Path folder

    def setup() {
        EmulatedBoards.orSkip('qemu:x86_64')
    }

    def "each kind of report, and a taint, fails the test in which it occurs; one that only took too long is told"() {
        given:
        script('a.groovy', KINDS.keySet().withIndex().collect { line, i -> "test('$i') { $LOG'''$line'''; expect { true } }" }.join('\n')
                + "\ntest('taint') { boardlog.BoardLog.taint kvm, 1 << 18 }\ntest('well') { kvm.ioctl KVM_GET_API_VERSION }\n")

        when:
        def result = run('--output', "ktap=${at('ktap.txt')}", '--output', "junit=${at('junit.xml')}")

        then:
        result.status == 1
        verdicts(result) == KINDS.values().withIndex().collect { title, i -> LATE.any { title.startsWith(it) } ? "ok ${i + 1} $i # kernel: $title, not counted on an emulated board".toString() : "not ok ${i + 1} $i # kernel: $title".toString() } +
                ["not ok ${KINDS.size() + 1} taint # kernel: tainted N (an in-kernel test has been run)".toString(), "ok ${KINDS.size() + 2} well".toString()]
        result.out.contains("  $WARNING\n")
        Files.readString(folder.resolve('ktap.txt')).contains('not ok 3 2 # kernel: KASAN: slab-use-after-free')
        Files.readString(folder.resolve('junit.xml')).contains('kernel: refcount: underflow; use-after-free')
    }

    def "an allowed report fails nothing and is shown with its reason; an allowance that matched nothing is named"() {
        given:
        script('a.groovy', """\
            test('known') { $LOG'$WARNING' }
            test('known and new') { $LOG'$WARNING', 'BUG: KASAN: slab-use-after-free in f+0x1/0x2' }
            test('failed, and known') { $LOG'$WARNING'; expect { false } }
            """.stripIndent())

        script('known.toml', '[[splat]]\nlog = "kvm_put_kvm.*kvm\\\\]"\nreason = "fixed in 6.2"\n[[splat]]\nlog = "KMSAN"\nreason = "none yet"\n')

        when:
        def result = run('--known', at('known.toml'))
        def why = "allowed: fixed in 6.2 (${at('known.toml')}:1:1)".toString()

        then:
        result.status == 1
        verdicts(result)*.toString() == ["ok 1 known # kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm], $why",
                             "not ok 2 known and new # kernel: KASAN: slab-use-after-free in f+0x1/0x2; kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm], $why",
                             "not ok 3 failed, and known # kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm], $why"]
        result.err.contains("known.toml:4:1: this entry matched no kernel report in this run\n")
        !result.err.contains('known.toml:1:1')
    }

    def "that a test is known to fail does not excuse a report of the kernel"() {
        given:
        script('a.groovy', "test('broken') { $LOG'$WARNING'; expect { 1 == 2 } }\ntest('shaky') { $LOG'$WARNING'; expect { 1 == 2 } }")
        script('known.toml', '[[failure]]\ntest = "broken"\nreason = "it is broken"\n[[failure]]\ntest = "shaky"\nreason = "it is shaky"\nkind = "flaky"\n')

        when:
        def result = run('--known', at('known.toml'))

        then:
        result.status == 1
        verdicts(result) == ["not ok 1 broken # kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]; it is broken (${at('known.toml')}:1:1)".toString(),
                             'not ok 2 shaky # kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]']
    }

    def "a report between tests, after the last test or without tests fails the script"() {
        given:
        script('a.groovy', "test('one') { }\n${LOG}'UBSAN: between in a.c:1:2'\ntest('two') { }\n${LOG}'UBSAN: after in a.c:1:2'")
        script('b.groovy', "${LOG}'UBSAN: alone in b.c:1:2'")
        script('c.groovy', "test('three') { }")

        when:
        def result = run()

        then:
        result.status == 1
        verdicts(result) == ['ok 1 one', 'ok 2 two', 'not ok 3 a.groovy, the rest # kernel: UBSAN: between in a.c:1:2, and 1 more',
                             'not ok 1 b.groovy # kernel: UBSAN: alone in b.c:1:2', 'ok 1 three']
        result.out.contains('  UBSAN: after in a.c:1:2')
    }

    def "a script run directly fails too"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'qemu:x86_64', '-e', "test('one') { $LOG'UBSAN: within in a.c:1:2' }\ntest('two') { }\n$LOG'UBSAN: after in a.c:1:2'")

        then:
        result.status == 1
        verdicts(result) == ['not ok 1 one # kernel: UBSAN: within in a.c:1:2', 'ok 2 two', 'not ok 3 outside of its tests # kernel: UBSAN: after in a.c:1:2']
    }

    def "after an oops the next test runs on a restarted board, with the script's patches; earlier machines are lost"() {
        given:
        script('a.groovy', """\
            rfc 'struct kvm_count { __u32 of; };\\n#define KVM_COUNT _IOW(KVMIO, 0xfe, struct kvm_count)\\n'
            proposal(KVM_COUNT) { arg -> 7 }
            def m = vm { }
            test('oops') { $LOG'BUG: kernel NULL pointer dereference, address: 0000000000000008', 'Oops: 0000 [#1] PREEMPT SMP'; boardlog.BoardLog.taint kvm, 1 << 7 }
            test('fresh') { expect { boardlog.BoardLog.taints(kvm) == '0' }; expect { vm { }.ioctl(KVM_COUNT, of: 1) == 7 } }
            test('of before') { m.ioctl KVM_CHECK_EXTENSION, 1 }
            test('fresh still') { vm { } }
            """.stripIndent())
        script('b.groovy', "test('next script') { expect { boardlog.BoardLog.taints(kvm) == '0' } }")

        when:
        def result = Kvmsh.run('test', folder.toString(), '-b', 'rfc:qemu:x86_64')

        then:
        verdicts(result) == ['not ok 1 oops # kernel: oops: kernel NULL pointer dereference', 'ok 2 fresh',
                             'not ok 3 of before # not run: board lost: the test uses objects that were opened before the board was restarted', 'ok 4 fresh still', 'ok 1 next script']
        result.out.readLines().count { it.endsWith('its kernel oopsed, and it is restarted') } == 1
        result.status == 1
    }

    def "an oops outside of a script's tests does not affect the next script"() {
        given:
        script('a.groovy', "test('one') { }\n${LOG}'Oops: invalid opcode: 0000 [#1] SMP'; boardlog.BoardLog.taint kvm, 1 << 7")
        script('b.groovy', "test('next script') { expect { boardlog.BoardLog.taints(kvm) == '0' } }")

        when:
        def result = run()

        then:
        verdicts(result) == ['ok 1 one', 'not ok 2 a.groovy, the rest # kernel: oops: invalid opcode', 'ok 1 next script']
    }

    def "a wrong [[splat]] is refused: #said"() {
        given:
        script('a.groovy', '')
        script('known.toml', "[[splat]]\n$text\n")

        when:
        def result = Kvmsh.run('test', at('a.groovy'), '-b', 'model:x86_64', '--known', at('known.toml'))

        then:
        result.status == 2
        result.err.contains(said)

        where:
        text                              || said
        'log = "WARNING"'                 || '[[splat]] has no reason'
        'log = "WARNING"\nreason = " "'   || 'reason is empty'
        'reason = "known"'                || '[[splat]] has no log'
        'log = "WARN(ING"\nreason = "x"'  || "'WARN(ING' is not a regular expression: Unclosed group"
    }

    def "an expired [[splat]] allows nothing, and the run fails"() {
        given:
        script('a.groovy', "test('known') { $LOG'$WARNING' }")
        script('known.toml', '[[splat]]\nlog = "WARNING"\nreason = "fixed in 6.2"\nexpires = 2020-01-01\n')

        when:
        def result = run('--known', at('known.toml'))

        then:
        result.status == 1
        verdicts(result) == ['not ok 1 known # kernel: WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]']
        result.err.contains('known.toml:1:1: expired on 2020-01-01: fixed in 6.2; remove the entry, or change its date')
    }

    /** kernel/printk/printk.c, check_syslog_permissions. */
    static boolean restricted() {
        new File('/proc/sys/kernel/dmesg_restrict').text.strip() == '1' && System.getProperty('user.name') == 'root' && new File('/usr/bin/setpriv').canExecute()
    }

    private static List<String> verdicts(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d+ .*/ }
    }

    private Kvmsh.Result run(String... more) {
        Kvmsh.run('test', folder.toString(), '-b', 'qemu:x86_64', *more)
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
