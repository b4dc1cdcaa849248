package org.kvmsh.specs.rules

import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** What a kernel writes into the struct of a call that it refuses can be read: often the number of elements that it needs. */
class RefusedCallsLeaveAStructSpec extends Specification {
    /** Boards, what the call is made on, the call, its count, and whether the kernel writes it: api.rst 4.3, 4.46, 4.48. */
    static final List<List> LISTS = [
            [['kvm', 'qemu:x86_64', 'model:x86_64'], 'kvm', 'KVM_GET_MSR_INDEX_LIST', 'nmsrs', true],
            [['kvm', 'qemu:x86_64'], 'kvm', 'KVM_GET_MSR_FEATURE_INDEX_LIST', 'nmsrs', true],
            [['kvm', 'qemu:x86_64', 'model:x86_64'], 'kvm', 'KVM_GET_SUPPORTED_CPUID', 'nent', false],
            [['qemu:arm64', 'qemu:riscv64', 'model:arm-vgicv2'], 'm.vcpu(0)', 'KVM_GET_REG_LIST', 'n', true]]

    @Sample(verify = 4)
    def "#call on #board, in #language: #count after the refusal"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board, language)
        def js = language == Language.JS
        on.run(js ? 'const m = vm({memory: {at: 0, size: MB(1)}, vcpu: {start: 0x1000}})' : 'm = vm { memory at: 0, size: 1.MB; vcpu(0) { start 0x1000 } }')

        when: 'there is room for one element'
        def answered = on.run(js ? "refusal(() => ${file}.ioctl($call, {$count: 1})).answered.$count" : "refusal { ${file}.ioctl $call, $count: 1 }.answered.$count") as long
        def whole = on.run(js ? "${file}.ioctl($call).$count" : "${file}.ioctl($call).$count") as long

        then:
        whole > 1
        answered == (isWritten ? whole : 1)

        and: 'the error that JavaScript catches has it too, as has the last failure, and the whole struct prints'
        on.run(js ? "let seen; try { ${file}.ioctl($call, {$count: 1}) } catch (e) { seen = e.refusal.answered.$count }; seen"
                : "attempt { ${file}.ioctl $call, $count: 1 }; why.refusal.answered.$count") as long == answered
        on.run(js ? "String(refusal(() => ${file}.ioctl($call, {$count: 1})).answered)" : "refusal { ${file}.ioctl $call, $count: 1 }.answered.toString()").toString().contains("$count: ")

        and: 'with that room the call is taken'
        !isWritten || on.run(js ? "attempt(() => ${file}.ioctl($call, {$count: $answered})) == null" : "attempt { ${file}.ioctl $call, $count: $answered } == null")

        cleanup:
        on?.close()

        where:
        [board, file, call, count, isWritten, language] << LISTS.collectMany { boards, file, call, count, isWritten -> [boards, Language.values() as List].combinations().collect { board, language -> [board, file, call, count, isWritten, language] } }
    }

    def "a struct that the kernel only reads is as it was passed, and stays when the VM is closed, in #language"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        expect:
        on.run(text).toString() == expected

        cleanup:
        on.close()

        where:
        language        | text                                                                                                                                          || expected
        Language.GROOVY | 'm = vm { }; r = refusal { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 7, memory_size: 3 }; m.close(); "$r.answered.slot $r.answered.memory_size"' || '7 3'
        Language.JS     | 'const m = vm({}); const r = refusal(() => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 7, memory_size: 3})); m.close(); `${r.answered.slot} ${r.answered.memory_size}`' || '7 3'
        Language.GROOVY | 'refusal { kvm.ioctl KVM_CREATE_VM, 99 }.answered'                                                                                            || 'null'
        Language.JS     | 'refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).answered === null'                                                                               || 'true'
    }
}
