package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.bindings.board.Boards
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.session.Session
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification

/** What a patch adds for other architectures than the board's is told when it is read, explained or called, and is not offered. */
class PatchesOfOtherArchitecturesSpec extends Specification {
    static final Map<String, String> BOARDS = ['model:x86_64': 'x86', 'model:arm-vgicv2': 'arm', 'model:ppc-pr': 'powerpc']
    static final List<String> PATCHES = new File(Kvmsh.ROOT.toFile(), 'scripts/rfc').list().findAll { it.endsWith('.patch') }.sort()

    @Sample(verify = 16)
    def "#patch on #board, in #language"() {
        given: 'the architecture in the patch itself'
        def file = new File(Kvmsh.ROOT.toFile(), "scripts/rfc/$patch")
        def documented = (file.text =~ /(?m)^\+:?Architectures: (\w+)/)[0][1]
        def other = documented != 'all' && documented != BOARDS[board]
        List<String> told = []
        def boards = new Boards(System.getenv())
        def opened = boards.open(board)
        def kvmsh = new Library(boards, new PrintWriter(new StringWriter()), { })
        kvmsh.use(new Session(opened, new HostFacts(opened, { [] }), { told << it.get() }))
        def added = names(file.text, Abi.of(opened.kernel().abi().table()))
        def ioctl = added.find { file.text =~ /#define $it\s+_IO/ }

        when:
        kvmsh.evaluate(language, language == Language.JS ? "rfc('$file')" : "rfc '$file'")

        then: 'one line if it is of another architecture'
        told.findAll { it.contains("for $documented; board $board is") }.size() == (other ? 1 : 0)
        told.size() == (other ? 1 : 0)

        and: 'completion has all of its names, or none'
        added || !other
        def offered = kvmsh.completions(language, 'x = KVM_')*.text() as Set
        added.findAll { it in offered } == (other ? [] : added)
        def calls = (language == Language.JS ? ['kvm.ioctl(KVM_', 'vm({}).ioctl(KVM_', 'vm({}).vcpu(0).ioctl(KVM_'] : ['kvm.ioctl KVM_', 'vm { }.ioctl KVM_', 'vm { }.vcpu(0).ioctl KVM_'])
                .count { call -> ioctl in kvmsh.completions(language, call)*.text() }
        calls == (ioctl && !other ? 1 : 0)

        and: 'it can be named, and explain tells its architecture'
        !ioctl || kvmsh.evaluate(language, "explain('$ioctl').toString()").toString().contains("for $documented only, according to its patch") == other

        and: 'so does a refused call'
        !other || refused(kvmsh, language, ioctl).contains("the patch adds $ioctl for $documented; this board is")

        cleanup:
        kvmsh?.close()

        where:
        [patch, board, language] << [PATCHES, BOARDS.keySet() as List, Language.values() as List].combinations()
    }

    def "a document for #documented is of another architecture than #table: #other"() {
        given:
        def text = """diff --git a/include/uapi/linux/kvm.h b/include/uapi/linux/kvm.h
--- a/include/uapi/linux/kvm.h
+++ b/include/uapi/linux/kvm.h
@@ -1,1 +1,3 @@
 
+#define KVM_FRESH _IOW(KVMIO, 0xf3, __u64)
+#define KVM_CAP_FRESH 999
diff --git a/Documentation/virt/kvm/api.rst b/Documentation/virt/kvm/api.rst
--- a/Documentation/virt/kvm/api.rst
+++ b/Documentation/virt/kvm/api.rst
@@ -1,1 +1,10 @@
 
+4.200 KVM_FRESH
+---------------
+
+:Capability: KVM_CAP_FRESH
+:Architectures: $documented
+:Type: vm ioctl
+:Parameters: u64 value (in)
+:Returns: 0
+
"""

        when:
        def patch = PatchReader.read(text, Abi.of(table))

        then:
        ['KVM_FRESH', 'KVM_CAP_FRESH'].every { (patch.abi().otherArchitecture(it) != null) == other }
        patch.warnings().findAll { it.contains('using the ABI of') }.size() == (other ? 1 : 0)

        and: 'names of the headers stay'
        patch.abi().otherArchitecture('KVM_RUN') == null

        where:
        documented       | table     || other
        'all'            | 'x86_64'  || false
        'x86'            | 'x86_64'  || false
        'x86'            | 'arm64'   || true
        'x86, arm64'     | 'arm64'   || false
        'arm, arm64'     | 'riscv64' || true
        'powerpc'        | 'ppc64le' || false
        'ppc'            | 'ppc64'   || false
        'ppc'            | 's390x'   || true
        's390'           | 's390x'   || false
        's390'           | 'x86_64'  || true
        'riscv'          | 'riscv64' || false
        'riscv'          | 'ppc64'   || true
        'mips'           | 'x86_64'  || true
        'aarch64'        | 'arm64'   || false
    }

    private static String refused(Library kvmsh, Language language, String ioctl) {
        try {
            kvmsh.evaluate(language, language == Language.JS ? "vm({}).ioctl('$ioctl', {})" : "vm { }.ioctl('$ioctl', [:])")
            ''
        } catch (ScriptError e) {
            e.message
        }
    }

    /** The constants and ioctls that the text defines and no header has. */
    private static List<String> names(String text, Abi abi) {
        (text =~ /(?m)^\+#define\s+(KVM_\w+)\s+\S/).collect { it[1] }.findAll { !abi.hasConstant(it) && !abi.hasIoctl(it) }.unique()
    }
}
