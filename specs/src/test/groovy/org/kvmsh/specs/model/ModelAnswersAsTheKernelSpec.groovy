package org.kvmsh.specs.model

import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.IoctlResult
import org.kvmsh.bindings.kvm.KvmFile
import org.kvmsh.bindings.kvm.Vcpu
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

@Needs('kvm')
class ModelAnswersAsTheKernelSpec extends Specification {
    private static final List<Vcpu> vcpus = []

    def "a new vCPU has the same state on the kernel and on the model: #call"() {
        expect:
        begins('model:x86_64', call) == begins('kvm', call)

        where:
        call << ['KVM_GET_REGS', 'KVM_GET_SREGS', 'KVM_GET_DEBUGREGS', 'KVM_GET_XCRS', 'KVM_GET_MP_STATE', 'KVM_GET_VCPU_EVENTS', 'KVM_GET_CPUID2']
    }

    @Sample(verify = 16)
    def "writing #value to MSR #msr gives the same result on the kernel and on the model"() {
        given:
        def text = "v = vm { vcpu 0 }.vcpu(0); " +
                "[v.ioctl(KVM_SET_MSRS, entries: [[index: $msr, data: $value]]).toString(), v.ioctl(KVM_GET_MSRS, entries: [[index: $msr]]).toString()]"

        expect:
        on('model:x86_64', text) == on('kvm', text)

        where:
        [msr, value] << [['0x1b', '0x174', '0x175', '0xc0000080', '0xc0000081', '0xc0000082', '0xc0000083', '0xc0000084', '0xc0000100', '0xc0000102', '0xc0000fff'],
                         ['0', '1', '0x123456789a', '-1', '0xd01']].combinations()
    }

