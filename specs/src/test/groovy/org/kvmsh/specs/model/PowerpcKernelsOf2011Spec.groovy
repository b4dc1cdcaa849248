package org.kvmsh.specs.model

import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What the kernels of the powerpc boards in software take and refuse, what their names may say, and how they are shown. */
@Timeout(600)
class PowerpcKernelsOf2011Spec extends Specification {
    private static final String CAVEAT = 'not validated against a real kernel'

    @AutoCleanup
    OnBoard on
    @TempDir
    File folder

    def "guest memory in hypervisor mode has pages of 16 MiB: #text on #board"() {
        given:
        on = new OnBoard(board)

        expect:
        on.run("attempt { vm { $text } } ?: 'taken'").toString() == answer

        where:
        board             | text                                                    || answer
        'model:power7-hv' | 'memory at: 0, size: 16.MB'                             || 'EINVAL'
        'model:power7-hv' | 'memory at: 0, size: 16.MB, huge: 16.MB'                || 'taken'
        'model:power7-hv' | 'hugepages 16.MB; memory at: 0, size: 32.MB'            || 'taken'
        'model:power7-hv' | 'memory at: 0, size: 16.MB, huge: true'                 || 'taken'
        'model:power7-hv' | 'rma 128.MB'                                            || 'taken'
        'model:power7-hv' | 'memory at: 60.GB, size: 4.GB, huge: 16.MB'             || 'taken'
        'model:power7-hv' | 'memory at: 60.GB, size: 5.GB, huge: 16.MB'             || 'EINVAL'
        'model:ppc970-hv' | 'memory at: 16.MB, size: 64.KB'                         || 'EINVAL'
        'model:ppc-pr'    | 'memory at: 0x10000, size: 64.KB'                       || 'taken'
        'model:ppc-pr'    | 'memory at: 0, size: 16.MB, huge: 16.MB'                || 'taken'
    }

    def "the rule is reported: #text"() {
        given:
        on = new OnBoard('model:power7-hv')

        when:
        on.run("vm { $text }")

        then:
        def e = thrown(ScriptError)
        "$e.message ${e.notes()}".contains(rule)

        where:
        text                                            || rule
        'memory at: 0, size: 64.KB'                     || 'memory_size 0x10000 is not a multiple of 16 MiB'
        'memory at: 0, size: 16.MB'                     || 'must be backed by 16 MiB huge pages, except for an RMA'
        'memory at: 60.GB, size: 5.GB, huge: 16.MB'     || 'the range ends beyond 64 GiB'
    }

    def "other huge page sizes are refused in the plan"() {
        given:
        on = new OnBoard('model:power7-hv')

        when:
        on.run('vm { memory at: 0, size: 16.MB, huge: 2.MB }')

        then:
        def e = thrown(Exception)
        e.message.contains('its huge pages are 16 MiB')
    }

    def "the kernel's result of #what on #board: #answer"() {
        given:
        on = new OnBoard(board)

        expect:
        on.run("attempt { $what } ?: 'taken'").toString() == answer

        where:
        board             | what                                                   || answer
        'model:power7-hv' | 'kvm.ioctl KVM_CREATE_VM, 0'                           || 'taken'
        'model:power7-hv' | 'kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_HV'               || 'EINVAL'
        'model:ppc-pr'    | 'kvm.ioctl KVM_CREATE_VM, KVM_VM_PPC_PR'               || 'EINVAL'
        'model:power7-hv' | 'kvm.ioctl KVM_GET_API_VERSION, 1'                     || 'EINVAL'
        'model:power7-hv' | 'vm { }.ioctl KVM_CREATE_IRQCHIP'                      || 'ENOTTY'
        'model:power7-hv' | 'vm { }.ioctl KVM_SET_TSS_ADDR, 0'                     || 'ENOTTY'
        'model:ppc-pr'    | 'vm { }.ioctl KVM_ALLOCATE_RMA'                        || 'ENOTTY'
        'model:rfc'       | 'def m = vm { }; m.ioctl(KVM_CREATE_IRQCHIP); m.ioctl KVM_CREATE_IRQCHIP' || 'EEXIST'
        'model:power7-hv' | 'vm { vcpu 0 }.ioctl KVM_CREATE_VCPU, 0'               || 'EEXIST'
        'model:power7-hv' | 'vm { }.ioctl KVM_CREATE_VCPU, 4096'                   || 'EINVAL'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_GET_MP_STATE'         || 'EINVAL'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_GET_ONE_REG, id: KVM_REG_PPC_LPCR' || 'EINVAL'
        'model:power7-hv' | 'vm { vcpu 0 }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR' || 'ENOTTY'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR' || 'taken'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_SMT' || 'EINVAL'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, pvr: 0x3f0201' || 'EINVAL'
        'model:power7-hv' | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, pvr: 0x3f0203' || 'taken'
        'model:ppc-pr'    | 'vm { vcpu 0 }.vcpu(0).ioctl KVM_SET_SREGS, pvr: 0x3f0201' || 'taken'
    }

