package org.kvmsh.specs.model

import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.bindings.kvm.Vm
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

class ModelOfTheProposalsSpec extends Specification {
    @AutoCleanup
    OnBoard on = new OnBoard('model:rfc')

    def "KVM_PPC_SET_PLATFORM on a POWER7 in hypervisor mode: platform #platform, guest_arch #arch, flags #flags is #answer"() {
        expect:
        call('KVM_PPC_SET_PLATFORM', 'kvm_ppc_set_platform', [platform: platform, guest_arch: arch, flags: flags]) == answer

        where:
        platform | arch | flags || answer
        2        | 206  | 0     || 'ok'
        2        | 201  | 0     || 'EINVAL'
        2        | 205  | 0     || 'EINVAL'
        2        | 0    | 0     || 'EINVAL'
        2        | 206  | 1     || 'EINVAL'
        2        | 206  | 2     || 'EINVAL'
        0        | 206  | 0     || 'EINVAL'
        1        | 206  | 0     || 'EINVAL'
        3        | 206  | 0     || 'EINVAL'
    }

    def "KVM_SET_DEVICE_ADDRESS after KVM_CREATE_IRQCHIP #irqchip: id #id, addr #addr is #answer"() {
        expect:
        call('KVM_SET_DEVICE_ADDRESS', 'kvm_device_address', [id: id, addr: addr], irqchip) == answer

        where:
        irqchip | id       | addr          || answer
        true    | 0        | 0x2c001000L   || 'ok'
        true    | 1        | 0x2c002000L   || 'ok'
        true    | 0        | 0L            || 'ok'
        true    | 0        | 0xfffffff000L || 'ok'
        true    | 0        | 1L << 40      || 'E2BIG'
        true    | 0        | -0x1000L      || 'E2BIG'
        true    | 0        | 0x10000000010 || 'E2BIG'
        true    | 1        | 0xfffffff000L || 'E2BIG'
        true    | 0        | 0x2c001010L   || 'EINVAL'
        true    | 2        | 0x2c001000L   || 'ENODEV'
        true    | 7 << 16  | 0x2c001000L   || 'ENODEV'
        false   | 0        | 0x2c001000L   || 'ENODEV'
    }

    def "an address can be set once"() {
        given:
        def vm = on.board.kvm().createVm(0).get()
        vm.ioctl('KVM_CREATE_IRQCHIP', 0).get()

        expect:
        setDist(vm) == 0
        setDist(vm) == Errno.EEXIST.number()
        vm.ioctl('KVM_CREATE_IRQCHIP', 0).errno() == Errno.EEXIST.number()

        cleanup:
        vm.close()
    }

    def "KVM_ALLOCATE_RMA returns areas until the pool is empty, and an area is free again when its last user closes it"() {
        given:
        def machines = (1..4).collect { on.run('vm { rma 128.MB }') }

        when:
        on.run('vm { rma 128.MB }')

        then:
        def e = thrown(Exception)
        e.message.startsWith('KVM_ALLOCATE_RMA on the VM failed with ENOMEM')

        when:
        machines[0].close()

        then:
        on.run('vm { rma 128.MB }') != null
    }

    def "a bad pointer is EFAULT, and an unmodelled ioctl is ENOTTY"() {
        given:
        def vm = on.board.kvm().createVm(0).get()

        expect:
        vm.ioctl('KVM_PPC_SET_PLATFORM', 0).errno() == Errno.EFAULT.number()
        vm.ioctl('KVM_PPC_ALLOCATE_HTAB', 0).errno() == Errno.ENOTTY.number()

        cleanup:
        vm.close()
    }

    def "big-endian memory: argument fields have their most significant byte first"() {
        given:
        def argument = Argument.of(on.board.kernel(), 'kvm_ppc_set_platform').set('platform', 2).set('guest_arch', 206)

        expect:
        argument.region().bytes(0, 8) == [0, 2, 0, 206, 0, 0, 0, 0] as byte[]

        cleanup:
        argument.close()
    }

    private static int setDist(Vm vm) {
        Argument.of(vm.kernel(), 'kvm_device_address').withCloseable {
            vm.ioctl('KVM_SET_DEVICE_ADDRESS', it.set('addr', 0x2c001000)).errno()
        }
    }

    private String call(String ioctl, String struct, Map<String, Number> fields, boolean irqchip = false) {
        def vm = on.board.kvm().createVm(0).get()
        def argument = Argument.of(on.board.kernel(), struct)
        try {
            if (irqchip) {
                vm.ioctl('KVM_CREATE_IRQCHIP', 0).get()
            }
            fields.each { name, value -> argument.set(name, value as long) }
            int errno = vm.ioctl(ioctl, argument).errno()
            errno == 0 ? 'ok' : Errno.values().find { it.number() == errno }.name()
        } finally {
            argument.close()
            vm.close()
        }
    }
}
