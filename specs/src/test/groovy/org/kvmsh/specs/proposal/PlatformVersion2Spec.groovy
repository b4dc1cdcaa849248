package org.kvmsh.specs.proposal

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import org.opentest4j.TestAbortedException
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/**
 * Version 2 of KVM_PPC_SET_PLATFORM: what the reviewers asked for, by scripts/ppc/set-platform-v2 in front of models and of real kernels, and in a kernel that
 * is built with the patch. A test of the script is named by the reviewers' words.
 */
@Timeout(900)
class PlatformVersion2Spec extends Specification {
    private static final File PATCH = new File(Kvmsh.script('kernels/ppc64-v2/kvm-ppc-set-platform-v2.patch'))
    private static final String KERNEL = 'qemu:ppc64-rfc?kernel=v2'
    private static final List<String> HV = ['rfc:model:power7-hv', 'rfc:model:ppc970-hv', 'rfc:qemu:ppc64', 'rfc:qemu:ppc64-rfc', KERNEL]
    private static final List<String> PR = ['rfc:model:ppc-pr', 'rfc:qemu:ppc64-rfc', KERNEL]
    private static final List<String> ALL = (HV + PR).toUnique()

    /** What the script printed, by board and language. */
    @Shared
    Map<List<String>, Kvmsh.Result> results = [:]

    private Kvmsh.Result result(String board, String language = 'groovy') {
        Needed.orSkip(board - '?kernel=v2')
        if (board == KERNEL && !Kvmsh.run('kernel', 'list').out.readLines().any { it ==~ /qemu:ppc64 +v2 .*kvm-ppc-set-platform-v2\.patch.*/ }) {
            throw new TestAbortedException("no kernel v2; build it with kvmsh kernel build qemu:ppc64-rfc --patch scripts/kernels/ppc64-v2 --name v2")
        }
        results.computeIfAbsent([board, language]) { Kvmsh.runShared('-q', '-b', board, Kvmsh.script("ppc/set-platform-v2.$language")) }
    }

    /** Whether the script has such a test, and each of them ran and passed. */
    private boolean passes(String board, String words) {
        def lines = result(board).out.readLines().findAll { it =~ /^(not )?ok / && it.contains(words) }
        !lines.empty && lines.every { it.startsWith('ok ') && !it.contains('# SKIP') }
    }

    def "the patch has an ioctl of 64 bytes, read and written"() {
        when:
        def patch = PatchReader.read(PATCH.getText('UTF-8'), Abi.of('ppc64'))

        then:
        patch.ioctls()*.name() == ['KVM_PPC_SET_PLATFORM']
        Integer.toHexString(patch.ioctls()[0].request()) == 'c040aeaa'
        patch.ioctls()[0].struct().members()*.name() == ['platform', 'pvr', 'features', 'flags', 'vm_type', 'reserved']
        patch.constants()*.name().toSet() == ['KVM_PPC_PV_NONE', 'KVM_PPC_PV_SPAPR', 'KVM_PPC_PV_BOOKE', 'KVM_PPC_FEATURE_KVM', 'KVM_CAP_PPC_SET_PLATFORM'] as Set
    }

    @Sample(verify = 16)
    def "padding: fields without a meaning must be 0 on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'add some padding')

        where:
        board << ALL
    }

    def "BookE is in the list, and cannot be a platform on Book3S: #board"() {
        given:
        result(board)

        expect:
        passes(board, 'BookE would be useful')

        where:
        board << ALL
    }

    def "KVM is a feature apart from the platform: PR has it on each, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'more of a feature flag')
        passes(board, 'in version 1 KVM was platform 1')

        where:
        board << PR
    }

    def "HV does not have KVM's hypercalls, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'ordinary system call interrupts')

        where:
        board << HV
    }

    def "a guest's system call is KVM's hypercall only with the feature, in the kernel"() {
        given:
        result(KERNEL)

        expect:
        passes(KERNEL, 'answers KVM_HC_FEATURES')
        passes(KERNEL, 'leaves sc to the guest')
    }

    def "a PVR in place of a level, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'include PVR')

        where:
        board << HV
    }

    def "a logical PVR is a level of the processor, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'logical PVR values')

        where:
        board << HV.findAll { it.contains('qemu') }
    }

    def "a 32-bit Book3S processor by its PVR, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'identify 32-bit')

        where:
        board << PR
    }

    def "a vCPU is a 32-bit processor, in the kernel"() {
        given:
        result(KERNEL)

        expect:
        passes(KERNEL, 'PVR of a 750 and is a 32-bit processor')
    }

    def "the kernel decides that a guest is of another architecture, and names the type of VM that can run it, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'up to the kernel to decide')
        passes(board, 'KVM_PPC_CROSS_ARCH is not a flag')

        where:
        board << HV
    }

    def "user space finds out whether HV or PR runs the guest, on #board"() {
        given:
        result(board)

        expect:
        passes(board, 'userspace should be able to find out')

        where:
        board << ALL
    }

    def "a level does not change the PVR that the guest sees, in the kernel"() {
        given:
        result(KERNEL)

        expect:
        passes(KERNEL, 'keeps the platform\'s level')
    }

    def "user space can force PR, which emulates MMIO, in the kernel"() {
        given:
        result(KERNEL)

        expect:
        passes(KERNEL, 'force the use of book3s_pr')
    }

    def "a vCPU keeps the processor of its platform, in the kernel"() {
        given:
        result(KERNEL)

        expect:
        passes(KERNEL, 'could deprecate the PVR setting one')
        passes(KERNEL, 'keeps the platform\'s level')
        passes(KERNEL, 'has PAPR only on SPAPR')
        passes(KERNEL, 'the last platform that was accepted')
    }

    @Sample(verify = 4)
    def "scripts/ppc/set-platform-v2.#language on #board: #last"() {
        when:
        def result = result(board, language)

        then:
        result.passed(last)

        where:
        board                 | language || last
        'rfc:model:power7-hv' | 'groovy' || '8 tests passed, 14 skipped'
        'rfc:model:power7-hv' | 'js'     || '8 tests passed, 14 skipped'
        'rfc:model:ppc-pr'    | 'groovy' || '7 tests passed, 15 skipped'
        'rfc:model:ppc-pr'    | 'js'     || '7 tests passed, 15 skipped'
        'rfc:qemu:ppc64'      | 'groovy' || '9 tests passed, 13 skipped'
        'rfc:qemu:ppc64-rfc'  | 'groovy' || '12 tests passed, 10 skipped'
        'rfc:qemu:ppc64-rfc'  | 'js'     || '12 tests passed, 10 skipped'
        KERNEL                | 'groovy' || '22 tests passed'
        KERNEL                | 'js'     || '22 tests passed'
    }
}
