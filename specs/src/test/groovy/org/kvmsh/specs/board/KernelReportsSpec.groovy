package org.kvmsh.specs.board

import boardlog.BoardLog
import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.splat.KernelWatch
import org.kvmsh.bindings.splat.SplatTable
import org.kvmsh.specs.kit.Needed
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** What a board's kernel logs when it finds its own fault is seen, whole and once. */
@Timeout(600)
class KernelReportsSpec extends Specification {
    @Shared
    Board board

    def setup() {
        Needed.orSkip('qemu:x86_64')
        board = board ?: new Boards(System.getenv()).open('qemu:x86_64')
    }

    def cleanupSpec() {
        board?.close()
    }

    def "a kernel that logs '#line' reports #title"() {
        given:
        def watch = new KernelWatch(board.kernel()).begin()

        when:
        log(line)
        def reports = watch.take()

        then:
        reports*.title() == [title]
        reports*.oops() == [oops]
        watch.take() == []

        where:
        line                                                                                        | oops  || title
        'WARNING: CPU: 0 PID: 71 at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]'           | false || 'WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]'
        'WARNING: virt/kvm/kvm_main.c:1200 at kvm_put_kvm+0x1d/0x30 [kvm], CPU#1: agent/71'         | false || 'WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]'
        'WARNING: [!vcpu] arch/x86/kvm/x86.c:9 at kvm_run+0x1/0x2, CPU#0: a/7'                       | false || 'WARNING at [!vcpu] arch/x86/kvm/x86.c:9 kvm_run+0x1/0x2'
        'WARNING: possible circular locking dependency detected'                                    | false || 'lockdep: possible circular locking dependency detected'
        'WARNING: suspicious RCU usage'                                                             | false || 'lockdep: suspicious RCU usage'
        'WARNING: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected'                               | false || 'lockdep: HARDIRQ-safe -> HARDIRQ-unsafe lock order detected'
        '[ BUG: Invalid wait context ]'                                                             | false || 'lockdep: Invalid wait context'
        'INFO: trying to register non-static key.'                                                  | false || 'lockdep: trying to register non-static key'
        'WARNING: Underflow in clocksource observed'                                                | false || 'clock: Underflow in clocksource observed'
        'WARNING: a line of a driver'                                                               | false || 'WARNING: a line of a driver'
        'refcount_t: underflow; use-after-free.'                                                    | false || 'refcount: underflow; use-after-free'
        'BUG: KASAN: slab-use-after-free in kvm_put_kvm+0x1d/0x30'                                  | false || 'KASAN: slab-use-after-free in kvm_put_kvm+0x1d/0x30'
        'BUG: KCSAN: data-race in kvm_vcpu_kick / vcpu_enter_guest'                                 | false || 'KCSAN: data-race in kvm_vcpu_kick / vcpu_enter_guest'
        'BUG: KMSAN: uninit-value in kvm_arch_vcpu_ioctl'                                           | false || 'KMSAN: uninit-value in kvm_arch_vcpu_ioctl'
        'BUG: KFENCE: memory corruption in kfree+0x1/0x2'                                           | false || 'KFENCE: memory corruption in kfree+0x1/0x2'
        'UBSAN: shift-out-of-bounds in arch/x86/kvm/mmu.c:12:34'                                    | false || 'UBSAN: shift-out-of-bounds in arch/x86/kvm/mmu.c:12:34'
        'BUG: scheduling while atomic: agent/71/0x00000002'                                         | false || 'BUG: scheduling while atomic: agent/71/0x00000002'
        'BUG: sleeping function called from invalid context at kernel/locking/mutex.c:283'          | false || 'BUG: sleeping function called from invalid context at kernel/locking/mutex.c:283'
        'BUG: Bad page state in process agent  pfn:12345'                                           | false || 'BUG: Bad page state in process agent  pfn:12345'
        'BUG kvm_vcpu (Not tainted): Poison overwritten'                                            | false || 'BUG kvm_vcpu (Not tainted): Poison overwritten'
        'watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:71]'                              | false || 'soft lockup - CPU#0 stuck for 22s!'
        'NMI watchdog: Watchdog detected hard LOCKUP on cpu 0'                                      | false || 'hard LOCKUP on cpu 0'
        'watchdog: CPU 3 Hard LOCKUP'                                                               | false || 'Hard LOCKUP'
        'watchdog: CPU 3 self-detected hard LOCKUP @ kvmppc_hv_entry+0x10/0x20'                     | false || 'hard LOCKUP @ kvmppc_hv_entry+0x10/0x20'
        'kernel BUG at arch/x86/kvm/x86.c:1234!'                                                    | true  || 'kernel BUG at arch/x86/kvm/x86.c:1234'
        'BUG: kernel NULL pointer dereference, address: 0000000000000008'                           | true  || 'oops: kernel NULL pointer dereference'
        'BUG: unable to handle page fault for address: ffffc90000123456'                            | true  || 'oops: unable to handle page fault'
        'BUG: Kernel NULL pointer dereference on read at 0x00000008'                                | true  || 'oops: Kernel NULL pointer dereference'
        'BUG: Unable to handle kernel data access on write at 0xc0000000deadbeef'                   | true  || 'oops: Unable to handle kernel data access'
        'Unable to handle kernel NULL pointer dereference at virtual address 0000000000000008'      | true  || 'oops: Unable to handle kernel NULL pointer dereference'
        'Unable to handle kernel pointer dereference in virtual kernel address space'               | true  || 'oops: Unable to handle kernel pointer dereference'
        'Internal error: Oops: 0000000096000004 [#1] SMP'                                           | true  || 'oops: Oops'
        'Oops: Kernel access of bad area, sig: 11 [#1]'                                             | true  || 'oops: Kernel access of bad area'
        'general protection fault, probably for non-canonical address 0xdead: 0000 [#1] PREEMPT SMP' | true || 'oops: general protection fault, probably for non-canonical address 0xdead'
        'Oops: invalid opcode: 0000 [#2] SMP'                                                       | true  || 'oops: invalid opcode'
        'illegal operation: 0001 ilc:1 [#1] SMP'                                                    | true  || 'oops: illegal operation'
        'Oops - illegal instruction [#1]'                                                           | true  || 'oops: Oops - illegal instruction'
        'Oops[#1]:'                                                                                 | true  || 'oops: Oops'
        'Kernel panic - not syncing: Fatal exception'                                               | true  || 'kernel panic: Fatal exception'
        'rcu: INFO: rcu_preempt self-detected stall on CPU'                                         | false || 'RCU stall: rcu_preempt self-detected stall on CPU'
        'rcu: INFO: rcu_sched detected stalls on CPUs/tasks:'                                       | false || 'RCU stall: rcu_sched detected stalls on CPUs/tasks'
        'rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 0-... } 21 jiffies'      | false || 'RCU stall: rcu_preempt detected expedited stalls on CPUs/tasks'
        'INFO: task kvmsh-agent:71 blocked for more than 120 seconds.'                              | false || 'hung task: kvmsh-agent blocked for more than 120 seconds'
        'INFO: task kvmsh-agent:71 blocked in I/O wait for more than 120 seconds.'                  | false || 'hung task: kvmsh-agent blocked in I/O wait for more than 120 seconds'
    }

