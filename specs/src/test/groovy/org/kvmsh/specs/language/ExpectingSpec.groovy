package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code expect exit: hlt} and {@code attempt { }}. */
class ExpectingSpec extends Specification {
    static final String GROOVY = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec 40 e6 80 f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { 41 } }"
    static final String JS = "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ec 40 e6 80 f4'}, vcpu: {real: 0x1000, regs: {rdx: 0x60}}, on: {io: 0x60, do: e => 41}})"

    static final String GROOVY_FUNCTIONS = 'def refused(n) { kvm.ioctl KVM_CREATE_VM, n }; def twice() { kvm.ioctl KVM_GET_API_VERSION; refused 99 }\n'
    static final String JS_FUNCTIONS = 'const refused = n => kvm.ioctl(KVM_CREATE_VM, n); function twice() { kvm.ioctl(KVM_GET_API_VERSION); refused(99) }; ' +
            'const again = n => { n ? again(n - 1) : expect({errno: EINVAL}, () => { refused(99) }); if (n == 3) { refused(99) } }'

    /** The expectation of a block that calls one of the functions. */
    private static String expecting(Language language, String block) {
        language == Language.GROOVY ? "$GROOVY_FUNCTIONS expect(errno: EINVAL) { $block }" : "$JS_FUNCTIONS; expect({errno: EINVAL}, $block)"
    }

    @AutoCleanup
    OnBoard on

    def "an expected exit passes and counts: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(machine)
        on.run('m.run()')
        on.run(first)
        on.run('m.run()')
        on.run(second)

        then:
        on.session.tests().expectationsHeld() == 2

        where:
        language        | machine | first                | second
        Language.GROOVY | GROOVY  | 'expect exit: io'    | 'expect exit: KVM_EXIT_HLT'
        Language.JS     | JS      | 'expect({exit: io})' | 'expect({exit: KVM_EXIT_HLT})'
    }

    def "an assignment is no condition, and is not made: #language, #text"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(language == Language.GROOVY ? GROOVY : JS)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.headline() == "expect needs a condition, and this is ${text.contains('def ') ? 'a declaration' : 'an assignment'}"
        e.notes()[0].contains('expect')
        e.site().column() == column

        when:
        on.run(holds)

        then:
        on.session.tests().expectationsHeld() == 1

        where:
        language        | text                                        | column || holds
        Language.GROOVY | 'expect { m.regs.rax = 5 }'                 | 10     || 'expect { m.regs.rax != 5 }'
        Language.GROOVY | 'expect { 1 == 1; def x = m.regs.rip }'     | 18     || 'expect { def x = m.regs.rip; x == 0x1000 }'
        Language.GROOVY | "test('t') { expect { m.regs.rax += 5 } }"  | 22     || "expect { ['a=5'] == ['a=5'] }"
        Language.JS     | 'expect(() => m.regs.rax = 5n)'             | 14     || 'expect(() => m.regs.rax != 5n)'
        Language.JS     | 'expect(() => m.regs.rip |= 5n)'            | 14     || 'expect(() => m.regs.rip >= 5n)'
        Language.JS     | 'expect(() => m.regs["rax"] = 5n)'          | 14     || 'expect(() => ["a = 5"][0] == "a = 5")'
    }

    def "an unexpected exit shows how the run ended and its last exits: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(machine)
        on.run('m.run()')

        when:
        on.run(expectation)

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('expected the last run to end with hlt, but it ended with io out port 0x80 size 1 value 0x2a after 2 exits')
        e.notes() == ['its last exits:\n  1 vCPU 0  io in port 0x60 size 1 = 0x29\n  2 vCPU 0  io out port 0x80 size 1 value 0x2a']
        e.site().line() == 1

        where:
        language        | machine | expectation
        Language.GROOVY | GROOVY  | 'expect exit: hlt'
        Language.JS     | JS      | 'expect({exit: hlt})'
    }

    def "a call that was expected to fail but succeeded is named with its argument: #language, #block"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(language == Language.GROOVY ? 'm = vm { }' : 'const m = vm({})')

        when:
        on.run(language == Language.GROOVY ? "expect(errno: EEXIST) { $block }".toString() : "expect({errno: EEXIST}, () => { $block })".toString())

        then:
        def e = thrown(ScriptError)
        e.message == "expected EEXIST, but $said"
        e.notes().join('\n').readLines()*.replaceAll(' +', ' ')*.trim().findAll { it.startsWith('v') || it.startsWith('t') } == calls

        where:
        language        | block                                    || said                                                       | calls
        Language.GROOVY | 'm.ioctl KVM_CREATE_VCPU, 3'             || 'the kernel accepted the call: KVM_CREATE_VCPU 3 = 5'          | []
        Language.JS     | 'm.ioctl(KVM_CREATE_VCPU, 3)'            || 'the kernel accepted the call: KVM_CREATE_VCPU 3 = 5'          | []
        Language.GROOVY | 'vm { ioctl KVM_SET_TSS_ADDR, 0x1000 }'  || 'the kernel accepted the call: KVM_SET_TSS_ADDR 0x1000 = 0'    | ["the block's calls:", 'vm KVM_SET_TSS_ADDR 0x1000 = 0']
        Language.GROOVY | '5'                                      || 'no call was refused: the result is 5'                     | []
        Language.JS     | '5'                                      || 'no call was refused'                                      | []
    }

    def "the refused call may be in a function called by the block's last line: #language #block"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(expecting(language, block))

        then:
        on.session.tests().expectationsHeld() >= 1

        where:
        language        | block
        Language.GROOVY | 'refused 99'
        Language.GROOVY | 'twice()'
        Language.JS     | '() => refused(99)'
        Language.JS     | '() => { refused(99) }'
        Language.JS     | '() => { twice() }'
        Language.JS     | '() => twice()'
        Language.JS     | 'twice'
        Language.JS     | '() => { const here = n => refused(n); here(99) }'
        Language.JS     | '() => { for (const n of [98, 99]) {\n refused(n)\n }\n }'
        Language.JS     | '() => { const n = refused(\n99)\n }'
        Language.JS     | '() => again(3)'
    }

    def "a refused call in a function called before the block's last line is an earlier one: #language #block"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(expecting(language, block))

        then:
        def e = thrown(ScriptError)
        e.message.startsWith("expected EINVAL from the block's last line, but an earlier line failed: KVM_CREATE_VM")

        where:
        language        | block
        Language.GROOVY | 'refused 99; kvm.ioctl KVM_GET_API_VERSION'
        Language.JS     | '() => { refused(99); kvm.ioctl(KVM_GET_API_VERSION) }'
        Language.JS     | '() => {\n refused(99)\n kvm.ioctl(KVM_GET_API_VERSION)\n }'
    }

    def "a refused call shows the argument as passed, not as the kernel changed it: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        when:
        on.run('kvm.ioctl KVM_GET_MSR_INDEX_LIST, nmsrs: 1')

        then:
        def e = thrown(ScriptError)
        e.message.readLines()[1] == '  argument: nmsrs: 1'

        where:
        board << ['kvm', 'model:x86_64']
    }

    @Sample(verify = 8)
    def "a value that is not an exit is refused: #text"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GROOVY)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        "$e.message ${e.notes()}".contains(message)

        where:
        text                              || message
        'expect exit: hlt'                || 'the machine has not run yet'
        "m.run(); expect exit: 'hlt'"     || "exit: takes the name or number of an exit, not 'hlt'"
        'm.run(); expect exit: 99'        || "exit: takes the name or number of an exit, not '99'"
        'm.run(); expect exti: hlt'       || 'did you mean \'exit\'?'
        'expect errno: 5'                 || 'expect errno: takes a block'
    }

    @Sample(verify = 2)
    def "attempt returns the errno of a refused call, and null for a block that succeeds: #language #text"() {
        given:
        on = new OnBoard('model:x86_64', language)
        on.run(machine)

        expect:
        String.valueOf(on.run(text)) == answer

        where:
        language        | machine | text                                                             || answer
        Language.GROOVY | GROOVY  | 'attempt { m.ioctl KVM_CREATE_VCPU, 0 }'                         || 'EEXIST'
        Language.GROOVY | GROOVY  | 'attempt { m.ioctl KVM_CREATE_VCPU, 0 } == EEXIST'               || 'true'
        Language.GROOVY | GROOVY  | 'attempt { kvm.ioctl KVM_GET_API_VERSION }'                      || 'null'
        Language.GROOVY | GROOVY  | 'attempt { kvm.ioctl KVM_GET_API_VERSION } ? 1 : 2'              || '2'
        Language.GROOVY | GROOVY  | 'attempt { vm { ioctl KVM_CREATE_VCPU, 0; vcpu 0 } }'            || 'EEXIST'
        Language.JS     | JS      | 'attempt(() => m.ioctl(KVM_CREATE_VCPU, 0))'                     || '17'
        Language.JS     | JS      | 'attempt(() => m.ioctl(KVM_CREATE_VCPU, 0)) == EEXIST'           || 'true'
        Language.JS     | JS      | 'attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) ? 1 : 2'          || '2'
        Language.JS     | JS      | 'attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) === null'         || 'true'
        Language.GROOVY | GROOVY  | 'attempt { kvm.ioctl KVM_GET_API_VERSION }.is(null)'             || 'true'
    }

    def "other errors are thrown: #language"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains('no board')

        where:
        language        | text
        Language.GROOVY | "attempt { throw new IllegalStateException('no board') }"
        Language.JS     | "attempt(() => { throw new Error('no board') })"
    }
}
