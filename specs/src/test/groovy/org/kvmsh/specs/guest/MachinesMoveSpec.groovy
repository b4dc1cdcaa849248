package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

import java.nio.file.Files
import java.nio.file.Path

/** m.moved() carries a machine into a new VM, and the script's objects, handlers and guest go on; `kvmsh test --repeat=moved` does it at the exits of every test. */
@Timeout(120)
class MachinesMoveSpec extends Specification {
    /** out %al, $0x10; in $0x11, %al; add $1, %al; mov %al, 0x2000; out %al, $0x10; hlt */
    private static final String GUEST = 'b0 01 e6 10 e4 11 04 01 a2 00 20 e6 10 f4'

    @AutoCleanup
    OnBoard on

    @TempDir
    Path folder

    def "a machine moves before, in and after its run, and its handlers go on: #language on #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, language)
        on.run(vm)

        when:
        def ofVm = on.session.trace().count()
        def first = on.run('m.moved()')
        on.run(run)

        then:
        first.done && first.differences == []
        on.session.trace().count() > ofVm
        on.run('seen.join(",")').toString() == '1,42'
        on.run(js ? 'Number(m.mem(0x2000, 1).u8(0))' : 'm.mem(0x2000, 1).u8(0) as int') == 42
        on.run('inHandler.done')
        on.run("inHandler.differences.$size") == 0
        on.run("m.moved().differences.$size") == 0
        on.run(js ? 'Number(m.regs.rip)' : 'm.regs.rip as int') == 0x100e

