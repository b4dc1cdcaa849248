package org.kvmsh.specs.proposal

import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Kvm
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.bindings.proposal.AllocateRma
import org.kvmsh.bindings.proposal.Ppc64Cpu
import org.kvmsh.bindings.proposal.Ppc64Kernel
import org.kvmsh.bindings.proposal.Proposal
import org.kvmsh.bindings.proposal.ProposalKernel
import org.kvmsh.bindings.proposal.ProposalKernel.Standing
import org.kvmsh.bindings.proposal.SetDeviceAddress
import org.kvmsh.bindings.proposal.SetPlatform
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The layer alone, in front of a kernel of x86: its rules are no architecture's. */
abstract class ProposalsInFront extends Specification {
    static final long SIZE = 64L << 20

    @AutoCleanup
    Kvm kvm

    abstract Kernel below()

    Kvm open(List<Proposal> proposals, Kernel below = below()) {
        kvm = Kvm.open(new ProposalKernel(below, proposals), '/dev/kvm').get()
    }

    static Ppc64Kernel hv(Ppc64Cpu cpu = Ppc64Cpu.POWER7) {
        Ppc64Kernel.configured(cpu, true)
    }

    static int errno(Vm vm, String ioctl, String struct, Map<String, Number> fields) {
        Argument.of(vm.kernel(), struct).withCloseable { argument ->
            fields.each { name, value -> argument.set(name, value as long) }
            vm.ioctl(ioctl, argument).errno()
        }
    }

    static int platform(Vm vm, int platform, int arch, int flags = 0) {
        errno(vm, 'KVM_PPC_SET_PLATFORM', 'kvm_ppc_set_platform', [platform: platform, guest_arch: arch, flags: flags])
    }

    def "a kernel without the ioctl is asked once, and the proposal answers it"() {
        given:
        open([new SetPlatform(hv())])

        expect:
        kvm.kernel().standing('KVM_PPC_SET_PLATFORM') == Standing.ANSWERS
        kvm.createVm(0).get().withCloseable { platform(it, 2, 206) } == 0
    }

    def "a problem-state kernel never had KVM_ALLOCATE_RMA: it is ENOTTY, and the capability is the kernel's"() {
        given:
        open([new AllocateRma(Ppc64Kernel.configured(Ppc64Cpu.POWER7, false), SIZE, 1)])
        def vm = kvm.createVm(0).get()

        expect:
        kvm.kernel().standing('KVM_ALLOCATE_RMA') == Standing.NOT_HERE
        kvm.capability('KVM_CAP_PPC_RMA') == 0
        allocate(vm).errno() == Errno.ENOTTY.number()

        cleanup:
        vm.close()
    }

    def "an ioctl on the wrong descriptor, of the wrong size or direction is passed to the kernel below"() {
        given:
        open([new SetPlatform(hv())])
        def bare = Kvm.open(below(), '/dev/kvm').get()
        def abi = kvm.kernel().abi()
        def right = abi.ioctl('KVM_PPC_SET_PLATFORM').request()
        def encode = { String way, int bytes -> abi.encoding().encode(way, abi.encoding().type(right), abi.encoding().number(right), bytes) }
        def vm = kvm.createVm(0).get()
        def bareVm = bare.createVm(0).get()
        def argument = Argument.of(kvm.kernel(), 'kvm_ppc_set_platform').set('platform', 2).set('guest_arch', 206)
        def same = Argument.of(bare.kernel(), abi.struct('kvm_ppc_set_platform'), 0).set('platform', 2).set('guest_arch', 206)

        expect:
        encode('READ', 8) == right
        kvm.kernel().ioctl(vm.fd(), right, argument.region()) == 0
        [encode('WRITE', 8), encode('READ_WRITE', 8), encode('NONE', 0), encode('READ', 4), encode('READ', 16)].every {
            kvm.kernel().ioctl(vm.fd(), it, argument.region()) == bare.kernel().ioctl(bareVm.fd(), it, same.region())
        }
        kvm.kernel().ioctl(kvm.fd(), right, argument.region()) == bare.kernel().ioctl(bare.fd(), right, same.region())
        kvm.kernel().ioctl(9999, right, argument.region()) == bare.kernel().ioctl(9999, right, same.region())

        cleanup:
        [argument, same, vm, bareVm, bare]*.close()
    }

