package org.kvmsh.specs.language

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** caps.diff: what differs between two boards, or the facts of boards in files. */
class BoardsAreComparedSpec extends Specification {
    static final String FACTS = '''{"name": "lab", "kind": "real", "arch": "x86_64", "table": "x86_64", "about": "Linux 6.1", "kernel": "%s",
        "capabilities": {"KVM_CAP_NR_VCPUS": %d, "KVM_CAP_SYNC_REGS": %d}, "vmCapabilities": {"KVM_CAP_NR_VCPUS": %d, "KVM_CAP_SYNC_REGS": 7, "KVM_CAP_PIT2": %d},
        "devices": [%s], "vmTypes": [], "kvmModules": {"kvm": {"tdp_mmu": "%s"}}}'''

    @TempDir
    Path folder

    def "a table has each name with both values, and of a mask the bits"() {
        expect:
        run("caps.diff '${older()}', '${newer()}'") == '''\
            A: lab (real), Linux 6.1
            B: lab (real), Linux 6.1
                                      A    B
            KVM_CAP_NR_VCPUS          4    8
            KVM_CAP_NR_VCPUS of a VM  4    16
            KVM_CAP_PIT2 of a VM      -    1
            KVM_CAP_SYNC_REGS         0x1  0x7
              B only: KVM_SYNC_X86_SREGS
              B only: KVM_SYNC_X86_EVENTS
            KVM_DEV_TYPE_VFIO         -    yes
            kernel                    6.1  7.2
            kvm.tdp_mmu               N    Y'''.stripIndent()
    }

    def "after a pattern only the capabilities that it matches are compared, also in JavaScript"() {
        expect:
        run("println caps('*VCPUS').diff('${older()}', '${newer()}').all*.name\nnull") == '[KVM_CAP_NR_VCPUS, KVM_CAP_NR_VCPUS of a VM]'
        run("println(caps('*VCPUS').diff('${older()}', '${newer()}').all.map(d => d.first + '-' + d.second).join())", 'js') == '4-8,4-16'
    }

    def "its JSON has numbers for capabilities"() {
        given:
        def json = new Gson().fromJson(run("println caps.diff('${older()}', '${newer()}').json\nnull"), Map)

        expect:
        json.all.find { it.name == 'KVM_CAP_SYNC_REGS' } == [name: 'KVM_CAP_SYNC_REGS', first: 1.0d, second: 7.0d, onlyFirst: [], onlySecond: ['KVM_SYNC_X86_SREGS', 'KVM_SYNC_X86_EVENTS']]
        json.all.find { it.name == 'KVM_DEV_TYPE_VFIO' }.with { first == null && second == true }
    }

    def "boards are opened for it, and a board has no differences from itself"() {
        expect:
        run("caps.diff 'model:x86_64', 'model:x86_64'").endsWith('no differences')
        run("caps.diff('model:x86_64', 'model:arm-vgicv2').named('arch')") == 'arch: A x86_64, B arm64'
    }

    def "what is not a board or a file of facts is rejected: #what"() {
        given:
        def other = Files.writeString(folder.resolve('other.json'), '{"name": "x"}')

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', script.replace('OTHER', other.toString())).err.contains(message)

        where:
        what       | script                                                   || message
        'board'    | "caps.diff 'model:x86_64', 'nowhere'"                    || 'nowhere'
        'file'     | "caps.diff 'model:x86_64', 'missing.json'"               || 'missing.json: no such file'
        'JSON'     | "caps.diff 'model:x86_64', 'OTHER'"                      || 'other.json is not a facts file: it has no arch; expected the output of kvmsh boards facts NAME'
        'a machine' | 'vm { memory at: 0, size: 64.KB }.caps("*").diff "a", "b"' || 'diff compares boards, not machines'
    }

    private String older() {
        Files.writeString(folder.resolve('older.json'), String.format(FACTS, '6.1', 4, 1, 4, 0, '', 'N'))
    }

    private String newer() {
        Files.writeString(folder.resolve('newer.json'), String.format(FACTS, '7.2', 8, 7, 16, 1, '"KVM_DEV_TYPE_VFIO"', 'Y'))
    }

    private static String run(String script, String language = 'groovy') {
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', script).out.stripTrailing()
    }
}
