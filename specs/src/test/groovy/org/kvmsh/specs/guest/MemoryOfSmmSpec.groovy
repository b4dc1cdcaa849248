package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** An x86 vCPU in SMM has the memory of address space 1: memory and load put it there, and what kvmsh lists of code is from there. */
class MemoryOfSmmSpec extends Specification {
    /** SMM begins at SMBASE + 0x8000, and saves the state at SMBASE + 0xfe00 (Intel SDM volume 3, "SMRAM"): mov al, 0x5a; mov al, (0x2000); hlt. */
    private static final Map<Language, String> MACHINES = [
            (Language.GROOVY): '''m = vm {
    memory at: 0, size: 256.KB
    memory at: 0, size: 256.KB, space: 1
    load at: 0x1000, hex: 'eb fe'
    load at: 0x38000, hex: 'b0 5a a2 00 20 f4', space: 1
    vcpu(0) { real 0x1000 }
}''',
            (Language.JS): '''m = vm({
    memory: [{at: 0, size: KB(256)}, {at: 0, size: KB(256), space: 1}],
    load: [{at: 0x1000, hex: 'eb fe'}, {at: 0x38000, hex: 'b0 5a a2 00 20 f4', space: 1}],
    vcpu: {real: 0x1000},
})''']

    @AutoCleanup
    OnBoard on

    def "on #board, memory in address space 1 is refused before anything is created, in #language"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board.replace('kvm:x86_64', 'kvm'), language)
        def text = language == Language.JS ? 'vm({memory: [{at: 0, size: KB(64)}, {at: 0, size: KB(64), space: 1}]})' : 'vm { memory at: 0, size: 64.KB; memory at: 0, size: 64.KB, space: 1 }'

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains('space: 1 needs KVM_CAP_MULTI_ADDRESS_SPACE of at least 2')
        on.run("trace('KVM_CREATE_VM').size") == 0

        where:
        [board, language] << [['model:x86_64', 'kvm:x86_64', 'qemu:arm64'], [Language.GROOVY, Language.JS]].combinations()
    }

    def "the plan, the machine and the memory map have the address space, in #language"() {
        given:
        Needed.orSkip('qemu:x86_64')
        on = new OnBoard('qemu:x86_64', language)
        on.run(MACHINES[language])
        def steps = on.run('String(m.steps)'.replace('String(m.steps)', language == Language.JS ? 'String(m.steps)' : 'm.steps.toString()')).toString()

        expect:
        steps.contains('KVM_SET_USER_MEMORY_REGION at 0x0, 256 KiB, address space 1')
        steps.contains('bits 16 to 31 of slot select the address space')
        steps.contains('load 6 bytes at 0x38000, address space 1')
        steps.contains('slot: 0x10000, ')
        on.run(language == Language.JS ? 'String(m)' : 'm.toString()').toString().contains('256 KiB at 0x0, 256 KiB at 0x0 in address space 1')
        with(on.run(language == Language.JS ? 'String(m.memmap)' : 'm.memmap.toString()').toString()) {
            contains('memory, slot 65536, address space 1')
            contains('loaded, address space 1')
        }

        where:
        language << [Language.GROOVY, Language.JS]
    }

    def "after KVM_SMI the guest runs the code of address space 1 and writes its memory, in #language"() {
        given:
        Needed.orSkip('qemu:x86_64', 'libcapstone')
        on = new OnBoard('qemu:x86_64', language)
        on.run(MACHINES[language])

        when:
        on.run('m.vcpu(0).ioctl(KVM_SMI)')
        def outcome = on.run(language == Language.JS ? 'String(m.run({until: hlt, within: seconds(60)}).exit)' : 'm.run(until: hlt, within: 60.s).exit').toString()

        then:
        outcome == 'hlt'
        // Address space 0 is as it was, and the code is listed from address space 1.
        on.run('m.mem(0x2000, 1).u8(0)').toString() == '0'
        with(on.run(language == Language.JS ? 'String(m.vcpu(0).context)' : 'm.vcpu(0).context.toString()').toString()) {
            contains('address space 1')
            contains('5a')
            contains('hlt')
        }

        when: 'other code is loaded there, and the vCPU goes on in it'
        on.run(language == Language.JS ? "m.load({at: 0x38006, hex: '0f 0b', space: 1})" : "m.load at: 0x38006, hex: '0f 0b', space: 1")

        then:
        on.run(language == Language.JS ? 'String(m.vcpu(0).context)' : 'm.vcpu(0).context.toString()').toString().contains('ud2')

        where:
        language << [Language.GROOVY, Language.JS]
    }

    def "what is loaded where an address space has no memory is refused: #text"() {
        given:
        Needed.orSkip('qemu:x86_64')
        on = new OnBoard('qemu:x86_64')

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join('\n').contains(message)

        where:
        text                                                                                       || message
        "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4', space: 1 }"                   || 'guest memory in address space 1: none'
        "vm { memory at: 0, size: 64.KB, space: 1; load at: 0x1000, hex: 'f4' }"                   || 'guest memory: none'
        "m = vm { memory at: 0, size: 64.KB }; m.load at: 0x1000, hex: 'f4', space: 1"             || 'no guest memory at 0x1000 in address space 1'
        "vm { memory at: 0, size: 64.KB, space: 2 }"                                               || 'space: 2 needs KVM_CAP_MULTI_ADDRESS_SPACE of at least 3'
        "vm { memory at: 0, size: 64.KB, space: 1; vcpu(0) { long64 0x1000 } }"                    || 'no free guest memory for page tables'
    }
}
