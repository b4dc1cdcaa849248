package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class RfcWordSpec extends Specification {
    static final Path PATCHES = Kvmsh.ROOT.resolve('scripts/rfc')

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    def "a patch makes its ioctl callable at once, by name and with its constants"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('m = vm { }')

        when: 'the kernel below has no such ioctl, so the call reaches it and is refused there'
        on.run("rfc '${PATCHES.resolve('kvm-set-device-address.patch')}'")
        on.run('m.ioctl KVM_SET_DEVICE_ADDRESS, id: KVM_ARM_DEVICE_VGIC_V2 << KVM_DEVICE_ID_SHIFT, addr: 0x2c001000')

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('KVM_SET_DEVICE_ADDRESS on the VM failed with ENOTTY')
        e.message.contains('addr: 0x2c001000')
    }

    def "its output has the numbers on this board, and their existing meanings"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        def shown = on.run("rfc '${PATCHES.resolve('kvm-set-device-address.patch')}'").toString()

        then:
        shown.contains('KVM_SET_DEVICE_ADDRESS 0x4010aeaa kvm_device_address')
        shown.contains('0x4010aeaa is KVM_DIRTY_TLB in the ABI of x86_64')
        shown.contains('capability 84 is KVM_CAP_PPC_HTAB_FD')
    }

    def "the errors that a patch lists explain its ioctl's errnos"() {
        given:
        on = new OnBoard('model:rfc')
        def patch = PATCHES.resolve('kvm-set-device-address.patch')
        on.run("rfc '$patch'")

        when:
        on.run('m = vm { ioctl KVM_CREATE_IRQCHIP }; m.ioctl KVM_SET_DEVICE_ADDRESS, addr: 1L << 40')

        then:
        def e = thrown(ScriptError)
        e.message.contains('failed with E2BIG')
        e.message.contains('rule: ')
    }

    def "kvmsh abi import shows what a patch adds, its help and its errors, on the architecture named"() {
        when:
        def result = Kvmsh.run('abi', 'import', '--arch', 'arm64', PATCHES.resolve('kvm-set-device-address.patch').toString())

        then:
        result.status == 0
        result.out.contains('KVM_SET_DEVICE_ADDRESS 0x4010aeaa kvm_device_address')
        ['ENODEV', 'ENXIO', 'EEXIST', 'E2BIG'].every { result.out.contains("  $it: ") }

        and:
        Kvmsh.run('abi', 'import', '/nonexistent').status == 2
        Kvmsh.run('abi', 'import', Kvmsh.script('first-light.groovy')).status == 1
    }

    def "a patch may be given as text"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        def shown = on.run("rfc '''${PATCHES.resolve('kvm-ppc-set-platform.patch').toFile().text}'''").toString()

        then:
        shown.contains('struct kvm_ppc_set_platform, 8 bytes')
        on.run('KVM_PPC_PV_SPAPR') == 2
    }

    def "an unreadable patch is reported with file and line, and defines nothing"() {
        given:
        on = new OnBoard('model:x86_64')
        def broken = Files.writeString(folder.resolve('broken.patch'), '''\
            --- a/include/uapi/linux/kvm.h
            +++ b/include/uapi/linux/kvm.h
            @@ -1,1 +1,4 @@
             #define KVMIO 0xAE
            +struct kvm_new {
            +	__u32 id
            +};
            '''.stripIndent())

        when:
        on.run("rfc '$broken'")

        then:
        def e = thrown(ScriptError)
        e.message.contains("$broken: line ")

        when:
        on.run('KVM_NEW')

        then:
        thrown(ScriptError)
    }

    def "a missing file and a text without a patch are refused: #text"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)

        where:
        text                                || message
        "rfc '/nonexistent.patch'"          || "cannot read /nonexistent.patch"
        "rfc '''\nHello,\nworld\n'''"       || 'patch'
    }
}