    def "a bad pointer and a short buffer are EFAULT, and an address inside memory is not"() {
        given:
        open([new SetPlatform(hv())])
        def kernel = kvm.kernel()
        def request = kernel.abi().ioctl('KVM_PPC_SET_PLATFORM').request()
        def vm = kvm.createVm(0).get()
        Region page = kernel.allocate(0x1000).region()
        Region few = kernel.allocate(4).region()
        def put = { long at -> page.putShort(at, 2 as short); page.putShort(at + 2, 206 as short); page.putInt(at + 4, 0) }
        [0L, 0x100L, 0xff8L].each(put)

        expect:
        [0L, -1L, 8L].every { kernel.ioctl(vm.fd(), request, it) == Errno.EFAULT.negative() }
        [0L, 0x100L, 0xff8L].every { kernel.ioctl(vm.fd(), request, page.address() + it) == 0 }
        few.size() >= 8 || kernel.ioctl(vm.fd(), request, few) == Errno.EFAULT.negative()

        when: 'the memory is freed'
        def address = page.address()
        page.close()

        then:
        kernel.ioctl(vm.fd(), request, address) == Errno.EFAULT.negative()

        cleanup:
        [few, vm]*.close()
    }

    static Map allocation(Vm vm) {
        def argument = Argument.of(vm.kernel(), 'kvm_allocate_rma')
        try {
            def answer = vm.ioctl('KVM_ALLOCATE_RMA', argument)
            [answer: answer, size: argument.get('rma_size')]
        } finally {
            argument.close()
        }
    }

    static allocate(Vm vm) {
        allocation(vm).answer
    }

    static List take(Vm vm, int count) {
        (1..count).collect { allocate(vm) }
    }

    def "KVM_CAP_PPC_RMA is #value on #cpu, also when the pool is empty, which is ENOMEM"() {
        given:
        open([new AllocateRma(hv(cpu), SIZE, 2)])
        def vm = kvm.createVm(0).get()

        expect:
        kvm.capability('KVM_CAP_PPC_RMA') == value
        allocation(vm).size == SIZE
        take(vm, 2)*.errno() == [0, Errno.ENOMEM.number()]
        kvm.capability('KVM_CAP_PPC_RMA') == value
        vm.ioctl('KVM_CHECK_EXTENSION', kvm.kernel().abi().constant('KVM_CAP_PPC_RMA')).get() == value

        cleanup:
        vm.close()

        where:
        cpu               || value
        Ppc64Cpu.PPC970 || 2
        Ppc64Cpu.POWER7 || 1
    }

    def "an empty pool is ENOMEM before a bad pointer is EFAULT, and neither takes an area"() {
        given:
        open([new AllocateRma(hv(), SIZE, 1)])
        def kernel = kvm.kernel()
        def request = kernel.abi().ioctl('KVM_ALLOCATE_RMA').request()
        def vm = kvm.createVm(0).get()

        expect:
        kernel.ioctl(vm.fd(), request, -1L) == Errno.EFAULT.negative()
        kernel.ioctl(vm.fd(), request, -1L) == Errno.EFAULT.negative()
        allocate(vm).ok()
        kernel.ioctl(vm.fd(), request, -1L) == Errno.ENOMEM.negative()

        cleanup:
        vm.close()
    }

