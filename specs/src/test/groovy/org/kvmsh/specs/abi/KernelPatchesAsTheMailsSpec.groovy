package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification

/** The patches of scripts/kernels, which add ioctls of mails to Linux 6.1. */
class KernelPatchesAsTheMailsSpec extends Specification {
    def "scripts/kernels/#file has the number, the struct and the constants of the mail"() {
        when:
        def patch = PatchReader.read(Kvmsh.ROOT.resolve("scripts/kernels/$file").toFile().getText('UTF-8'), Abi.of(file.split('/')[0]))
        def mail = Abi.of(file.split('/')[0]).proposed(name)

        then:
        patch.ioctls()*.name() == [name]
        patch.ioctls()[0].request() == mail.ioctl(name).request()
        PatchReaderSpec.offsets(patch.ioctls()[0].struct()) == PatchReaderSpec.offsets(mail.ioctl(name).struct())
        // 32 bits of each, as an id has: the mail's mask is a negative int.
        patch.constants().findAll { mail.hasConstant(it.name()) }.every { (int) mail.constant(it.name()) == (int) it.value() }
        patch.constants()*.name().containsAll(constants)

        where:
        file                                 | name                     || constants
        'ppc64/kvm-ppc-set-platform.patch'   | 'KVM_PPC_SET_PLATFORM'   || ['KVM_PPC_PV_SPAPR', 'KVM_PPC_CROSS_ARCH']
        'ppc64/kvm-set-device-address.patch' | 'KVM_SET_DEVICE_ADDRESS' || ['KVM_DEVICE_ID_SHIFT', 'KVM_DEVICE_ID_MASK']
        'arm64/kvm-set-device-address.patch' | 'KVM_SET_DEVICE_ADDRESS' || ['KVM_DEVICE_ID_SHIFT', 'KVM_DEVICE_ID_MASK']
    }
}
