package org.kvmsh.specs.language

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.FdKind
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kernel.ForwardingKernel
import org.kvmsh.bindings.kernel.Kernel
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.BorrowedFile
import org.kvmsh.dsl.call.IoctlByName
import org.kvmsh.dsl.script.Site
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** The value of a device's attribute is a number of the width that the kernel copies: a wider one would be another number on a big-endian board. */
class AttributeWidthsSpec extends Specification {
    /** A board's kernel with a device in front, whose attribute is what was last copied there: KVM_S390_VM_TOD_HIGH has a byte, and any other four bytes or eight. */
    static class WithAttribute extends ForwardingKernel {
        final int bytes
        long value

        WithAttribute(Kernel below, int bytes, long value) {
            super(below)
            this.bytes = bytes
            this.value = value
        }

        @Override
        int ioctl(int fd, int request, Region argument, Region... reached) {
            if (abi().ioctl(FdKind.VM, request)?.name() == 'KVM_GET_DEVICE_ATTR') {
                reached[0].put(0, bytes, value)
            } else {
                value = reached[0].get(0, bytes)
            }
            0
        }
    }

    def "#bytes bytes on #board: #read reads back the written value"() {
        given:
        def opened = new Boards(System.getenv()).open(board)
        def file = new BorrowedFile(new WithAttribute(opened.kernel(), bytes, value), FdKind.VM, 7)

        when:
        def got = IoctlByName.check(opened.kernel().abi(), FdKind.VM, 'KVM_GET_DEVICE_ATTR', [group: 77, attr: 0], Site.UNKNOWN).make(file, { })

        then:
        got.get('value') == value

        cleanup:
        opened?.close()

        where:
        [board, [bytes, value]] << [['model:ppc-pr', 'model:arm-vgicv2'], [[4, 0x12345678L], [4, 0L], [4, 0xffffffffL], [8, 0x123456789abcdef0L], [8, 0x1L], [8, 0x100000000L]]].combinations()
        read = "0x${Long.toHexString(value)}"
    }

    def "#table has #bytes bytes for #owner, #group#attribute"() {
        given:
        def abi = Abi.of(table)
        def type = owner.startsWith('KVM_') ? abi.constant(owner) : -1
        def on = owner.startsWith('KVM_') ? FdKind.DEVICE : FdKind.valueOf(owner)

        expect:
        abi.attributeBytes(on, type, abi.constant(group), attribute ? abi.constant(attribute) : 0) == bytes

        where:
        table     | owner                      | group                            | attribute                  || bytes
        'arm64'   | 'KVM_DEV_TYPE_ARM_VGIC_V2' | 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS'   | ''                         || 4
        'arm64'   | 'KVM_DEV_TYPE_ARM_VGIC_V2' | 'KVM_DEV_ARM_VGIC_GRP_ADDR'      | ''                         || 8
        'arm64'   | 'KVM_DEV_TYPE_ARM_VGIC_V3' | 'KVM_DEV_ARM_VGIC_GRP_CPU_SYSREGS' | ''                       || 8
        'arm64'   | 'VCPU'                     | 'KVM_ARM_VCPU_TIMER_CTRL'        | ''                         || 4
        'ppc64'   | 'KVM_DEV_TYPE_XICS'        | 'KVM_DEV_XICS_GRP_SOURCES'       | ''                         || 8
        's390x'   | 'VM'                       | 'KVM_S390_VM_TOD'                | 'KVM_S390_VM_TOD_HIGH'     || 1
        's390x'   | 'VM'                       | 'KVM_S390_VM_TOD'                | 'KVM_S390_VM_TOD_EXT'      || 0
        'x86_64'  | 'VCPU'                     | 'KVM_VCPU_TSC_CTRL'              | ''                         || 8
        'x86_64'  | 'VM'                       | 'KVM_VCPU_TSC_CTRL'              | ''                         || 0
    }

    def "#board: an attribute of #bytes bytes is set and read back, and a wider value is refused"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        on.run("m = vm { memory at: 0x40000000, size: 64.KB }; d = m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd)")

        expect:
        on.run("d.ioctl KVM_SET_DEVICE_ATTR, group: $group, attr: 0, value: $value") == 0
        on.run("d.ioctl(KVM_GET_DEVICE_ATTR, group: $group, attr: 0).value") == value

        when:
        on.run("attempt { d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, attr: 0, value: 0x100000040 }")

        then:
        def e = thrown(org.kvmsh.dsl.script.ScriptError)
        e.message.startsWith('value has 32 bits')

        cleanup:
        on?.close()

        where:
        board        | group                          | value      || bytes
        'qemu:arm64' | 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS' | 64         || 4
        'qemu:arm64' | 'KVM_DEV_ARM_VGIC_GRP_ADDR'    | 0x8000000  || 8
    }
}
