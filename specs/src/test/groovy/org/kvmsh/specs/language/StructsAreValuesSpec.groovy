package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.dsl.call.IoctlByName
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

import java.nio.file.Files
import java.nio.file.Path

/** A struct of the kernel's is a value of a script's: its fields are assigned, at every width, in a file that is checked first, in typed text and in JavaScript. */
class StructsAreValuesSpec extends Specification {
    static final String GROOVY = "def c = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } }.vcpu(0)\ndef s = c.ioctl KVM_GET_SREGS\n" +
            "def l = struct 'kvm_cpuid2', entries: [[function: 0, eax: 1], [function: 1]]\ndef e = struct 'kvm_irq_routing_entry', u: [irqchip: [irqchip: 1, pin: 2]]\n"
    static final String JS = "const c = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}}).vcpu(0)\nconst s = c.ioctl(KVM_GET_SREGS)\n" +
            "const l = struct('kvm_cpuid2', {entries: [{function: 0, eax: 1}, {function: 1}]})\nconst e = struct('kvm_irq_routing_entry', {u: {irqchip: {irqchip: 1, pin: 2}}})\n"

    @TempDir
    Path dir

    private List<Kvmsh.Result> inGroovy(String text) {
        def file = dir.resolve('a.groovy')
        Files.writeString(file, GROOVY + text)
        [Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()), Kvmsh.run('-q', '-b', 'model:x86_64', '-e', GROOVY + text)]
    }

    private Kvmsh.Result inJavaScript(String text) {
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', JS + text)
    }

    @Sample(verify = 16)
    def "#groovy gives #value, in a file, typed, and in JavaScript"() {
        expect:
        inGroovy("$groovy\nprintln $shown")*.out*.trim().every { "\n$it".endsWith("\n$value") }
        inJavaScript("${js ?: groovy}\nprintln($shown)").out.trim() == value

        where:
        groovy                                       | js                                  | shown                                  || value
        's.cs.base = 0x1234'                         | ''                                  | 's.cs.base'                            || '0x1234'
        's.cr4 |= 0x20'                              | 's.cr4 |= 0x20n'                    | 's.cr4'                                || '32'
        's.cr0 &= ~0x10'                             | 's.cr0 &= ~0x10n'                   | 's.cr0'                                || '0x60000000'
        's.efer++; ++s.efer; s.efer += 1'            | 's.efer++; ++s.efer; s.efer += 1n'  | 's.efer'                               || '3'
        's.cs.limit--; s.cs.limit &= ~1'             | ''                                  | 's.cs.limit == 0xfffe'                 || 'true'
        's.cs.selector |= 3; s.cs.db++; s.cs.db <<= 2' | ''                                | 's.cs.selector + s.cs.db'              || '7'
        's.ds.base = 7; s.ss = s.ds; s.ds.base = 8'  | ''                                  | 's.ss.base'                            || '7'
        's.cs = [base: 1]'                           | 's.cs = {base: 1}'                  | 's.cs.limit'                           || '0'
        's.cr3 = -1'                                 | ''                                  | 's.cr3'                                || '0xffffffffffffffff'
        's.cr3 = 0xffffffff80000000'                 | 's.cr3 = 0xffffffff80000000n'       | 's.cr3'                                || '0xffffffff80000000'
        's.cs.limit = -1'                            | ''                                  | 's.cs.limit == 0xffffffff'             || 'true'
        's.cs.limit = 0 | 0x80000000'                | ''                                  | 's.cs.limit == 0x80000000'             || 'true'
        's.cs.type = -1'                             | ''                                  | 's.cs.type'                            || '255'
        's.interrupt_bitmap[3] |= 6'                 | 's.interrupt_bitmap[3] |= 6n'       | 's.interrupt_bitmap[3]'                || '6'
        's.interrupt_bitmap[0]++'                    | ''                                  | 's.interrupt_bitmap[0]'                || '1'
        's.interrupt_bitmap = [1, 2]'                | ''                                  | 's.interrupt_bitmap[1]'                || '2'
        'l.entries[1].eax = 5; l.entries[1].eax++'   | ''                                  | 'l.entries[1].eax'                     || '6'
        'l.entries[0] = l.entries[1]'                | ''                                  | 'l.entries[0].function'                || '1'
        'l.entries << [function: 2]'                 | 'l.entries.push({function: 2})'     | 'l.nent'                               || '3'
        'l.entries = [[function: 9]]'                | 'l.entries = [{function: 9}]'       | 'l.nent'                               || '1'
        'l.nent = 7; l.entries = [[function: 9]]'    | 'l.nent = 7; l.entries = [{}]'      | 'l.nent'                               || '7'
        'e.u.msi.address_hi = 3'                     | ''                                  | 'e.u.irqchip.pin'                      || '3'
        'e.u = [msi: [data: 1]]'                     | 'e.u = {msi: {data: 1}}'            | 'e.u.irqchip.pin'                      || '0'
        'def k = copy s; k.cr2 = 1; k.cs.base = 2'   | 'const k = copy(s); k.cr2 = 1; k.cs.base = 2' | 'diff(s, k)'                 || 'cs.base: 0x0 -> 0x2\ncr2: 0x0 -> 0x1'
        'def k = copy s; k.cr2 = 1; s.cr2 = 1'       | 'const k = copy(s); k.cr2 = 1; s.cr2 = 1'     | 'same(s, k)'                 || 'true'
        'def v = s.ds; v.base = 9'                   | 'const v = s.ds; v.base = 9'        | 's.ds.base'                            || '9'
        's.cs.base = 0; c.ioctl KVM_SET_SREGS, s'    | 's.cs.base = 0; c.ioctl(KVM_SET_SREGS, s)' | 'same(s, c.ioctl(KVM_GET_SREGS))' || 'true'
        'c.ioctl KVM_SET_CPUID2, l'                  | 'c.ioctl(KVM_SET_CPUID2, l)'        | 'c.ioctl(KVM_GET_CPUID2).nent'         || '2'
    }

    @Sample(verify = 8)
    def "#groovy is refused at its position: #said"() {
        when:
        def runs = inGroovy(groovy) + (js == null ? [] : [inJavaScript(js ?: groovy)])

        then:
        runs.every { it.status != 0 && it.err.contains(said) && it.err.contains('^') && (note == '' || it.err.contains(note)) }

        where:
        groovy                              | js                                | said                                                          | note
        's.cr44 = 1'                        | ''                                | 'struct kvm_sregs has no field cr44'                          | 'did you mean \'cr4\'?'
        's.cs.bas = 1'                      | ''                                | 'struct kvm_segment has no field bas'                         | 'did you mean \'base\'?'
        'l.entries[0].eaxx |= 1'            | ''                                | 'struct kvm_cpuid_entry2 has no field eaxx'                   | 'did you mean \'eax\'?'
        "struct 'kvm_regz'"                 | "struct('kvm_regz')"              | 'unknown struct kvm_regz on x86_64'                       | 'did you mean \'kvm_regs\'?'
        "struct 'kvm_regs', ripp: 1"        | "struct('kvm_regs', {ripp: 1})"   | 'struct kvm_regs has no field ripp'                           | 'did you mean \'rip\'?'
        's.cs.limit = 0x100000000'          | ''                                | 'kvm_segment.limit has 32 bits: 4294967296'               | 'its low 32 bits are 0x0: write 0x0'
        's.cs.db = 0x1ff'                   | ''                                | 'kvm_segment.db has 8 bits: 511 (0x1ff) does not fit'       | 'write 0xff'
        's.cs.db = -129'                    | ''                                | 'kvm_segment.db has 8 bits'                                   | 'write 0x7f'
        's.cs = s'                          | ''                                | 'kvm_sregs.cs takes struct kvm_segment'                       | ''
        's.interrupt_bitmap[4] = 1'         | ''                                | 'kvm_sregs.interrupt_bitmap has 4 elements, [0] to [3]'       | ''
        's.interrupt_bitmap = [1,2,3,4,5]'  | ''                                | 'kvm_sregs.interrupt_bitmap has 4 elements, but 5 were given'  | ''
        's.bytes = 1'                       | ''                                | 'struct kvm_sregs has no field bytes'                         | ''
        'c.ioctl KVM_SET_REGS, s'           | 'c.ioctl(KVM_SET_REGS, s)'        | 'KVM_SET_REGS takes struct kvm_regs, but this is a struct kvm_sregs' | ''
        'same s, 1'                         | 'same(s, 1)'                      | 'same takes a struct'                                         | ''
        'diff s, s.cs'                      | 'diff(s, s.cs)'                   | 'the second struct of diff takes struct kvm_sregs'            | ''
    }

    def "in JavaScript #js is refused with what to write: #note"() {
        when:
        def run = inJavaScript(js)

        then:
        run.status != 0
        run.err.contains(said)
        run.err.contains(note)

        where:
        js                                     | said                                             | note
        's.cr4 |= 0x20'                        | 'BigInt'                                         | 'a 64-bit value is a BigInt: write s.cr4 |= 0x20n'
        's.cr4 = s.cr4 + 1'                    | 'BigInt'                                         | 'write s.cr4 + 1n'
        's.interrupt_bitmap[0] |= 1'           | 'BigInt'                                         | 'write s.interrupt_bitmap[0] |= 1n'
        's.cs.limit = s.cs.limit | 1n'         | 'BigInt'                                         | 'a value of up to 32 bits is a plain number, not a BigInt: write s.cs.limit | 1'
        's.cr4 = s.cr4 + s.cs.type'            | 'BigInt'                                         | 'convert with BigInt(x)'
        'expect(() => s == copy(s))'           | 's == copy(s) compares two JavaScript objects'              | 'try: same(a, b)'
        'expect(() => s.cr0 && s.cs === s.ds)' | 's.cs === s.ds compares two JavaScript objects'             | 'try: same(a, b)'
    }

    def "a struct of another architecture is refused if the layouts differ, and accepted if they are the same"() {
        given:
        def x86 = new OnBoard('model:x86_64')
        def arm64 = new OnBoard('model:arm-vgicv2')

        when:
        IoctlByName.check(arm64.board.kernel().abi(), FdKind.VCPU, 'KVM_SET_REGS', x86.run("struct 'kvm_regs'"), Site.UNKNOWN)

        then:
        def e = thrown(ScriptError)
        e.message == 'KVM_SET_REGS takes struct kvm_regs with the layout of arm64, but this one was created for x86_64, whose layout differs'

        when:
        IoctlByName.check(arm64.board.kernel().abi(), FdKind.VCPU, 'KVM_SET_MP_STATE', x86.run("struct 'kvm_mp_state'"), Site.UNKNOWN)

        then:
        noExceptionThrown()

        cleanup:
        [x86, arm64]*.close()
    }

    def "a plan keeps a struct as it was at the call"() {
        given:
        def on = new OnBoard('model:x86_64')

        expect:
        on.run("s = struct 'kvm_regs', rip: 0x1000, rflags: 2; m = vm { memory at: 0, size: 64.KB; vcpu(0) { ioctl KVM_SET_REGS, s; s.rip = 0x2000 } }; m.vcpu(0).ioctl(KVM_GET_REGS).rip") == 0x1000

        cleanup:
        on.close()
    }

    def "a failed condition over structs shows one line each and the fields that differ: #condition"() {
        when:
        def groovy = inGroovy("def t = copy s; t.cs.base = 8; t.cr8 = 3\nexpect { $condition }")*.err
        def js = inJavaScript("const t = copy(s); t.cs.base = 8; t.cr8 = 3\nexpect(() => $condition)").err

        then:
        (groovy + [js]).every { err ->
            def lines = err.readLines()*.trim()
            lines.count { it.contains('kvm_sregs {cs: {base: ') && it.contains(' more}') } == structs &&
                    lines.every { it.length() < 130 } &&
                    lines.contains('they differ in:') == differ && lines.contains('cs.base: 0x0 -> 0x8') == differ && lines.contains('cr8: 0x0 -> 0x3') == differ
        }

        where:
        condition          || structs | differ
        'same(s, t)'       || 2       | true
        's.cr0 == 1'       || 1       | false
    }

    def "if many fields differ, the first ones are shown"() {
        when:
        def err = inJavaScript("const t = struct('kvm_regs', {}); const u = struct('kvm_regs', {rax: 1, rbx: 1, rcx: 1, rdx: 1, rsi: 1, rdi: 1, rsp: 1, rbp: 1, r8: 1, r9: 1})\nexpect(() => same(t, u))").err

        then:
        err.contains('rbp: 0x0 -> 0x1')
        !err.contains('r8: 0x0')
        err.contains('… 2 more')
    }
}
