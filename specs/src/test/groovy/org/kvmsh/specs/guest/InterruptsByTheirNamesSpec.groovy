package org.kvmsh.specs.guest

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** An interrupt line is named as the architecture names it; KVM_IRQ_LINE's number follows from that. */
class InterruptsByTheirNamesSpec extends Specification {
    private static final GIC = 'm = vm { vgic dist: 0x8000000, cpu: 0x8010000; memory at: 0x40000000, size: 1.MB; vcpu(0) { start 0x40000000 }; vcpu(1) { start 0x40000000 } }; '
    private static final GIC_JS = 'const m = vm({vgic: {dist: 0x8000000, cpu: 0x8010000}, memory: {at: 0x40000000, size: MB(1)}, vcpu: [{start: 0x40000000}, {start: 0x40000000}]}); '

    def "#call on arm64 is KVM_IRQ_LINE of #irq at level #level"() {
        given:
        def on = new OnBoard('model:arm-vgicv2')
        def js = new OnBoard('model:arm-vgicv2', Language.JS)

        expect:
        on.run("$GIC $call; trace('KVM_IRQ_LINE').all.last().argument").toString().contains("irq: $irq, status: $irq, level: $level")
        js.run("$GIC_JS $inJs; String(trace('KVM_IRQ_LINE').all[0].argument)").toString().contains("irq: $irq, status: $irq, level: $level")

        cleanup:
        on.close()
        js.close()

        where:
        call                          | inJs                              || type  | vcpu | number | level
        'm.irq spi: 32'               | 'm.irq({spi: 32})'                || 'SPI' | 0    | 32     | 1
        'm.irq spi: 32, level: 0'     | 'm.irq({spi: 32, level: 0})'      || 'SPI' | 0    | 32     | 0
        'm.irq ppi: 27, vcpu: 1'      | 'm.irq({ppi: 27, vcpu: 1})'       || 'PPI' | 1    | 27     | 1
        'irq ppi: 27, level: 1'       | 'irq({ppi: 27, level: 1})'        || 'PPI' | 0    | 27     | 1
        irq = Abi.of('arm64').with { it.constant("KVM_ARM_IRQ_TYPE_$type") << it.constant('KVM_ARM_IRQ_TYPE_SHIFT') | (vcpu as long) << it.constant('KVM_ARM_IRQ_VCPU_SHIFT') | number }.with { '0x' + Long.toHexString(it) }
    }

    def "an invalid interrupt is refused before the call: #call"() {
        given:
        def on = new OnBoard('model:arm-vgicv2')

        when:
        on.run("$GIC $call")

        then:
        def refused = thrown(ScriptError)
        refused.message.readLines().any { it.contains(message) }
        refused.notes().join(' ').contains(advice)

        cleanup:
        on.close()

        where:
        call                     || message                                                     | advice
        'm.irq gsi: 32'          || 'irq on arm64 has no gsi:'                         | 'm.irq spi: 32'
        'm.irq spi: 31'          || "an SPI's INTID"                                            | ''
        'm.irq spi: 32, ppi: 27' || 'irq takes either spi: or ppi:'                         | 'm.irq spi: 32'
        'm.irq spi: 32, vcpu: 1' || 'an SPI is not tied to a vCPU'                            | 'm.irq spi: 32'
        'm.irq level: 1'         || 'irq takes either spi: or ppi:'                         | 'm.irq spi: 32'
    }

    def "a bare number is refused, and the error names the line: #call on #board"() {
        given:
        def on = new OnBoard(board)
        def js = new OnBoard(board, Language.JS)
        def made = board.contains('arm') ? [GIC, GIC_JS] : ['m = vm { memory at: 0, size: 64.KB; vcpu 0 }; ', 'const m = vm({memory: {at: 0, size: KB(64)}, vcpu: 0}); ']

        expect:
        refusal(on, made[0] + call) == ['irq takes the interrupt line as a named argument', "try: $advice"]
        refusal(js, made[1] + call.replaceFirst(' ', '(') + ')') == ['irq takes the interrupt line as a named argument', "try: $adviceInJs"]

        cleanup:
        on.close()
        js.close()

        where:
        board             | call                  || advice                                    | adviceInJs
        'model:x86_64'    | 'm.irq 4, 1'          || 'm.irq gsi: 4, level: 1'                  | 'm.irq({gsi: 4, level: 1})'
        'model:x86_64'    | 'irq 4, 0'            || 'm.irq gsi: 4, level: 0'                  | 'm.irq({gsi: 4, level: 0})'
        'model:arm-vgicv2' | 'm.irq 32, 1'        || 'm.irq spi: 32, level: 1'                 | 'm.irq({spi: 32, level: 1})'
        'model:arm-vgicv2' | 'm.irq 27, true'     || 'm.irq ppi: 27, vcpu: 0, level: 1'        | 'm.irq({ppi: 27, vcpu: 0, level: 1})'
        'model:arm-vgicv2' | 'm.irq 0x1000021, 0' || 'm.irq spi: 33, level: 0'                 | 'm.irq({spi: 33, level: 0})'
        'model:arm-vgicv2' | 'm.irq 0x201001b, 1' || 'm.irq ppi: 27, vcpu: 1, level: 1'        | 'm.irq({ppi: 27, vcpu: 1, level: 1})'
        'model:arm-vgicv2' | 'm.irq 1, 1'         || 'm.ioctl KVM_IRQ_LINE, irq: 0x1, level: 1' | 'm.ioctl(KVM_IRQ_LINE, {irq: 0x1, level: 1})'
    }

    private static List<String> refusal(OnBoard on, String text) {
        try {
            on.run(text)
            return []
        } catch (ScriptError e) {
            return [e.message.readLines().first(), *e.notes()]
        }
    }

    def "x86 has global system interrupts"() {
        given:
        def on = new OnBoard('model:x86_64')
        on.run('m = vm { memory at: 0, size: 64.KB; vcpu 0 }')

        when:
        on.run('m.irq spi: 32')

        then:
        def refused = thrown(ScriptError)
        refused.message.contains('irq on x86_64 has no spi:')
        refused.notes() == ['try: m.irq gsi: 4']

        cleanup:
        on.close()
    }
}
