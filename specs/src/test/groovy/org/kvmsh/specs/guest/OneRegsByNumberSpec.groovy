package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.register.OneRegisters
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** A one-reg is read and written by its name and by its id: the id as a number, and in hex as a text. */
class OneRegsByNumberSpec extends Specification {
    private static final Map<String, String> GUESTS = ['qemu:arm64': 'vm { vcpu(0) { start 0x40000000 } }', 'model:arm-vgicv2': 'vm { vcpu(0) { start 0x40000000 } }',
            'qemu:riscv64': 'vm { vcpu(0) { start 0x80000000 } }', 'qemu:ppc64': 'vm { platform SPAPR; vcpu(0) { start 0 } }']

    @AutoCleanup
    OnBoard on

    /** The one-regs that an architecture's headers and specifications name, by their names. */
    private static Map<String, Long> oneRegs(Abi abi) {
        def registers = Architecture.registersOf(abi)
        registers.names().collectEntries { [it, registers.get(it, Site.UNKNOWN)] }.findAll { it.value instanceof OneRegisters }.collectEntries { [it.key, it.value.id()] }
    }

    def "every one-reg of #table has the same register by name and by number"() {
        given:
        def abi = Abi.of(table)
        def registers = Architecture.registersOf(abi)
        def all = oneRegs(abi)

        expect:
        all.size() >= least
        all.every { name, id -> registers.get(OneRegisters.name(id), Site.UNKNOWN) == registers.get(name, Site.UNKNOWN) }

        where:
        table     || least
        'arm64'   || 60
        'ppc64'   || 150
        'riscv64' || 100
    }

    def "on #board in #language, each one-reg has one value and takes one, by name and by number"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run("m = ${GUESTS[board]}; v = m.vcpu(0)")
        def all = oneRegs(on.board.kernel().abi())
        def text = all.collect { name, id -> "['$name', ${number(id, language)}, '${OneRegisters.name(id)}']" }.collate(100)*.join(', ')

        when: 'the name is read before and after, because a register may count'
        def results = text.collectMany { on.kvmsh.evaluate(language, language == Language.JS ? js(it) : groovy(it)).toString().readLines() }

        then:
        results == []

        where:
        [board, language] << [GUESTS.keySet(), [Language.GROOVY, Language.JS]].combinations()
    }

    private static String number(long id, Language language) {
        OneRegisters.name(id) + (language == Language.JS ? 'n' : '')
    }

    /** The one-regs whose value by number or in hex is not between two by name, or that one of the ways refuses otherwise. */
    private static String groovy(String all) {
        """
        def wrong = []
        for (each in [$all]) {
            def (name, id, hex) = each
            def values = []
            def refused = [name, id, hex, name].collect { one -> attempt { values << v.reg(one) } }
            if (refused.toSet().size() != 1) { wrong << "\$name: \$refused" }
            if (refused[0] == null) {
                def (first, byId, byHex, last) = values
                if (![byId, byHex].every { it >= [first, last].min() && it <= [first, last].max() }) { wrong << "\$name: \$values" }
                def taken = [name, id, hex].collect { one -> attempt { v.reg one, first } }
                if (taken.toSet().size() != 1) { wrong << "\$name: writes \$taken" }
            }
        }
        wrong.join('\\n')
        """
    }

    private static String js(String all) {
        """
        var wrong = []
        for (const [name, id, hex] of [$all]) {
            const values = []
            const refused = [name, id, hex, name].map(one => attempt(() => { values.push(BigInt(reg(one))) }))
            if (new Set(refused.map(String)).size != 1) wrong.push(name + ': ' + refused)
            if (refused[0] == null) {
                const [first, byId, byHex, last] = values
                const [low, high] = first < last ? [first, last] : [last, first]
                if (![byId, byHex].every(it => it >= low && it <= high)) wrong.push(name + ': ' + values)
                const taken = [name, id, hex].map(one => attempt(() => reg(one, first)))
                if (new Set(taken.map(String)).size != 1) wrong.push(name + ': writes ' + taken)
            }
        }
        wrong.join('\\n')
        """
    }

    /** Since Linux 6.18 an MSR is a one-reg too: KVM_X86_REG_MSR. */
    def "on kvm an MSR has its value by number"() {
        given:
        Needed.orSkip('kvm:x86_64')
        on = new OnBoard('kvm')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu(0) { long64 0x1000 } }')
        def refused = on.run('attempt { byNumber = m.reg(0x20300002c0000080) }')

        expect: 'an earlier kernel has no one-regs on x86'
        refused == null ? on.run("byNumber == m.reg('efer')") : refused in [Errno.ENOTTY.number(), Errno.EINVAL.number()]
    }

    def "a vCPU is given a one-reg by number before its first run, in #language"() {
        given:
        on = new OnBoard('model:arm-vgicv2', language)

        expect:
        on.run(text).toString() == '7'

        where:
        language        | text
        Language.GROOVY | "m = vm { vcpu(0) { start 0x40000000; reg 0x6030000000100004, 7 } }; m.reg(0x6030000000100004)"
        Language.GROOVY | "m = vm { vcpu(0) { start 0x40000000; reg '0x6030000000100004': 7 } }; m.regs.x2"
        Language.JS     | "m = vm({vcpu: v => { v.start(0x40000000); v.reg(0x6030000000100004n, 7) }}); m.reg(0x6030000000100004n)"
        Language.JS     | "m = vm({vcpu: {start: 0x40000000, reg: {'0x6030000000100004': 7}}}); m.regs.x2"
    }

    def "a number that is no one-reg of the board is refused: #number"() {
        given:
        on = new OnBoard(board)

        when:
        on.run("vm { vcpu 0 }.vcpu(0).reg($number)")

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        board              | number                || message
        'model:arm-vgicv2' | '0x8030000002000000'  || '0x8030000002000000 is not a one-reg id of arm64: bits 56 to 63 are 0x80, but KVM_REG_ARM64 has 0x60 there'
        'model:arm-vgicv2' | '5'                   || '0x5 is not a one-reg id of arm64: bits 56 to 63 are 0x0, but KVM_REG_ARM64 has 0x60 there'
        'model:arm-vgicv2' | "'v0'"                || 'v0, the one-reg 0x6040000000100054, has 16 bytes, and reg takes at most 8'
        'model:arm-vgicv2' | "'v32'"               || 'arm64 vCPUs have no register v32'
        'model:ppc-pr'     | "'vsr3'"              || 'vsr3, the one-reg 0x1040000000000063, has 16 bytes, and reg takes at most 8'
        'model:arm-vgicv2' | '0x6040000000100054'  || 'the one-reg 0x6040000000100054 has 16 bytes, and reg takes at most 8'
    }
}