        where:
        [language, board] << [Language.values(), OnBoard.x86()].combinations()
        js = language == Language.JS
        size = js ? 'length' : 'size()'
        vm = js ? "const seen = []; let inHandler = null; const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$GUEST'}, vcpu: {real: 0x1000}, on: [{io: 0x10, do: e => { seen.push(e.value) }}, {io: 0x11, do: e => { inHandler = m.moved(); return 41 }}]})"
                : "seen = []; inHandler = null; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$GUEST'; vcpu(0) { real 0x1000 }; on(io: 0x10) { e -> seen << e.value }; on(io: 0x11) { e -> inHandler = m.moved(); 41 } }"
        run = js ? "m.run({until: hlt})" : 'm.run until: hlt'
    }

    def "a move that is asked for in a handler is not done before the exit is complete: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("early = null; m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 11 f4'; vcpu(0) { real 0x1000 }; on(io: 0x11) { e -> def moved = m.moved(); early = moved.done; later = moved; 7 } }")

        when:
        on.run('m.run until: hlt')

        then:
        on.run('[early, later.done, m.regs.rax as int]') == [false, true, 7]

        where:
        board << OnBoard.x86()
    }

    def "#what goes on in the new VM"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')

        expect:
        on.run(script) == result

        where:
        what                    | script                                                                                                                                                                                                                       || result
        'the dirty log'         | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 01 a2 00 20 a2 00 30 f4'; vcpu(0) { real 0x1000 } }; m.dirty(); m.run until: hlt; m.moved(); m.dirty()*.longValue()"                                             || [0x2000L, 0x3000L]
        'a log by its ioctl'    | "m = vm { memory at: 0, size: 64.KB, log: true; load at: 0x1000, hex: 'b0 01 a2 00 20 f4'; vcpu(0) { real 0x1000 } }; b = m.allocate 8; m.ioctl KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: b.address; m.run until: hlt; m.moved(); m.ioctl KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: b.address; def one = b.bytes(0, 1)[0]; m.ioctl KVM_GET_DIRTY_LOG, slot: 0, dirty_bitmap: b.address; [one, b.bytes(0, 1)[0]]" || [4, 0]
        'an ioeventfd'          | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e6 60 f4'; vcpu(0) { real 0x1000 } }; k = m.ioeventfd io: 0x60, length: 1; m.moved(); m.run until: hlt; k.count"                                                   || 1
        'an irqfd'              | "m = vm { memory at: 0, size: 64.KB; irqchip; vcpu(0) { real 0x1000 } }; k = m.irqfd gsi: 4; m.moved(); m.moved(); k.signal(); (0..10000).any { sleep 1; (m.ioctl(KVM_GET_IRQCHIP, chip_id: 0).get('chip.pic.irr') & 0x10) != 0 }"               || true
        'a coalesced zone'      | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b0 07 e6 70 f4'; coalesce io: 0x70, size: 1; vcpu(0) { real 0x1000 } }; m.moved(); m.run until: hlt; m.moved(); m.coalesced()*.value*.intValue()"              || [7]
        'a breakpoint'          | "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 41 42 f4'; vcpu(0) { real 0x1000 } }; m.breakpoint at: 0x1002; m.moved(); m.run(until: debug); m.moved(); m.run until: hlt; [m.regs.rip as int, m.regs.rax as int]" || [0x1004, 1]
    }

    /** A kernel that changes a value after reset when it is written would make a difference. */
    def "an interrupt controller after reset is the same after a move: #board, #controller"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("m = vm { memory at: 0x40000000, size: 64.KB; $controller; 2.times { vcpu(it) { } } }; m.moved().differences") == []

        where:
        board              | controller
        'kvm'              | 'irqchip; pit'
        'qemu:arm64'       | "vgic dist: 0x8000000, cpu: 0x8010000, api: 'attributes'"
        'qemu:arm64-gicv3' | 'vgic dist: 0x8000000, redist: 0x80a0000, irqs: 64'
    }

    def "after a move, the dirty log has each page that was written, and the result says what else it may have: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 a3 00 30 e6 80 eb f8'; vcpu(0) { real 0x1000 } }; m.run until: io; m.dirty(); m.run until: io")

        when:
        def moved = on.run('m.moved()')
        on.run('m.run until: io')

        then:
        moved.missing*.replaceFirst(/ \(.*/, '').contains('the dirty log of a new VM may also contain pages that the guest only reads')
        on.run('m.dirty()*.longValue()') - [0x1000L] == [0x3000L]

        where:
        board << OnBoard.x86()
    }

    def "a machine with a dirty log says why it does not move in a second round: #board"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.run('test', '--repeat=moved', '--run=none', '-b', board, Kvmsh.script('x86/snapshot.groovy'), Kvmsh.script('x86/snapshot.js'))

        then:
        result.status == 0
        result.out.contains('\nnot moved: 2 tests: the dirty log of a new VM may also contain pages that the guest only reads (arch/x86/kvm/mmu/spte.c, make_spte)\n')

        where:
        board << OnBoard.x86()
    }

    def "what belongs to a VM is named, and nothing changes: #cause"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run("m = vm { $memory; vcpu(0) { real 0x1000; regs rax: 7 } }")

        when:
        on.run('m.moved()')

        then:
        def failed = thrown(ScriptError)
        failed.message.contains('cannot move')
        failed.notes() == [cause]
        on.run('m.regs.rax as int') == 7

        where:
        memory                                    || cause
        'memory at: 0, size: 64.KB, guestMemfd: true' || 'the pages of a guest_memfd belong to the VM that created it (api.rst 4.142)'
    }

    def "a snapshot needs the capabilities that its machine had"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }; m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_EXCEPTION_PAYLOAD, args: [1]; s = m.snapshot(); n = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 3 } }')

        when:
        on.run('n.restore s')

        then:
        def failed = thrown(ScriptError)
        failed.notes() == ['capabilities and features: KVM_CAP_EXCEPTION_PAYLOAD 0x1 in the snapshot; none in this machine']
        on.run('n.regs.rax as int') == 3
    }

    def "a snapshot is restored on another board of its kind: #language"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm', language)
        on.run(vms)

        when:
        on.run(js ? 'n.restore(m.snapshot())' : 'n.restore m.snapshot()')

        then:
        on.run(js ? 'Number(n.regs.rax)' : 'n.regs.rax as int') == 5

        where:
        language << Language.values()
        js = language == Language.JS
        vms = js ? "const other = board('kvm'); const m = vm({memory: {at: 0, size: KB(64)}, irqchip: true, vcpu: {real: 0x1000, regs: {rax: 5}}}); const n = other.vm({memory: {at: 0, size: KB(64)}, irqchip: true, vcpu: {real: 0x1000}})"
                : "other = board('kvm'); m = vm { memory at: 0, size: 64.KB; irqchip; vcpu(0) { real 0x1000; regs rax: 5 } }; n = other.vm { memory at: 0, size: 64.KB; irqchip; vcpu(0) { real 0x1000 } }"
    }

    def "the moves of #what are counted"() {
        given:
        Needed.orSkip('kvm')
        Files.writeString(folder.resolve('a.groovy'), """
def goes = { vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$GUEST'; vcpu(0) { real 0x1000 }; on(io: 0x10) { }; on(io: 0x11) { 41 } }.run until: hlt }
$script
""")

        when:
        def result = Kvmsh.run('test', '--repeat=moved', '--run', folder.resolve('run').toString(), '-b', 'kvm', folder.resolve('a.groovy').toString())
        def kept = Kvmsh.run('report', folder.resolve('run').toString())

        then:
        def lines = result.out.readLines()
        lines.drop(lines.indexOf('round 2 of 2, moved')).findAll { it ==~ /(not )?ok \d .* # .*/ } == tests
        lines.findAll { it =~ /^ +(not )?moved/ } == []
        [result, kept].every { it.out.readLines().findAll { it =~ /^(not )?moved: / } == counts }

        where:
        what                                 | script                                                                                           || tests                                                                | counts
        'a test with another note'           | "test('thread') { goes(); Thread.startDaemon('beats') { while (true) { sleep 20 } } }"      || ['ok 1 thread # thread beats (line 3) still runs; moved 4 times']          | ['moved: 1 test, 4 moves']
        'tests that fail alike'              | "['a', 'b'].each { name -> test(name) { goes(); expect { 1 == 2 } } }"                                    || ['not ok 1 a # moved 4 times', 'not ok 2 b # moved 4 times']      | ['moved: 2 tests, 8 moves']
        'a script that fails after its test' | "test('guest') { goes() }\nexpect { 1 == 2 }"                                                    || ['ok 1 guest # moved 4 times', 'not ok 2 a.groovy, the rest # not moved: no guest ran'] | ['moved: 1 test, 4 moves', 'not moved: 1 test: no guest ran']
        'a script that fails after its own'  | "goes()\ntest('none') { }\ngoes()\nexpect { 1 == 2 }"                                           || ['ok 1 none # not moved: no guest ran', 'not ok 2 a.groovy, the rest # moved 8 times'] | ['moved: 1 test, 8 moves', 'not moved: 1 test: no guest ran']
        'a test that asks for one in vain'   | "test('asks') { def m = vm { memory at: 0, size: 64.KB, guestMemfd: true; vcpu(0) { real 0x1000 } }; def e = null; try { m.moved() } catch (Exception thrown) { e = thrown }; expect { e.message.contains('cannot move') } }" || ['ok 1 asks # not moved: no guest ran'] | ['not moved: 1 test: no guest ran']
        'a script without tests'             | "goes(); expect { true }"                                                                       || ['ok 1 a.groovy # moved 4 times']                                         | ['moved: 1 test, 4 moves']
    }

    def "a test that passes only in one VM fails the run, and each test tells its moves"() {
        given:
        Needed.orSkip('kvm')
        Files.writeString(folder.resolve('a.groovy'), """
test('counts') {
  seen = []
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$GUEST'; vcpu(0) { real 0x1000 }; on(io: 0x10) { e -> seen << e.value }; on(io: 0x11) { 41 } }
  m.run until: hlt
  expect { seen == [1, 42] }
}
test('counts exits') {
  def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$GUEST'; vcpu(0) { real 0x1000 }; on(io: 0x10) { }; on(io: 0x11) { 41 } }
  m.run until: hlt
  expect { m.vcpu(0).stats.value('exits') >= 4 }
}
test('no guest') { expect { 1 == 1 } }
""")

        when:
        def result = Kvmsh.run('test', '--repeat=moved', '--run=none', '-b', 'kvm', folder.resolve('a.groovy').toString())

        then:
        result.out.readLines().findAll { it =~ /^(not )?ok .* # / }*.replaceFirst(/^(not )?ok \d /, '') == ['counts # moved 4 times', 'counts exits # moved 4 times', 'no guest # not moved: no guest ran']
        result.out.readLines().findAll { it.startsWith('flaky: ') }*.replaceAll(/.*: /, '') == ['counts exits failed 1 of 2']
        result.out.readLines().containsAll(['moved: 2 tests, 8 moves', 'not moved: 1 test: no guest ran'])
        result.status == 1
    }
}
