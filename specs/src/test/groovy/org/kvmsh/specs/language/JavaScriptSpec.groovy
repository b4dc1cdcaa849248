package org.kvmsh.specs.language

import java.util.concurrent.TimeUnit
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(600)
class JavaScriptSpec extends Specification {
    static final String OUT_FOREVER = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 80 eb fc'}"

    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64', Language.JS)

    def "#board: a register has 64 bits and is always a BigInt, in every spelling"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, Language.JS)
        on.run("const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 1, r14: 0xffffffff80000000n, r15: -1}}})")

        expect:
        on.run("typeof m.regs.rax == 'bigint' && typeof m.regs.r15 == 'bigint'")
        on.run('m.regs.rax == 1 && m.regs.rax === 1n')
        on.run('m.regs.r14 == 0xffffffff80000000n')
        on.run('m.regs.r15 == 0xffffffffffffffffn && BigInt.asIntN(64, m.regs.r15) == -1')
        on.run('m.regs.r14 = -2n; m.regs.r14') == 0xfffffffffffffffe
        on.run('m.regs.r14 = 2 ** 53 - 1; m.regs.r14 == 9007199254740991n')
        on.run('m.run({until: hlt}); m.vcpu(0).regs.rax') == 2
        on.run('m.regs.rip = 0x1000; m.run({until: hlt}).exits') == 1

        where:
        board << OnBoard.x86()
    }

    def "a number that may have been rounded, or has more than 64 bits, is refused at its position: #number"() {
        when:
        on.run("vm({\n  vcpu: {regs: {rax: 1,\n    rbx: $number}}\n})")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)
        e.site().line() in lines

        where:
        number                 | message                               | lines
        '0xffffffff80000000'   | 'may have been rounded'     | [3]
        '2 ** 53'              | 'may have been rounded'     | [3]
        '1.5'                  | "must be an integer, not '1.5'"   | [2, 3]
        '0x10000000000000000n' | 'does not fit in 64 bits'             | [2, 3]
        "'x'"                  | "must be an integer, not 'x'"     | [2, 3]
    }

    def "a constant with only its highest bit set is a BigInt, like any that a number cannot hold exactly"() {
        expect:
        on.run('typeof KVM_REG_RISCV') == 'bigint'
        on.run('KVM_REG_RISCV == 0x8000000000000000n && (KVM_REG_RISCV | KVM_REG_SIZE_U64) == 0x8030000000000000n')
    }

    def "64-bit kernel fields are BigInts, and narrower fields are numbers"() {
        given:
        on.run('const m = vm({memory: {at: 0, size: KB(4)}, vcpu: {real: 0}}); const sregs = m.vcpu(0).ioctl(KVM_GET_SREGS)')

        expect:
        on.run(text) == type

        where:
        text                                        | type
        'typeof sregs.cs.base'                      | 'bigint'
        'typeof sregs.cs.limit'                     | 'number'
        'typeof sregs.interrupt_bitmap[0]'          | 'bigint'
        'typeof kvm.ioctl(KVM_GET_API_VERSION)'     | 'number'
        'typeof KVM_CAP_NR_VCPUS'                   | 'number'
        'typeof KB(64)'                             | 'number'
        'typeof H_FUNCTION'                         | 'bigint'
        'typeof m.run({within: ms(10)}).exits'      | 'number'
        'typeof ENODEV'                             | 'number'
    }

    def "a script cannot reach anything beyond the words: #text"() {
        expect:
        on.run("(() => { try { return $text } catch (e) { return 'refused' } })()") in [null, 'undefined', 'refused']

        where:
        text << ['typeof Java', 'typeof Polyglot', 'typeof Packages', 'typeof require', 'typeof read', 'typeof java', "load('/etc/hosts')",
                 'kvm.getClass()', 'hlt.getDeclaringClass()', 'SPAPR.class', 'ms(1).toMillis()', "kvm['file']", 'kvm.keeper', 'Graal.host',
                 "(() => { try { vm({memry: 1}) } catch (e) { return e.getClass } })()"]
    }

    def "modules cannot be imported"() {
        expect:
        on.run("let came = 'nothing'; import('/etc/hostname').then(() => { came = 'module' }, () => { came = 'refused' }); came") == 'nothing'
        on.run('came') == 'refused'
    }

    @Sample(verify = 8)
    def "#board: two vCPUs run at once, and their handlers and the condition run one at a time in the script"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, Language.JS)
        on.run("""
            let inside = 0, most = 0, n = 0
            const m = vm({$OUT_FOREVER, vcpu: [{real: 0x1000}, {real: 0x1000}],
              on: {io: 0x80, do: e => { inside++; most = Math.max(most, inside); n++; m.vcpu(1).id; inside-- }}})""")

        expect:
        on.run('m.run({until: () => n >= 500}).exits') >= 500
        on.run('most') == 1
        on.run('m.run({within: ms(100)}).exit == timeout')
        on.run('const before = n; m.run({until: () => n > before}); n > before')

        where:
        board << OnBoard.x86()
    }

    def "#board: a handler that throws ends the run of two vCPUs, and the script's line is named"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, Language.JS)

        when:
        on.run("const m = vm({$OUT_FOREVER, vcpu: [{real: 0x1000}, {real: 0x1000}],\n  on: {io: 0x80, do: e => { throw new Error('no such device') }}})\nm.run()")

        then:
        def e = thrown(ScriptError)
        e.message == 'Error: no such device'
        e.site().toString() == 'text#1:2:35'
        e.notes().any { it.contains('in the running handler: at io out port 0x80') }

        where:
        board << OnBoard.x86()
    }

    @Sample(verify = 8)
    def "an endless loop ends when it is interrupted, and the next text runs: #what"() {
        given:
        def ending = Thread.start {
            while (!on.printed) {
                TimeUnit.MILLISECONDS.sleep(10)
            }
            TimeUnit.MILLISECONDS.sleep(100)
            on.stop()
        }

        when: 'the script was interrupted, or the run of its handler'
        def ended
        try {
            ended = on.run(text).toString()
        } catch (ScriptError e) {
            ended = e.message
        }

        then:
        ended == 'interrupted' || what.endsWith('handler') | what.endsWith('vCPUs') && ended.startsWith('stopped after')
        on.run('40 + 2') == 42

        cleanup:
        ending.join()

        where:
        what            | text
        'at the top'    | "println('here'); while (true) { }"
        'with a catch'  | "println('here'); while (true) { try { while (true) { } } catch (e) { } }"
        'in a handler'  | "vm({$OUT_FOREVER, vcpu: {real: 0x1000}, on: {io: 0x80, do: e => { println('here'); for (;;) { } }}}).run({within: seconds(20)})"
        'of two vCPUs'  | "vm({$OUT_FOREVER, vcpu: [{real: 0x1000}, {real: 0x1000}], on: {io: 0x80, do: e => { println('here'); for (;;) { } }}}).run({within: seconds(20)})"
    }

    def "an interrupt that arrives as a text ends does not interrupt the next one"() {
        when:
        def ended = (1..1000).collect { i ->
            def ending = Thread.start { long until = System.nanoTime() + i % 50 * 20_000; while (System.nanoTime() < until) { Thread.onSpinWait() }; on.stop() }
            try {
                on.run("for (let i = 0; i < ${i % 10 * 300}; i++) { }")
            } catch (ScriptError e) {
                assert e.message == 'interrupted'
            }
            // A stop that comes now is the next text's, rightly.
            ending.join()
            on.run(i.toString())
        }

        then:
        ended == (1..1000).toList()
    }

    def "an endless handler is ended when the run's time is over"() {
        when:
        on.run("vm({$OUT_FOREVER, vcpu: {real: 0x1000}, on: {io: 0x80, do: e => { for (;;) { } }}}).run({within: ms(200)})")

        then:
        def e = thrown(ScriptError)
        e.message == "the handler was still running when the run's time limit expired"
        on.run('1') == 1
    }

    @Sample(verify = 8)
    def "a running guest is stopped, and the script continues"() {
        given:
        on.run("const m = vm({memory: {at: 0, size: KB(4)}, load: {at: 0, hex: 'e6 80 eb fe'}, vcpu: $vcpus, on: {io: 0x80, do: e => println('it runs')}})")
        def ending = Thread.start {
            while (!on.printed) {
                TimeUnit.MILLISECONDS.sleep(10)
            }
            TimeUnit.MILLISECONDS.sleep(300)
            on.stop()
        }

        expect:
        on.run('m.run({within: seconds(20)}).exit == stopped')

        cleanup:
        ending.join()

        where:
        vcpus << ['{real: 0}', '[{real: 0}, {real: 0}]']
    }

    def "a failed test is reported, and the script continues"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '--lang', 'js', '-e', '''
            test('holds', () => { expect(() => 1 + 1 == 2); expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)) })
            test('does not', () => expect(() => 1 + 1 == 3))
            test('an earlier line', () => expect({errno: EINVAL}, () => { kvm.ioctl(KVM_CREATE_VM, 99); kvm.ioctl(KVM_GET_API_VERSION) }))
            test('taken', () => expect({errno: EINVAL}, () => kvm.ioctl(KVM_GET_API_VERSION)))'''.stripIndent())

        then:
        result.status == 1
        result.out.contains('ok 1 holds\nnot ok 2 does not\n  -e:3:37: expectation failed:')
        result.out.contains("expected EINVAL from the block's last line, but an earlier line failed")
        result.out.contains('expected EINVAL, but the kernel accepted the call: KVM_GET_API_VERSION = 12')
        result.out.endsWith('3 of 4 tests failed\n')
    }

    def "a patch's names are defined after it is read, and the script's own names take precedence"() {
        expect:
        on.run("rfc('${Kvmsh.script('rfc/kvm-allocate-rma.patch')}').help.startsWith('KVM_ALLOCATE_RMA')")
        on.run('String(KVM_ALLOCATE_RMA)').contains('KVM_ALLOCATE_RMA')
        on.run('{ const KVM_RUN = 3, E2BIG = 4; KVM_RUN + E2BIG }') == 7
    }

    def "in tells whether an object has a name, and the names of registers are listed: #text"() {
        given:
        on.run('const m = vm({vcpu: {real: 0x1000}}), s = struct("kvm_regs")')

        expect:
        on.run(text) == value

        where:
        text                                                               || value
        "['rax' in m.regs, 'x' in m.regs, 'no' in s, 'rip' in s].join()"  || 'true,false,false,true'
        "['regs' in m, 'no' in m, Reflect.has(m, 'no'), Object.hasOwn(m.regs, 'no')].join()" || 'true,false,false,false'
        'Object.keys(m.regs).slice(-2).join()'                             || 'rip,rflags'
        '({...m.regs}).rip == 0x1000n'                                     || true
        'try { m.regs.no } catch (e) { e.message }'                        || 'x86_64 vCPUs have no register no'
    }

    def "standard input and a file's name choose the language"() {
        expect:
        Kvmsh.runWith([:], 'println([1, 2].map(n => n * 2).join())', '-b', 'model:x86_64', '--lang', 'js', '-').out.endsWith('2,4\n')
        Kvmsh.run('-b', 'model:x86_64', '--lang', 'perl', '-e', '1').with { status == 2 && err == 'kvmsh: unknown language: perl; supported languages: groovy and js\n' }
    }

    def "a test for other boards is skipped, and so is the rest of a script that needs one"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '--lang', 'js', '-e', """
            test('a GICv3', {boards: 'arm*'}, () => { throw new Error('not here') })
            test('none', () => needs({cap: KVM_CAP_IRQCHIP, min: 2}))
            needs({boards: 'arm64'})
            throw new Error('not here')""")

        then:
        result.out.contains('ok 1 a GICv3 # SKIP needs a board that matches arm*')
        result.out.contains('ok 2 none # SKIP KVM_CAP_IRQCHIP is')
        !result.err.contains('not here')
    }

    def "a plan is the same in both languages"() {
        given:
        on = new OnBoard('model:rfc', Language.JS)
        def groovy = new OnBoard('model:rfc')

        expect: 'except for the positions in the script'
        on.run('String(plan({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}}))').replaceAll(/text#1:[0-9:]+/, '') ==
                groovy.run('plan { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000 }.toString()').replaceAll(/text#1:[0-9:]+/, '')

        cleanup:
        groovy.close()
    }

    @Needs('kvm')
    def "an exit by its reason has its wide and narrow fields"() {
        given:
        on = new OnBoard('kvm', Language.JS)

        expect: 'wrmsr of a register that does not exist'
        on.run("""
            const seen = []
            const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'b9 34 12 00 00 66 b9 00 10 ad de 66 b8 2a 00 00 00 0f 30 f4'},
              ioctl: [[KVM_ENABLE_CAP, {cap: KVM_CAP_X86_USER_SPACE_MSR, args: [KVM_MSR_EXIT_REASON_UNKNOWN | KVM_MSR_EXIT_REASON_INVAL]}]],
              vcpu: {real: 0x1000, regs: {rdx: 0}}, on: {exit: KVM_EXIT_X86_WRMSR, do: e => { seen.push(typeof e.index, typeof e.data, e.index == 0xdead1000, e.data == 42); e.error = 0 }}})
            m.run({until: hlt, within: seconds(60)})
            seen.join()""") == 'number,bigint,true,true'
    }
}