    def "'#line' is not a report"() {
        expect:
        SplatTable.title(line) == null

        where:
        line << ['kvm [71]: Data abort outside memslots with no valid syndrome info', 'traps: guest[71] general protection fault ip:1 sp:2 error:0',
                 'x86/CPU: warning of no consequence', 'systemd[1]: WARNING: a service of that name', 'INFO: lockdep is turned off.',
                 'Hardware name: QEMU Standard PC, BIOS: [#1]', 'guest: segfault at 0 ip 1 sp 2', 'rcu: INFO: Stall ended before state dump start']
    }

    def "a report runs from its cut line to its end marker, and adjacent reports are separate"() {
        given:
        def watch = new KernelWatch(board.kernel()).begin()

        when:
        log('------------[ cut here ]------------', 'refcount_t: underflow; use-after-free.', 'WARNING: CPU: 0 PID: 7 at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110',
                'Call Trace:', ' kvm_put_kvm+0x1d/0x30 [kvm]', '---[ end trace 0000000000000000 ]---', 'kvm: a line of its own',
                'INFO: task a:7 blocked for more than 120 seconds.', ' __schedule+0x1/0x2', 'UBSAN: array-index-out-of-bounds in a.c:1:2',
                'BUG: unable to handle page fault for address: ffffc90000123456', '#PF: supervisor read access in kernel mode', 'Oops: 0000 [#1] PREEMPT SMP')
        def reports = watch.take()

        then:
        reports*.title() == ['refcount: underflow; use-after-free; WARNING at lib/refcount.c:28 refcount_warn_saturate+0xba/0x110',
                             'hung task: a blocked for more than 120 seconds', 'UBSAN: array-index-out-of-bounds in a.c:1:2', 'oops: unable to handle page fault']
        reports[0].lines().size() == 6
        reports[1].lines() == ['INFO: task a:7 blocked for more than 120 seconds.', ' __schedule+0x1/0x2']
        reports[0].has(~/kvm_put_kvm/)
        !reports[1].has(~/kvm_put_kvm/)
    }

    /** kernel/sysctl.c, proc_taint: written bits are added. */
    def "an unexplained taint counts as a report; a taint explained by a later report does not"() {
        given:
        def watch = new KernelWatch(board.kernel()).begin()

        when:
        taint(1 << 18)

        then:
        watch.take()*.title() == ['tainted N (an in-kernel test has been run)']
        watch.take() == []

        when:
        log('watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:71]')
        def report = watch.take()
        taint(1 << 14)

        then:
        report*.title() == ['soft lockup - CPU#0 stuck for 22s!']
        watch.take() == []
    }

    def "earlier log lines belong to no call, and lines during a call are reported once"() {
        given:
        log('WARNING: earlier')
        def watch = new KernelWatch(board.kernel()).begin()

        when:
        watch.heard(['WARNING: with a call'])

        then:
        watch.take()*.title() == ['WARNING: with a call']
        watch.unreadable() == null
    }

    private void log(String... lines) {
        BoardLog.log(board.kernel(), lines)
    }

    private void taint(int bits) {
        BoardLog.taint(board.kernel(), bits)
    }
}
