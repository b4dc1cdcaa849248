package org.kvmsh.specs.language

import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.Timeout

/** {@code needs ioctl:} distinguishes a kernel that has an ioctl, a proposal in front of a kernel that does not, and neither; {@code needs reg:} asks for a register. */
@Timeout(600)
class NeedsOfIoctlsSpec extends Specification {
    static final String PLATFORM = 'KVM_PPC_SET_PLATFORM'
    static final String ADDRESS = 'KVM_SET_DEVICE_ADDRESS'

    def "#ioctl on #board: runs by #met, and is skipped by any other, in both languages"() {
        given:
        EmulatedBoards.NAMES.contains(board - 'rfc:') && EmulatedBoards.orSkip(board)
        def ways = [null, 'kernel', 'proposal', 'none']

        when:
        def groovy = Kvmsh.runShared('-q', '-b', board, '-e', ways.collect { "test('$it') { needs ioctl: '$ioctl'${it ? ", by: '$it'" : ''} }" }.join('\n'))
        def js = Kvmsh.runShared('-q', '-b', board, '--lang', 'js', '-e', ways.collect { "test('$it', () => { needs({ioctl: '$ioctl'${it ? ", by: '$it'" : ''}}) })" }.join('\n'))

        then:
        ran(groovy) == met
        ran(js) == met
        groovy.out.readLines().findAll { it.contains(' # SKIP ') }.every { it.contains("; $said") }
        groovy.out == js.out

        where:
        board                | ioctl              || met                || said
        'model:rfc'          | PLATFORM           || ['null', 'kernel'] || 'the kernel of model:rfc (model, not '
        'model:x86_64'       | PLATFORM           || ['none']           || 'model:x86_64 (model) does not support it'
        'model:x86_64'       | 'KVM_SET_SREGS'    || ['null', 'kernel'] || 'the kernel of model:x86_64 (model) has it'
        'model:x86_64'       | 'KVM_CREATE_PIT2'  || ['none']           || 'model:x86_64 (model) does not support it'
        'model:arm-vgicv2'   | ADDRESS            || ['none']           || 'model:arm-vgicv2 (model) does not support it'
        'rfc:model:arm-vgicv2' | ADDRESS          || ['null', 'proposal'] || 'a proposal implements it on rfc:model:arm-vgicv2 (model, with proposals)'
        'qemu:arm64'         | ADDRESS            || ['none']           || 'qemu:arm64 (emulated) does not support it'
        'qemu:arm64-rfc'     | ADDRESS            || ['null', 'kernel'] || 'the kernel of qemu:arm64-rfc (emulated) has it'
        'rfc:qemu:arm64-rfc' | ADDRESS            || ['null', 'kernel'] || 'the kernel of rfc:qemu:arm64-rfc (emulated, with proposals) has it'
        'rfc:qemu:arm64'     | ADDRESS            || ['null', 'proposal'] || 'a proposal implements it on rfc:qemu:arm64 (emulated, with proposals)'
        'qemu:ppc64'         | PLATFORM           || ['none']           || 'qemu:ppc64 (emulated) does not support it'
        'rfc:qemu:ppc64'     | PLATFORM           || ['null', 'proposal'] || 'a proposal implements it on rfc:qemu:ppc64 (emulated, with proposals)'
        'rfc:qemu:ppc64'     | 'KVM_ALLOCATE_RMA' || ['null', 'proposal'] || 'a proposal implements it on rfc:qemu:ppc64 (emulated, with proposals)'
        'qemu:ppc64'         | 'KVM_ALLOCATE_RMA' || ['none']           || 'qemu:ppc64 (emulated) does not support it'
        'rfc:qemu:ppc64'     | 'KVM_PPC_ALLOCATE_HTAB' || ['null', 'kernel'] || 'the kernel of rfc:qemu:ppc64 (emulated, with proposals) has it'
    }

    def "a script's proposal counts from the line that declares it, and a patch of the same name with another number is another ioctl"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'rfc:model:x86_64', '-e', '''
            rfc 'struct kvm_count { __u32 of; };\\n#define KVM_COUNT _IOW(KVMIO, 0xfe, struct kvm_count)\\n'
            test('before') { needs ioctl: KVM_COUNT, by: 'none' }
            proposal(KVM_COUNT) { arg -> 0 }
            test('after') { needs ioctl: KVM_COUNT, by: 'proposal' }
            rfc 'struct kvm_counts { __u64 of; };\\n#define KVM_COUNT _IOW(KVMIO, 0xfd, struct kvm_counts)\\n'
            test('renumbered') { needs ioctl: KVM_COUNT, by: 'none' }
        ''')

        then:
        ran(result) == ['before', 'after', 'renumbered']
    }

    def "'needs reg' on #board: the kernel has #has, and a test that needs #lacks is skipped, in both languages"() {
        given:
        EmulatedBoards.NAMES.contains(board) && EmulatedBoards.orSkip(board)

        when:
        def groovy = Kvmsh.runShared('-q', '-b', board, '-e', [has, lacks].collect { "test('$it') { needs reg: '$it' }" }.join('\n'))
        def js = Kvmsh.runShared('-q', '-b', board, '--lang', 'js', '-e', [has, lacks].collect { "test('$it', () => { needs({reg: '$it'}) })" }.join('\n'))

        then:
        groovy.out.readLines().findAll { it =~ /^(not )?ok / } == ["ok 1 $has", "ok 2 $lacks # SKIP the register $lacks is not available on $board $said"]*.toString()
        groovy.out == js.out

        where:
        board          | has        | lacks      || said
        'model:ppc-pr' | 'pc'       | 'vpa_addr' || '(model, not validated against a real kernel): EINVAL (22, Invalid argument)'
        'qemu:riscv64' | 'sbi.dbcn' | 'isa.v'    || '(emulated): ENOENT (2, No such file or directory)'
    }

    def "'#text' is refused: #said"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text)

        then:
        result.status == 1
        result.err.contains("-e:1:1: $said")
        result.err.contains(hint)

        where:
        text                                        || said                                                      | hint
        "needs ioctl: 'KVM_SET_SREG', by: 'none'"   || 'no architecture has an ioctl KVM_SET_SREG'               | 'did you mean \'KVM_SET_SREGS\'?'
        "needs ioctl: 7"                            || "ioctl: must be the name of an ioctl; '7' is not"          | "needs ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'"
        "needs ioctl: KVM_SET_SREGS, by: 'me'"      || "by: must be 'kernel', 'proposal' or 'none', not 'me'"  | "needs ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'"
        "needs boards: 'x86_64', by: 'kernel'"      || 'by: needs ioctl:'   | "needs ioctl: KVM_PPC_SET_PLATFORM, by: 'kernel'"
        "needs reg: 7"                              || "reg: must be the name of a register; '7' is not"           | "needs reg: 'sbi.dbcn'"
        "needs reg: 'raxx'"                         || 'x86_64 vCPUs have no register raxx'                       | "did you mean 'rax'?"
        "needs ioctl: KVM_RUN"                      || 'cannot probe whether the kernel has KVM_RUN: no capability advertises it, and calling it has side effects' | "needs boards: 'model:x86_64'"
    }

    private static List<String> ran(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /ok \d+ \w+/ }.collect { it.split(' ')[2] }
    }
}
