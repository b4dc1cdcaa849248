package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFileAttributes
import java.nio.file.attribute.PosixFilePermissions
import org.kvmsh.bindings.board.DeviceAccess
import org.kvmsh.repl.doctor.Virtualization
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Requires
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh doctor} names the one thing that keeps KVM from being used, with its command. */
class DoctorOfKvmSpec extends Specification {
    @TempDir
    Path folder

    def "processor flags #flags: #about"() {
        when:
        def finding = Virtualization.processor("processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu $flags sse\n", usable)

        then:
        finding.present() == present
        finding.about().contains(about)
        (finding.howTo() ?: '').contains(howTo)

        where:
        flags        | usable || present | about              | howTo
        'vmx'        | false  || true    | 'VT-x (vmx)'       | ''
        'svm'        | false  || true    | 'AMD-V (svm)'      | ''
        'vmxnet'     | false  || false   | 'neither vmx'      | 'firmware'
        'hypervisor' | false  || false   | 'neither vmx'      | 'nested=1'
        'hypervisor' | true   || true    | 'needs neither'     | ''
    }

    def "the module of a processor of #vendor is #module"() {
        expect:
        Virtualization.load("vendor_id\t: $vendor\n") == "as root: modprobe $module"

        where:
        vendor         | module
        'GenuineIntel' | 'kvm_intel'
        'AuthenticAMD' | 'kvm_amd'
    }

    def "a device of mode #mode and group #group is opened with: #howTo"() {
        when:
        def finding = Virtualization.device(new DeviceAccess('/dev/kvm', 'root', group, PosixFilePermissions.fromString(mode), may, 'ann'))

        then:
        finding.present() == may
        (finding.howTo() ?: '').contains(howTo)

        where:
        mode        | group  | may   || howTo
        'rw-rw----' | 'kvm'  | false || 'usermod -aG kvm ann'
        'rw-------' | 'root' | false || 'chgrp kvm /dev/kvm; chmod 660 /dev/kvm'
        'rw-rw-rw-' | 'kvm'  | true  || ''
    }

    @Requires(value = { System.getProperty('user.name') != 'root' }, reason = 'root may open every device')
    def "who may not open the device gets the command for it, and the model meanwhile"() {
        given:
        def device = Files.setPosixFilePermissions(Files.createFile(folder.resolve('kvm')), PosixFilePermissions.fromString('---rw----'))
        def environment = [KVMSH_KVM: device.toString()]
        def group = Files.readAttributes(device, PosixFileAttributes).group().name
        def why = "cannot be read and written by ${System.getProperty('user.name')}; as root: usermod -aG $group ${System.getProperty('user.name')}; then log in again"

        expect:
        Kvmsh.runWith(environment, '', '-q', Kvmsh.script('first-light.groovy')).with { it.status == 0 && it.heading.startsWith('model:x86_64 (model)') && it.heading.contains(why) }
        Kvmsh.runWith(environment, '', '-b', 'kvm', '-e', '1').with { it.status == 1 && it.err.endsWith("$why\n") }
    }

    @Needs('kvm:x86_64')
    def "on a host with KVM both are ok"() {
        expect:
        Kvmsh.run('doctor').out.readLines().findAll { it =~ /^ok +(processor extension|permissions) / }.size() == 2
    }
}
