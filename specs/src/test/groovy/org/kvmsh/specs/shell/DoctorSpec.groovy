package org.kvmsh.specs.shell

import com.google.gson.Gson
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh doctor}: what kvmsh uses on this host, and how to get what is missing. */
class DoctorSpec extends Specification {
    @TempDir
    Path folder

    def "without a KVM the status is 1, and the first lines say why and what to do"() {
        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', 'doctor')

        then:
        result.status == 1
        result.err == ''
        result.out.readLines()[0].startsWith('missing  kvm ')
        result.out.readLines()[0].endsWith('KVMSH_KVM=/nonexistent: no such file')
        result.out.readLines()[1] == '         to get it: unset KVMSH_KVM to use /dev/kvm, or set it to the path of a KVM device'
        result.out.endsWith("\n\nKVM cannot be used: KVMSH_KVM=/nonexistent: no such file.\nTo create a VM on a software model: kvmsh -b model:x86_64 -e 'vm { }'\n")
    }

    def "the command at the end begins with what was typed to run kvmsh"() {
        expect:
        Kvmsh.runWith([KVMSH_KVM: '/nonexistent', KVMSH_PROGRAM: './kvmsh'], '', 'doctor').out.readLines().last() ==
                "To create a VM on a software model: ./kvmsh -b model:x86_64 -e 'vm { }'"
    }

    def "an empty KVMSH_KVM is as if it were unset"() {
        expect:
        new Gson().fromJson(Kvmsh.runWith([KVMSH_KVM: ''], '', 'boards', '--json').out, List).find { it.name == 'kvm' }.about == '/dev/kvm'
    }

    def "on a host without programs every missing thing has its command"() {
        when:
        def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent', PATH: folder.toString(), HOME: folder.toString(), XDG_CACHE_HOME: folder.toString()], '', 'doctor', '--json')
        def findings = new Gson().fromJson(result.out, List)
        def missing = findings.findAll { !it.present }

        then:
        result.status == 1
        ['kvm', 'assembler', 'git', 'ssh', 'qemu-system-x86_64', 'make', 'flex', 'bison', 'bc', 'board'].every { name -> missing.any { it.name == name } }
        missing.findAll { it.about == null || it.howTo == null } == []
        missing.findAll { it.name == 'assembler' }*.howTo.every { it.startsWith('apt-get install binutils') }
        missing.find { it.name == 'git' }.howTo == 'apt-get install git'
        missing.find { it.name == 'qemu-system-aarch64' }.howTo == 'apt-get install qemu-system-arm'
        missing.findAll { it.name == 'board' }.every { it.howTo.contains('kvmsh boards setup') || it.howTo.contains('kvmsh kernel build') }
        findings.find { it.name == 'java' } == [name: 'java', present: true, about: "${System.getProperty('java.version')}, ${System.getProperty('java.vendor')}, ${System.getProperty('java.home')}", howTo: null]
    }

    @Needs('kvm')
    def "with a KVM the status is 0, and its capabilities are those of its facts"() {
        given:
        def facts = new Gson().fromJson(Kvmsh.run('boards', 'facts', 'kvm').out, Map)

        when:
        def result = Kvmsh.run('doctor')

        then:
        result.status == 0
        result.out.readLines()[0] =~ /^ok +kvm +\/dev\/kvm, $facts.arch, Linux ${java.util.regex.Pattern.quote(facts.kernel)}, ${facts.capabilities.size()} capabilities$/
        facts.kvmModules.keySet().every { result.out.readLines()[1].contains(it) }
    }
}
