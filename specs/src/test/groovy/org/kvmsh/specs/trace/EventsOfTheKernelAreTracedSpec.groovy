package org.kvmsh.specs.trace

import java.nio.file.Path
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.trace.TraceFile
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The tracepoints of KVM in the board's kernel, between the calls of a session. */
@Timeout(300)
class EventsOfTheKernelAreTracedSpec extends Specification {
    private static final String TRACEFS = '/sys/kernel/tracing/'
    /** A guest for each architecture that leaves KVM_RUN as often as its code has the bytes of one store. */
    private static final Map<String, Closure<String>> GUESTS = [
            x86_64 : { "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '${'e6 80 ' * it}f4'; vcpu(0) { real 0x1000 } }" },
            arm64  : { "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '01 20 a1 d2 ${'22 00 00 39 ' * it}00 00 00 14'; vcpu(0) { start 0x40000000 } }" },
            riscv64: { "vm { memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: 'b7 02 00 10 ${'23 80 02 00 ' * it}6f 00 00 00'; vcpu(0) { start 0x80000000 } }" },
            ppc64  : { "vm { platform SPAPR; memory at: 0, size: 128.MB; load at: 0x1000, hex: '${'38 60 07 f0 44 00 00 22 ' * it}48 00 00 00'; vcpu(0) { start 0x1000; regs msr: 0x8000000000001000 } }" }]
    /** Each reason has its number in parentheses: include/trace/events/kvm.h. */
    private static final String EXIT = /reason KVM_EXIT_\w+ \((\d+)\) .*/

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    private void write(String name, String text) {
        int fd = on.board.kernel().open(TRACEFS + name)
        assert fd >= 0 && on.board.kernel().write(fd, text.bytes) > 0
        on.board.kernel().close(fd)
    }

    private String file(String name) {
        on.board.kernel().files().read(TRACEFS + name)?.strip()
    }

    @Sample(verify = 4)
    def "#board: each of #exits exits to user space is an event after its KVM_RUN, with the same reason"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        def clock = file('trace_clock')
        on.run('trace kernel: true')

        when:
        on.run("m = ${GUESTS[on.board.kernel().abi().arch().toString()](exits)}; ${exits}.times { m.run() }")
        def all = on.session.trace().after(0).calls()

        then: 'the kernel names the exits that KVM_RUN returned'
        def runs = all.findIndexValues { it.name() == 'KVM_RUN' && it.answer() == 0 }.collect { it as int }
        def reasons = runs.collect { at ->
            all.drop(at + 1).takeWhile { it.origin().name() == 'KERNEL' }.findAll { it.name() == 'kvm_userspace_exit' }.collect { (it.plain() =~ EXIT)[0][1] as int }
        }
        runs.size() >= exits
        reasons == runs.collect { [new HeapRegion(all[it].memory()[0].out(), on.board.kernel().abi().order()).getInt(8)] }
        and: 'an event is no call'
        all.findAll { it.origin().name() == 'KERNEL' }.every { it.request() == 0 && it.plain() ==~ /(?s).* \(\d+\.\d+ s, cpu \d+\)/ }
        on.run("trace('kvm_userspace_exit').size") == runs.size()

        when: 'events are turned off'
        on.run('trace kernel: false')
        def before = on.session.trace().after(0).calls().size()
        on.run('m.stats')

        then: 'the kernel is as it was before'
        on.session.trace().after(before).calls().every { it.origin().name() != 'KERNEL' }
        file('set_event') == ''
        file('trace_clock') == clock

        where:
        [board, exits] << [['qemu:x86_64', 'qemu:arm64', 'qemu:riscv64', 'qemu:ppc64', 'qemu:ppc64-powernv'], [1, 7, 40]].combinations()
    }

    def "#board: events are saved with the calls, and displayed below them"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run('trace kernel: true')
        on.run("m = ${GUESTS.x86_64(2)}; m.run()")
        def file = folder.resolve('events.trace')

        when:
        on.run("trace.save '$file'")
        def saved = TraceFile.read(file)

        then:
        saved == on.session.trace().after(0)
        on.run("trace(file: '$file').toString()").readLines().findAll { it.contains('kvm_pio') }.every { it ==~ / {10}kvm_pio: pio_write at 0x80 size 1 count 1 val 0x\w+ +\(\d+\.\d+ s, cpu \d+\)/ }
        on.run("trace('kvm_pio').size") == 1
        on.run("trace('kvm_pio').all[0].own") == 'traced by the kernel'

        when: 'they are turned off'
        def runs = on.run("trace('KVM_RUN').size")
        on.run('trace kernel: false; m.run()')

        then: 'KVM_RUN is kept no longer either'
        on.run("trace('KVM_RUN').size") == runs

        where:
        board << ['qemu:x86_64']
    }

    def "#board: events that the kernel's buffer had no room for are counted"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        write('buffer_size_kb', '8')
        on.run('trace kernel: true')

        when: 'a guest that leaves for KVM and comes back until it is stopped'
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f a2 eb fc'; vcpu(0) { real 0x1000 } }; m.run until: timeout, within: 2.s")

        then:
        on.run("trace('lost').all*.argument").every { it ==~ /[1-9]\d* events of cpu 0/ }
        on.run("trace('lost').size") >= 1
        on.run("trace('kvm_cpuid').size") >= 10

        cleanup:
        on.run('trace kernel: false')
        write('buffer_size_kb', '1408')

        where:
        board << ['qemu:x86_64']
    }

    def "#board: tracefs is left alone if #used"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        write(changed, changed == 'tracing_on' ? '0' : '1')

        when:
        def error = on.failed('trace kernel: true')

        then:
        error.message.contains("no kernel events from $board: its tracefs is in use: $used")
        file('set_event') == (used.contains('set_event') ? 'sched:sched_switch' : '')
        file('events/kvm/enable') == '0'

        cleanup:
        write('events/enable', '0')
        write('tracing_on', '1')
        ['global', 'local'].each { write('trace_clock', it) }

        where:
        board << ['qemu:x86_64'] * 3
        changed << ['events/sched/sched_switch/enable', 'trace_marker', 'tracing_on']
        used << ['set_event has sched:sched_switch', 'the trace buffer is not empty', 'tracing_on is 0']
    }

    def "#board: a board without such events says why"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.failed('trace kernel: true').message.contains(why)
        on.run('trace kernel: false; trace.all.every { it.own != "traced by the kernel" }')

        where:
        board              | why
        'model:x86_64'     | 'no kernel events from model:x86_64: a software model has no kernel with tracepoints'
        'model:arm-vgicv2' | 'a software model has no kernel with tracepoints'
    }
}
