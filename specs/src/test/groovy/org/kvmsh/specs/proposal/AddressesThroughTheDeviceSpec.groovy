package org.kvmsh.specs.proposal

import org.kvmsh.bindings.abi.Ioctl
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.ForwardingKernel
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Kvm
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.bindings.model.ModelKernel
import org.kvmsh.bindings.model.arm64.Arm64Model
import org.kvmsh.bindings.proposal.ProposalKernel
import org.kvmsh.bindings.proposal.SetDeviceAddress
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/**
 * KVM_SET_DEVICE_ADDRESS if the kernel has VGICs only as devices. No available kernel has dropped KVM_ARM_SET_DEVICE_ADDR yet, so that one
 * call of a kernel with both is answered here as by a kernel without it.
 */
@Timeout(600)
class AddressesThroughTheDeviceSpec extends Specification {
    /** A kernel with one ioctl less. */
    private static class Without extends ForwardingKernel {
        private final Ioctl ioctl

        Without(Kernel below, String ioctl) {
            super(below)
            this.ioctl = below.abi().ioctl(ioctl)
        }

        @Override int ioctl(int fd, int request, long value) {
            request == ioctl.request() ? Errno.EINVAL.negative() : super.ioctl(fd, request, value)
        }

        @Override int ioctl(int fd, int request, Region argument, Region... reached) {
            request == ioctl.request() ? Errno.EINVAL.negative() : super.ioctl(fd, request, argument, reached)
        }
    }

    @AutoCleanup
    Closeable board
    @AutoCleanup
    Kvm kvm
    @AutoCleanup
    Vm vm

    private void open(String name) {
        Kernel below
        if (name == 'model:arm-vgicv2') {
            below = new ModelKernel(new Arm64Model())
        } else {
            Needed.orSkip(name)
            def opened = EmulatedBoards.open(name)
            board = { opened.close() } as Closeable
            below = opened.kernel()
        }
        kvm = Kvm.open(new ProposalKernel(new Without(below, 'KVM_ARM_SET_DEVICE_ADDR'), [SetDeviceAddress.below()]), '/dev/kvm').get()
        vm = kvm.createVm(0).get()
    }

    private Errno address(long id, long address) {
        Argument.of(vm.kernel(), 'kvm_device_address').withCloseable {
            it.set('id', id).set('addr', address)
            Errno.of(Errno.name(vm.ioctl("KVM_SET_DEVICE_ADDRESS", it).errno()))
        }
    }

    def "the rules of the mail apply on #name"() {
        given:
        open(name)
        def (dist, cpu) = [0, 1]

        expect: 'before KVM_CREATE_IRQCHIP there is no VGIC'
        address(dist, 0x2c001000) == Errno.ENODEV

        when: 'KVM_CREATE_IRQCHIP creates the VGIC, here the device, once'
        def first = vm.ioctl('KVM_CREATE_IRQCHIP', 0)
        def second = vm.ioctl('KVM_CREATE_IRQCHIP', 0)

        then:
        first.errno() == 0
        second.errno() == Errno.EEXIST.number()

        and:
        address(dist, 0x2c001010) == Errno.EINVAL
        address(dist, 1L << 48) == Errno.E2BIG
        address(7 << 16, 0x2c001000) == Errno.ENODEV
        address(dist, 0x2c001000) == null
        address(dist, 0x2c001000) == Errno.EEXIST
        address(cpu, 0x2c002000) == null
        address(cpu, 0x2c004000) == Errno.EEXIST

        where:
        name << ['model:arm-vgicv2', 'qemu:arm64']
    }

    def "an invalid address id is #errno, as in the kernel's older call: #name"() {
        given:
        open(name)
        vm.ioctl('KVM_CREATE_IRQCHIP', 0).get()

        expect:
        address(9, 0x2c001000) == errno

        where:
        name << ['model:arm-vgicv2', 'qemu:arm64']
        errno = Errno.ENODEV
    }

    def "the device's descriptor is closed with its VM"() {
        given:
        open('model:arm-vgicv2')
        def lives = (1..200).collect {
            kvm.createVm(0).get().withCloseable { made ->
                made.ioctl('KVM_CREATE_IRQCHIP', 0).get()
                made.fd()
            }
        }

        expect:
        lives.toSet().size() == 1
    }
}
