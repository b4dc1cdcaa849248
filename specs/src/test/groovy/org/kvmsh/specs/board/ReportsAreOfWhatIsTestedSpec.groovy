package org.kvmsh.specs.board

import boardlog.BoardLog
import java.util.function.UnaryOperator
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.splat.FaultsCounted
import org.kvmsh.bindings.splat.KernelWatch
import org.kvmsh.bindings.splat.LogState
import org.kvmsh.specs.kit.Needed
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Which reports in a kernel's log are faults depends on the kind of its board. Each line goes through a real kernel's log. */
@Timeout(600)
class ReportsAreOfWhatIsTestedSpec extends Specification {
    /** Faults on each kind of board, if they name KVM on a host. */
    static final List<String> FAULTS = ['WARNING: CPU: 0 PID: 71 at mm/slub.c:1200 kfree+0x1d/0x30', 'BUG: scheduling while atomic: agent/71/0x00000002', 'BUG: Bad page state in process agent  pfn:12345',
                                        'BUG: kernel NULL pointer dereference, address: 0000000000000008', 'kernel BUG at mm/slub.c:12!', 'BUG: KASAN: slab-use-after-free in kfree+0x1d/0x30',
                                        'BUG: KCSAN: data-race in kfree / kmalloc', 'BUG: KFENCE: memory corruption in kfree+0x1/0x2', 'UBSAN: shift-out-of-bounds in mm/slub.c:12:34',
                                        'WARNING: possible circular locking dependency detected', 'refcount_t: underflow; use-after-free.']
    /** Only that something took too long. */
    static final List<String> LATE = ['rcu: INFO: rcu_preempt self-detected stall on CPU', 'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:', 'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:71]',
                                      'NMI watchdog: Watchdog detected hard LOCKUP on cpu 0', 'BUG: workqueue lockup - pool cpus=0 node=0 flags=0x0 nice=0 stuck for 31s!',
                                      'INFO: task agent:71 blocked for more than 120 seconds.', "clocksource: timekeeping watchdog on CPU0: Marking clocksource 'tsc' as unstable because the skew is too large:",
                                      'tsc: Marking TSC unstable due to clocksource watchdog', 'WARNING: Underflow in clocksource observed', 'hrtimer: interrupt took 3456789 ns']
    /** What follows a first line and makes the report one of KVM's, of the process, or of neither. */
    static final List<List> MORE = [[' kvm_put_kvm+0x1d/0x30 [kvm]', true], ['CPU: 1 PID: SELF Comm: java Not tainted', true], ['Modules linked in: kvm_amd kvm', false],
                                    ['Hardware name: Red Hat KVM, BIOS 1.16', false], ['CPU: 1 PID: 999999 Comm: bash Not tainted', false]]

    @Shared
    Board board

    def setup() {
        Needed.orSkip('qemu:x86_64')
        board = board ?: new Boards(System.getenv()).open('qemu:x86_64')
    }

    def cleanupSpec() {
        board?.close()
    }

    def "'#line' is a fault of hardware, and #emulated"() {
        expect:
        reports(FaultsCounted.ALL, line) == [true]
        reports(FaultsCounted.TIMELY, line) == [fault]

        where:
        [line, fault] << FAULTS.collect { [it, true] } + LATE.collect { [it, false] }
        emulated = fault ? 'of an emulated board too' : 'is told of an emulated board'
    }

    def "'#line' with '#more' is #whose"() {
        given:
        def self = board.kernel().files().list('/proc/self/task')[0]

        expect:
        reports(FaultsCounted.OURS, line, more.replace('SELF', self)) == (ours ? [true] : [])

        where:
        [line, more, ours] << [FAULTS + LATE, MORE].combinations().collect { line, more -> [line, more[0], more[1]] }
        whose = ours ? 'a fault of the host' : "another's on the host"
    }

    def "a taint that no report explains is a fault where the log is of the tests alone: #counted"() {
        given:
        def watch = new KernelWatch(board.kernel(), UnaryOperator.identity(), counted).begin()

        when:
        BoardLog.taint(board.kernel(), 1L << bit)

        then:
        watch.take()*.title() == titles

        where:
        counted              | bit || titles
        FaultsCounted.ALL    | 18  || ['tainted N (an in-kernel test has been run)']
        FaultsCounted.TIMELY | 11  || ['tainted I (workaround for bug in platform firmware applied)']
        FaultsCounted.OURS   | 12  || []
    }

    def "a log that wrapped is #state where it is #whose"() {
        given:
        def watch = new KernelWatch(board.kernel(), UnaryOperator.identity(), counted).begin()

        expect:
        watch.readToEnd() == LogState.CLEAN

        when:
        8.times { BoardLog.dumpTasks(board.kernel()) }

        then:
        watch.readToEnd().toString() == state + ': lines were overwritten before kvmsh read them'

        where:
        counted              | whose                  || state
        FaultsCounted.ALL    | 'of the tests alone'   || 'bad'
        FaultsCounted.TIMELY | 'of the tests alone'   || 'bad'
        FaultsCounted.OURS   | "shared with others"   || 'not readable'
    }

    def "a report that only the last look comes upon is given once, and the line that ends the log to nobody"() {
        given:
        def watch = new KernelWatch(board.kernel(), UnaryOperator.identity(), FaultsCounted.ALL).begin()
        watch.take()
        watch.takeLog()

        when:
        BoardLog.log(board.kernel(), 'UBSAN: shift-out-of-bounds in a.c:1:2')

        then:
        watch.readToEnd() == LogState.CLEAN
        watch.take()*.title() == ['UBSAN: shift-out-of-bounds in a.c:1:2']
        watch.take() == []
        watch.takeLog() == ['UBSAN: shift-out-of-bounds in a.c:1:2']
    }

    /** Whether each report of some lines counts. */
    private List<Boolean> reports(FaultsCounted counted, String... lines) {
        def watch = new KernelWatch(board.kernel(), UnaryOperator.identity(), counted).begin()
        BoardLog.log(board.kernel(), lines)
        watch.take().collect { watch.counts(it) }
    }
}