    @Sample(verify = 4)
    def "a broken rule gets the same errno from the kernel and from the model: #rule"() {
        expect:
        errno('model:x86_64', call) == errno('kvm', call)
        errno('kvm', call) == number

        where:
        rule                                   | number | call
        'a VM type that does not exist'          | 22     | { kvm, vm -> kvm.createVm(77) }
        'an API version with an argument'      | 22     | { kvm, vm -> kvm.ioctl('KVM_GET_API_VERSION', 1) }
        'a second vCPU of one id'              | 17     | { kvm, vm -> vm.createVcpu(0, 0x3000).get().close(); vm.createVcpu(0, 0x3000) }
        'a vCPU id out of range'               | 22     | { kvm, vm -> vm.createVcpu(1 << 30, 0x3000) }
        'memory at no page boundary'           | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0x10, 0x1000, memory(vm)) }
        'memory of no whole pages'             | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x10, memory(vm)) }
        'a slot that does not exist'             | 22     | { kvm, vm -> vm.setUserMemoryRegion(1 << 20, 0, 0x1000, memory(vm)) }
        'two slots that overlap'               | 17     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x2000, memory(vm)).get(); vm.setUserMemoryRegion(1, 0x1000, 0x1000, memory(vm)) }
        'deleting a slot that is not set'      | 22     | { kvm, vm -> vm.setUserMemoryRegion(3, 0, 0, memory(vm)) }
        'a slot that changes its size'         | 22     | { kvm, vm -> vm.setUserMemoryRegion(0, 0, 0x2000, memory(vm)).get(); vm.setUserMemoryRegion(0, 0, 0x1000, memory(vm)) }
        'a TSS that is no place for it'         | 22     | { kvm, vm -> vm.ioctl('KVM_SET_TSS_ADDR', 0xfffff000L) }
        'a VM ioctl on /dev/kvm'               | 22     | { kvm, vm -> kvm.ioctl('KVM_CREATE_VCPU', 0) }
        'a vCPU ioctl on a VM'                 | 25     | { kvm, vm -> vm.ioctl('KVM_RUN', 0) }
        'a CPUID list without room'            | 7      | { kvm, vm -> by(kvm, 'KVM_GET_SUPPORTED_CPUID', 'kvm_cpuid2', 40) { it.set('nent', 1) } }
        'too many CPUID entries'               | 7      | { kvm, vm -> by(vcpu(vm), 'KVM_SET_CPUID2', 'kvm_cpuid2', 40) { it.set('nent', 300) } }
        'linear addresses of 49 bits'          | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_CPUID2', 'kvm_cpuid2', 40) { addresses(it, 49) } }
        'a list of MSRs without room'          | 7      | { kvm, vm -> by(kvm, 'KVM_GET_MSR_INDEX_LIST', 'kvm_msr_list', 4) { it.set('nmsrs', 1) } }
        'too many MSRs'                        | 7      | { kvm, vm -> by(vcpu(vm), 'KVM_GET_MSRS', 'kvm_msrs', 16) { it.set('nmsrs', 256) } }
        'an XCR0 without x87'                  | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_XCRS', 'kvm_xcrs', 0) { it.set('nr_xcrs', 1).set('xcrs[0].value', 2) } }
        'more XCRs than there is room for'     | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_XCRS', 'kvm_xcrs', 0) { it.set('nr_xcrs', 17) } }
        'a DR7 of more than 32 bits'           | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_DEBUGREGS', 'kvm_debugregs', 0) { it.set('dr7', 0x100000400L) } }
        'flags of debug registers'             | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_DEBUGREGS', 'kvm_debugregs', 0) { it.set('flags', 1) } }
        'a halted vCPU without a local APIC'   | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_MP_STATE', 'kvm_mp_state', 0) { it.set('mp_state', 3) } }
        'unknown flags of events'              | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_SET_VCPU_EVENTS', 'kvm_vcpu_events', 0) { it.set('flags', 0x80) } }
        'a local APIC that does not exist'       | 22     | { kvm, vm -> by(vcpu(vm), 'KVM_GET_LAPIC', 'kvm_lapic_state', 0) { } }
        'a log that nobody keeps'              | 2      | { kvm, vm -> by(vm, 'KVM_GET_DIRTY_LOG', 'kvm_dirty_log', 0) { it.set('slot', 1) } }
        'a log of a slot that does not exist'    | 22     | { kvm, vm -> by(vm, 'KVM_GET_DIRTY_LOG', 'kvm_dirty_log', 0) { it.set('slot', 99999) } }
        'a capability that does not exist'       | 22     | { kvm, vm -> by(vm, 'KVM_ENABLE_CAP', 'kvm_enable_cap', 0) { it.set('cap', 9999) } }
        'an unknown reason for MSR exits'      | 22     | { kvm, vm -> by(vm, 'KVM_ENABLE_CAP', 'kvm_enable_cap', 0) { it.set('cap', 188).set('args[0]', 0x80) } }
        'an unknown flag of a filter'          | 22     | { kvm, vm -> by(vm, 'KVM_X86_SET_MSR_FILTER', 'kvm_msr_filter', 0) { it.set('flags', 2) } }
        'a filter that denies all'             | 22     | { kvm, vm -> by(vm, 'KVM_X86_SET_MSR_FILTER', 'kvm_msr_filter', 0) { it.set('flags', 1) } }
        'a range of MSRs of no way'            | 22     | { kvm, vm -> by(vm, 'KVM_X86_SET_MSR_FILTER', 'kvm_msr_filter', 0) { it.set('ranges[0].nmsrs', 1) } }
        'a range with too long a bitmap'       | 22     | { kvm, vm -> by(vm, 'KVM_X86_SET_MSR_FILTER', 'kvm_msr_filter', 0) { range(it, 99999, 0) } }
        'a bitmap that is nowhere'             | 14     | { kvm, vm -> by(vm, 'KVM_X86_SET_MSR_FILTER', 'kvm_msr_filter', 0) { range(it, 9, 8) } }
        'paging without protection'            | 22     | { kvm, vm -> sregs(vm, 'cr0', 0x80000010L) }
        'no write through without no cache'    | 22     | { kvm, vm -> sregs(vm, 'cr0', 0x20000010L) }
        'a CR0 of more than 32 bits'           | 22     | { kvm, vm -> sregs(vm, 'cr0', 0x100000010L) }
        'bits of CR4 that no processor has'    | 22     | { kvm, vm -> sregs(vm, 'cr4', 1L << 40) }
        'long mode without paging'             | 22     | { kvm, vm -> sregs(vm, 'efer', 0x400) }
        'a local APIC beyond all addresses'    | 22     | { kvm, vm -> sregs(vm, 'apic_base', 1L << 40) }
        'an unknown flag of memory'            | 22     | { kvm, vm -> by(vm, 'KVM_SET_USER_MEMORY_REGION', 'kvm_userspace_memory_region', 0) { it.set('flags', 0x80) } }
        'a bad pointer'                        | 14     | { kvm, vm -> vm.ioctl('KVM_SET_USER_MEMORY_REGION', 8) }
    }

    private static int errno(String board, Closure<IoctlResult> call) {
        new OnBoard(board).withCloseable { on ->
            def vm = on.board.kvm().createVm(0).get()
            try {
                call(on.board.kvm(), vm).errno()
            } finally {
                vcpus*.close()
                vcpus.clear()
                vm.close()
            }
        }
    }

    /** Closed with the call that it was created for. */
    private static Vcpu vcpu(Vm vm) {
        def made = vm.createVcpu(0, 0x3000).get()
        vcpus << made
        made
    }

    /** A call with a struct, and the bytes that follow it in memory. */
    private static IoctlResult<Integer> by(KvmFile file, String ioctl, String struct, long behind, Closure<Void> fill) {
        Argument.of(file.kernel(), file.kernel().abi().struct(struct), behind).withCloseable {
            fill(it)
            file.ioctl(ioctl, it)
        }
    }

    private static void addresses(Argument cpuid, int bits) {
        cpuid.set('nent', 1).set('entries[0].function', 0x80000008L).set('entries[0].eax', bits << 8 | 0x30)
    }

    private static void range(Argument filter, long count, long bitmap) {
        filter.set('ranges[0].nmsrs', count).set('ranges[0].flags', 1).set('ranges[0].bitmap', bitmap)
    }

    private static IoctlResult<Integer> sregs(Vm vm, String register, long value) {
        def vcpu = vcpu(vm)
        Argument.of(vm.kernel(), 'kvm_sregs').withCloseable {
            vcpu.getSregs(it).get()
            vcpu.setSregs(it.set(register, value))
        }
    }

    private static String begins(String board, String call) {
        on(board, "vm { vcpu 0 }.vcpu(0).ioctl($call${call.endsWith('CPUID2') ? ', nent: 9' : ''}).toString()")
    }

    private static Object on(String board, String text) {
        new OnBoard(board).withCloseable { it.run(text) }
    }

    private static Region memory(Vm vm) {
        vm.kernel().allocate(0x4000).region()
    }
}