    def "a feature of the 2011 kernel that the model lacks is an error of the model, not an errno: #name"() {
        given:
        on = new OnBoard('model:power7-hv')

        when:
        on.run(call)

        then:
        def e = thrown(Exception)
        e.message.contains(name)

        where:
        call                                             | name
        'vm { vcpu 0 }.vcpu(0).ioctl KVM_GET_FPU'        | 'KVM_GET_FPU'
        'vm { }.ioctl KVM_CREATE_SPAPR_TCE, liobn: 1'    | 'KVM_CREATE_SPAPR_TCE'
        "vm { platform SPAPR; arch 206; rma 128.MB; load at: 0x1000, hex: '38 60 00 08 44 00 00 22'; vcpu(0) { start 0x1000 } }.run()" | 'the hypercall H_ENTER'
    }

    @Sample(verify = 4)
    def "capabilities of #board: RMA #rma, SMT #smt, no capability for SET_PLATFORM, and no #none"() {
        given:
        on = new OnBoard(board)
        def value = { String name -> on.run("kvm.ioctl(KVM_CHECK_EXTENSION, $name)") }

        expect:
        [value('KVM_CAP_PPC_RMA'), value('KVM_CAP_PPC_SMT'), value('KVM_CAP_PPC_PAPR'), value('KVM_CAP_USER_MEMORY'), value('KVM_CAP_ENABLE_CAP')] == [rma, smt, 1, 1, 1]
        none.every { value(it) == 0 }

        where:
        board             || rma | smt
        'model:ppc970-hv' || 2   | 1
        'model:power7-hv' || 1   | 1
        'model:ppc-pr'    || 0   | 0
        'model:rfc'       || 1   | 1
        none = ['KVM_CAP_ONE_REG', 'KVM_CAP_IRQCHIP', 'KVM_CAP_NR_VCPUS', 'KVM_CAP_PPC_ALLOC_HTAB', 'KVM_CAP_DEVICE_CTRL', 'KVM_CAP_SYNC_MMU'] - (board == 'model:rfc' ? ['KVM_CAP_IRQCHIP'] : [])
    }

    def "an unsupported option is refused with the allowed values: #name"() {
        expect:
        def result = Kvmsh.run('-b', name, '-e', '1')
        result.status == 2
        result.err.contains(message)

        where:
        name                              || message
        'model:ppc-pr?cpu=power8'         || 'model:ppc-pr does not support cpu=power8; cpu= must be one of ppc970, power7'
        'model:ppc-pr?rma_count=1'        || 'model:ppc-pr has no option rma_count; its options are cpu'
        'model:power7-hv?cpu=power7'      || 'model:power7-hv has no option cpu; its options are rma_size, rma_count'
        'model:power7-hv?rma_size=48M'    || 'on power7, the size of a real mode area must be one of 32M, 64M, 128M, 256M, 1G, 16G'
        'model:ppc970-hv?rma_size=32M'    || 'on ppc970, the size of a real mode area must be one of 64M, 128M, 256M, 1G, 16G'
        'model:rfc?rma_count=many'        || 'rma_count=many'
    }

    def "#options sets the size of the pool"() {
        given:
        on = new OnBoard("model:power7-hv?$options")

        expect:
        on.run("n = 0; while (!attempt { vm { rma $size } }) n++; n") == count

        where:
        options                    || size     | count
        'rma_count=0'              || '128.MB' | 0
        'rma_size=64M&rma_count=3' || '64.MB'  | 3
    }

    @Sample(verify = 4)
    def "every place that shows the kind reports that it is not validated against a real kernel: #board"() {
        given:
        def script = new File(folder, 'tests.groovy')
        script.text = "needs boards: 'model'\ntest('one') { expect { true } }\n"
        def at = { new File(folder, it).path }
        def result = Kvmsh.run('test', script.path, '-b', board, '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('ktap.txt')}")
        def shell = new TypedShell([:], board, folder.toPath().resolve('history'))

        expect:
        result.status == 0
        result.out.contains("model, $CAVEAT")
        new File(folder, 'junit.xml').text.contains("model, $CAVEAT")
        new File(folder, 'ktap.txt').text.contains("model, $CAVEAT")
        Kvmsh.run('-b', board, '-e', '1').out.readLines().first().startsWith("$board (model, $CAVEAT)")
        Kvmsh.run('boards').out.readLines().find { it.startsWith(board + ' ') }.contains("model, $CAVEAT")
        Kvmsh.run('-b', board, '-e', "vm { }; trace.save '${at('calls.trace')}'").status == 0
        new File(folder, 'calls.trace').text.contains("$board (model, $CAVEAT)")
        shell.type('1').await("$board model, $CAVEAT> ")

        cleanup:
        shell?.close()

        where:
        board << ['model:ppc970-hv', 'model:power7-hv', 'model:rfc', 'model:ppc-pr']
    }

    def "the calls of 2011 are the kernel's own: no call in the trace belongs to a proposal"() {
        given:
        on = new OnBoard('model:rfc')
        on.run('vm { platform SPAPR; arch 206; rma 128.MB; vgic dist: 0x2c001000; vcpu 0 }')

        expect:
        on.steps.every { !it.contains('proposal') }
        on.steps.any { it.contains('KVM_PPC_SET_PLATFORM') } && on.steps.every { !it.contains('KVM_ENABLE_CAP') }
    }
}
