package org.kvmsh.specs.language

import java.nio.file.Path
import org.kvmsh.dsl.text.Fitting
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Tables whose form depends on the terminal's width have no line that is longer, on narrow and wide terminals. */
class TablesFitSpec extends Specification {
    static final String GUEST = '''m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'e4 60 e6 80 f4'; vcpu(0) { real 0x1000; regs rbx: 0xffffffff80000000, rcx: 1, rdx: 2, rsi: 3, rdi: 4, rsp: 0x8000 }
on(io: 0x60) { 41 }; on(io: 0x80) { } }
m.run until: hlt, timed: true'''

    @AutoCleanup
    OnBoard on

    @AutoCleanup
    TypedShell shell

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "#value has no line longer than #columns columns"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        when:
        def shown = on.run(value) as Fitting

        then:
        shown.text(columns).readLines().findAll { it.length() > columns } == []
        shown.text(columns).readLines().size() > 0

        where:
        [value, columns] << [['m.regs', 'm.vcpu(0)', 'm.regs.copy', 'm.exits.table'], [40, 80, 200]].combinations() + [['m.exits', 80], ['m.exits', 200], ['m.context', 80], ['m.context', 200],
            ["caps('VM_TYPES').diff('model:x86_64', 'model:arm-vgicv2')", 100], ["caps.diff('model:x86_64', 'model:arm-vgicv2')", 200]]
    }

    def "narrow terminals have other forms of the same rows"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run(GUEST)

        expect: 'registers one below the other, exits a line for each fact'
        (on.run('m.regs') as Fitting).text(40).readLines().size() > (on.run('m.regs') as Fitting).text(200).readLines().size()
        (on.run('m.exits.table') as Fitting).text(40).readLines()[0..1]*.replaceAll(/\d+\/s.*/, 'N/s') == ['io 0x60:', '  1, 33.3%, N/s']
        (on.run('m.exits.table') as Fitting).text(200).readLines()[0].startsWith('exit  place  count  share ')
    }

    @Sample(verify = 8)
    def "#value has no line longer than #columns columns in the shell, and no word of it is broken: #board"() {
        given:
        Needed.orSkip(board)
        shell = new TypedShell([:], board, folder.resolve('history'), false, columns)
        shell.await('> ')
        shell.type('/pager off').type(board == 'kvm' ? 'm = vm { irqchip }' : 'm = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: "f4"; vcpu 0; on(mmio: 0x100000) { } }')
        shell.await('machine on')
        int before = shell.type('println "from" + " here"').await('from here').length()

        when:
        def lines = shell.type(value).type('println "to" + " here"').await('to here').substring(before).readLines().findAll { !it.contains('> ') }

        then:
        lines.findAll { it.length() > columns } == []
        words.every { String word -> lines.any { it.split(/[ {}\[\](),:]+/).contains(word) } }

        where:
        [[board, value, words], columns] << [[
            ['model:x86_64', 'm.memmap', ['slot', 'loaded', 'handler', 'KVM_SET_TSS_ADDR']],
            ['model:x86_64', 'plan { memory at: 0, size: 4.KB }', ['KVM_SET_USER_MEMORY_REGION', 'guest_phys_addr', 'userspace_addr', 'KVM_CAP_USER_MEMORY']],
            ['kvm', 'm.ioctl KVM_GET_IRQCHIP, chip_id: 2', ['KVM_IRQCHIP_IOAPIC', 'redirtbl', 'delivery_mode', 'base_address']]], [40, 80, 200]].combinations()
    }

    def "of a union only the member in use is shown, and equal elements once"() {
        given:
        Needed.orSkip('kvm')
        on = new OnBoard('kvm')
        on.run('m = vm { irqchip }')

        expect:
        on.run('m.ioctl(KVM_GET_IRQCHIP, chip_id: 2).toString()').lines().toList()[1] == 'chip: {ioapic: {base_address: 0xfec00000, ioregsel: 0, id: 0, irr: 0, redirtbl: [0..23: {bits: 0x10000, fields: {vector: 0, delivery_mode: 0, mask: 1, reserve: 0, dest_id: 0}}]}}'
        on.run('m.ioctl(KVM_GET_IRQCHIP, chip_id: 0).toString()').lines().toList()[1].startsWith('chip: {pic: {last_irr: 0, ')
        on.run("struct('kvm_irq_routing_entry', type: KVM_IRQ_ROUTING_MSI, gsi: 4).toString()").endsWith('u: {msi: {address_lo: 0, address_hi: 0, data: 0, devid: 0}}')
    }
}
