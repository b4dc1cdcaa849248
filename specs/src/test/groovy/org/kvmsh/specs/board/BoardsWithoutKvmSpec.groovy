package org.kvmsh.specs.board

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Programs
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A board whose kernel has no /dev/kvm: the refusal has what the board shows of the reason. */
@Timeout(300)
class BoardsWithoutKvmSpec extends Specification {
    @TempDir
    Path folder

    def "the refusal says what is seen on #board #how"() {
        given:
        Needed.orSkip(board)

        when:
        def result = Kvmsh.run('-q', '-b', "$board?${option(board, argument, other, append)}", '-e', '1')

        then:
        result.status == 1
        result.err.readLines()[0] == "kvmsh: /dev/kvm on $board: ENOENT (2, No such file or directory): no such device: no KVM module is loaded, or virtualization is off in the firmware (open(2))"
        result.err.readLines().drop(1).take(2) == seen.collect { "seen on the board: $it".toString() }

        where:
        board         | how                            | argument            | other                | append             || seen
        'qemu:arm64'  | 'with KVM turned off'          | null                | null                 | 'kvm-arm.mode=none' || ["the kernel's command line has kvm-arm.mode=none", 'its kernel printed: kvm [1]: KVM disabled from command line']
        'qemu:arm64'  | 'without EL2'                  | 'virtualization=on' | 'virtualization=off' | null               || ['its kernel printed: kvm [1]: HYP mode not available']
        'qemu:x86_64' | 'with SVM off in the firmware' | 'EPYC-Milan'        | 'EPYC-Milan,-svm'    | null               || ['the processor has neither vmx nor svm: virtualization is off in the firmware, or this is a guest without nested virtualization', "its kernel printed: kvm: no hardware support for 'kvm_amd'"]
        'qemu:riscv64' | 'without the H extension'     | 'rv64,h=true,x-smaia=true,x-ssaia=true' | 'rv64,h=false' | null    || ['isa in /proc/cpuinfo lacks h, the hypervisor extension', 'its kernel printed: kvm [1]: hypervisor extension not available']
    }

    def "doctor names the module that is not loaded, without which there is no VM"() {
        given:
        Needed.orSkip('qemu:ppc64')
        def words = option('qemu:ppc64', 'cap-nested-hv=on', 'cap-nested-hv=off', null)

        when:
        def result = Kvmsh.run('doctor', "qemu:ppc64?$words")
        def refused = Kvmsh.run('-b', "qemu:ppc64?$words", '-e', '[0, 1].each { type -> println attempt { kvm.ioctl KVM_CREATE_VM, type } }; kvm.ioctl KVM_CREATE_VM, 1')

        then:
        result.status == 1
        result.out.readLines()*.replaceAll(/ +/, ' ').containsAll(['not ok parameters the module kvm is loaded, but not kvm_hv or kvm_pr: KVM_CREATE_VM fails without one',
                                                                  ' try: modprobe kvm_hv, and read the kernel log if that fails'])

        and: 'a refusal says so too'
        refused.out.readLines().takeRight(2) == ['EINVAL', 'EINVAL']
        refused.err.readLines().last().strip() == 'rule: VM type 1 (HV) needs the kvm_hv module; KVM_CAP_PPC_ALLOC_HTAB is 0, so it is not loaded (arch/powerpc/kvm/powerpc.c)'
    }

    /** The board's option: a word for its kernel, or a QEMU that is started with another argument. */
    private String option(String board, String argument, String other, String append) {
        if (append != null) {
            return "append=$append"
        }
        def real = "qemu-system-${['qemu:arm64': 'aarch64', 'qemu:x86_64': 'x86_64', 'qemu:riscv64': 'riscv64', 'qemu:ppc64': 'ppc64'][board]}"
        "qemu=" + Programs.write(folder.resolve('qemu'), "for word; do shift; set -- \"\$@\" \"\$(printf %s \"\$word\" | sed 's/$argument/$other/')\"; done\nexec $real \"\$@\"")
    }
}