    def "two mappings of an area share its memory, which is zeroed for the next owner; other calls on its descriptor are refused"() {
        given:
        open([new AllocateRma(hv(), SIZE, 1)])
        def kernel = kvm.kernel()
        def vm = kvm.createVm(0).get()
        int fd = allocate(vm).get()
        def one = kernel.map(fd, SIZE, 0).region()
        def other = kernel.map(fd, 0x2000, 0x1000).region()

        when:
        one.putLong(0x1008, 42)

        then:
        other.getLong(8) == 42
        kernel.map(fd, SIZE + 0x1000, 0).errno() == Errno.EINVAL.number()
        kernel.ioctl(fd, kernel.abi().ioctl('KVM_CREATE_VCPU').request(), 0L) == Errno.ENOTTY.negative()
        kernel.read(fd, new byte[8]) == Errno.EINVAL.negative()

        when: 'its users are closed one after another'
        kernel.close(fd)
        other.close()

        then:
        allocate(vm).errno() == Errno.ENOMEM.number()
        one.getLong(0x1008) == 42

        when:
        one.close()
        fd = allocate(vm).get()

        then:
        kernel.map(fd, SIZE, 0).region().getLong(0x1008) == 0

        when:
        one.getLong(0)

        then:
        thrown(IllegalStateException)

        cleanup:
        kernel.close(fd)
        vm.close()
    }

    def "an area is a VM's memory at guest address 0, once, and is not reused until the VM is gone"() {
        given:
        open([new AllocateRma(hv(), SIZE, 1)])
        def kernel = kvm.kernel()
        def vm = kvm.createVm(0).get()
        int fd = allocate(vm).get()
        def area = kernel.map(fd, SIZE, 0).region()
        def more = kernel.allocate(0x10000).region()

        expect: 'at another address, or not from its start on, its pages cannot be guest memory'
        vm.setUserMemoryRegion(0, 0x10000000, SIZE, area).errno() == Errno.EINVAL.number()
        errno(vm, 'KVM_SET_USER_MEMORY_REGION', 'kvm_userspace_memory_region', [slot: 0, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: area.address() + 0x1000]) == Errno.EINVAL.number()
        vm.setUserMemoryRegion(0, 0, SIZE, area).ok()
        vm.setUserMemoryRegion(1, 0x10000000, 0x10000, more).ok()
        vm.setUserMemoryRegion(2, (64L << 30) - 0x10000, 0x10000, more).ok()
        vm.setUserMemoryRegion(3, (64L << 30) - 0x8000, 0x10000, more).errno() == Errno.EINVAL.number()
        vm.setUserMemoryRegion(3, 64L << 30, 0x10000, more).errno() == Errno.EINVAL.number()
        vm.setUserMemoryRegion(4, 0, 0x10000, more).errno() == Errno.EINVAL.number()

        when: 'the VM is its last user'
        area.close()
        kernel.close(fd)

        then:
        allocate(vm).errno() == Errno.ENOMEM.number()

        when:
        vm.close()
        vm = kvm.createVm(0).get()

        then:
        allocate(vm).ok()

        cleanup:
        [vm, more]*.close()
    }

    def "a VM lives until its last vCPU's descriptor is closed too"() {
        given:
        open([new AllocateRma(hv(), SIZE, 1)])
        def kernel = kvm.kernel()
        def vm = kvm.createVm(0).get()
        def vcpu = vm.createVcpu(0, kvm.vcpuMmapSize().get()).get()
        int fd = allocate(vm).get()
        def area = kernel.map(fd, SIZE, 0).region()
        vm.setUserMemoryRegion(0, 0, SIZE, area).get()
        [area, vm]*.close()
        kernel.close(fd)
        def next = kvm.createVm(0).get()

        expect:
        allocate(next).errno() == Errno.ENOMEM.number()

        when:
        vcpu.close()

        then:
        allocate(next).ok()

        cleanup:
        next.close()
    }

    def "KVM_SET_DEVICE_ADDRESS on a kernel without a VGIC: ENXIO for the VGIC, ENODEV for an unknown device"() {
        given:
        open([SetDeviceAddress.below()])
        def vm = kvm.createVm(0).get()

        expect:
        kvm.capability('KVM_CAP_SET_DEVICE_ADDR') == 1
        errno(vm, 'KVM_SET_DEVICE_ADDRESS', 'kvm_device_address', [id: 0, addr: 0x2c001000]) == Errno.ENXIO.number()
        errno(vm, 'KVM_SET_DEVICE_ADDRESS', 'kvm_device_address', [id: 7 << 16, addr: 0x2c001000]) == Errno.ENODEV.number()
        vm.ioctl('KVM_SET_DEVICE_ADDRESS', 0).errno() == Errno.EFAULT.number()

        cleanup:
        vm.close()
    }
}
