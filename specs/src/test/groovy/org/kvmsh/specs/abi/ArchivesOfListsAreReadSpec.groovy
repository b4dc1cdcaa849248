package org.kvmsh.specs.abi

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.patch.PatchError
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** {@code kvmsh dev mails}: each patch of KVM's headers in a list's archive is read over the patches before it in its series. */
class ArchivesOfListsAreReadSpec extends Specification {
    private static final String HEADER = 'include/uapi/linux/kvm.h'
    private static final String NBSP = '\u00a0'

    @TempDir
    Path folder

    def "an archive that is a #kind"() {
        given:
        def mails = [
            'a cover letter':           mail('0', '[PATCH 0/2] KVM: first', '', 'text\n'),
            'the second of a series':   mail('2', '[PATCH 2/2] KVM: s390: second', '0', hunk('+#define KVM_SECOND _IOW(KVMIO, 0xf1, struct kvm_first)')),
            'the first of a series':    mail('1', '[PATCH 1/2] KVM: first', '0', hunk('+#define KVM_CAP_FIRST 901', '+struct kvm_first {', '+\t__u64 a;', '+};')),
            'a reply to the second':    mail('3', 'Re: [PATCH 2/2] KVM: s390: second', '2', quoted(hunk('+#define KVM_SECOND _IOW(KVMIO, 0xf1, struct kvm_first)')) + '\nLooks good.\n'),
            'a comment':                mail('4', '[PATCH] KVM: a comment', '', hunk('+/* a comment */')),
            'a patch that is cut':      mail('5', '[PATCH] KVM: cut', '', hunk('+#define KVM_CUT 1', '+#define KVM_LOST 2').replace('+#define KVM_LOST 2\n', '')),
            'a struct that is unknown': mail('6', '[PATCH] KVM: unknown', '', hunk('+#define KVM_THIRD _IOW(KVMIO, 0xf2, struct kvm_nowhere)')),
            'no header of KVM':         mail('7', '[PATCH] KVM: code', '', hunk('+int x;').replace(HEADER, 'virt/kvm/kvm_main.c'))]
        archive.call(folder, mails.values().toList())

        when:
        def result = Kvmsh.run('dev', 'mails', folder.toString())
        def lines = result.out.readLines()*.replaceAll(/ +/, ' ')

        then:
        result.err == ''
        result.status == 0
        lines.take(9) == ["mails: 8, with a diff of KVM's headers: 6", ' read adds nothing cut refused wrong',
                          'all 3 1 1 1 0', 'patch 2 1 1 1 0', 'reply 1 0 0 0 0', '2021 3 1 1 1 0', 's390x 2 0 0 0 0', 'x86_64 1 1 1 1 0', 'plain 3 1 1 1 0']
        lines[9] == 'plain constants compared: 1'
        lines.drop(10)*.replaceFirst(/(: [^:]*): line \d+/, '$1') == [
            'refused: 6@list: expected a definition: KVM_THIRD needs struct kvm_nowhere, which neither the patch nor the ABI of x86_64 defines',
            'cut: 5@list: the hunk at line 9 ends here, but its @@ line specifies 1 more added lines',
            "adds nothing: 4@list: the patch adds nothing to KVM's ABI: it only changes comments, in include/uapi/linux/kvm.h"]

        where:
        kind                       | archive
        'directory of files'       | { Path at, List<String> all -> all.eachWithIndex { text, i -> Files.writeString(at.resolve("${i}.eml"), text) } }
        'git repository of commits' | { Path at, List<String> all ->
            git(at, 'init', '-q')
            all.each { Files.writeString(at.resolve('m'), it); git(at, 'add', 'm'); git(at, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '-m', 'x') }
        }
    }

    def "what is not a directory is a usage error"() {
        when:
        def result = Kvmsh.run('dev', 'mails', folder.resolve('none').toString())

        then:
        result.status == 2
        result.err == "kvmsh dev mails: ${folder.resolve('none')} is not a directory\n"
    }

    def "a quoted patch is read as it was sent: #what"() {
        when:
        def patch = PatchReader.read(mail('1', 'Re: [PATCH] KVM: x', '', text), Abi.of('x86_64'))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_A: 1, KVM_B: 2]
        patch.warnings() - 'the patch defines no ioctl' == warnings

        where:
        what                                 | text                                                                                                                     || warnings
        'no-break spaces'                    | quoted(hunk("+#define${NBSP}KVM_A${NBSP * 4} 1", "+#define KVM_B$NBSP 2"))                                                || []
        'no-break spaces, in base64'         | encoded(quoted(hunk("+#define${NBSP}KVM_A${NBSP * 4} 1", "+#define KVM_B$NBSP 2")))                                       || []
        'a comment of an earlier answer'     | quoted(quoted(hunk('+#define KVM_A 1', 'HERE', '+#define KVM_B 2'))).replace('> > HERE', '> I am not sure, don\'t we need more?') || []
        'a diff that is not quoted'          | quoted(" $HEADER | 2 ++\n arch/x86/include/uapi/asm/kvm.h | 1 +\n" + hunk('+#define KVM_A 1', '+#define KVM_B 2'))            || ['the quoted patch also changes arch/x86/include/uapi/asm/kvm.h, and that part is not quoted']
    }

    def "constants beside the added lines are known, also if they are gone today"() {
        when:
        def patch = PatchReader.read(mail('1', '[PATCH] KVM: x', '', hunk(' #define KVM_GONE 0x10', '+#define KVM_A (KVM_GONE + 1)')), Abi.of('x86_64'))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_A: 0x11]
    }

    def "bool of the kernel's own is one byte: #line"() {
        when:
        def patch = PatchReader.read(mail('1', '[PATCH] KVM: x', '', hunk(*line.readLines())), Abi.of('arm64'))

        then:
        patch.ioctls()*.request()*.with { Integer.toHexString(it) } == requests
        patch.structs().collectMany { struct -> struct.members()*.offset() } == offsets
        patch.warnings()[0] =~ /^line \d+: bool is a kernel-internal type; read as __u8$/

        where:
        line                                                 || requests     | offsets
        '+#define KVM_A _IOWR(KVMIO, 0xf1, bool)'            || ['c001aef1'] | []
        '+struct kvm_a {\n+\tbool on;\n+\t__u16 number;\n+};' || []           | [0, 2]
    }

    def "a constant that needs another header keeps the ABI's value, with a warning"() {
        when:
        def patch = PatchReader.read(mail('1', '[PATCH] KVM: arm64: x', '', hunk('+#define KVM_ARM64_SVE_VQ_MIN __SVE_OTHER')), Abi.of('arm64'))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_ARM64_SVE_VQ_MIN: Abi.of('arm64').constant('KVM_ARM64_SVE_VQ_MIN')]
        patch.warnings()[0] =~ /^line \d+: KVM_ARM64_SVE_VQ_MIN needs __SVE_OTHER, which neither the patch nor the ABI of arm64 defines; kvmsh uses the ABI's value of KVM_ARM64_SVE_VQ_MIN, 1$/
    }

    def "a quote may end inside a comment, and a patch may not: #kind"() {
        expect:
        constants(text) == read

        where:
        kind    | text                                                                               || read
        'quote' | quoted(hunk('+#define KVM_A 1', '+/*', '+ * The text of')) + '\nWhich text?\n'      || [KVM_A: 1]
        'patch' | hunk('+#define KVM_A 1', '+/*', '+ * The text of')                                 || null
    }

    def "a number that only the copy of a header gets is read too"() {
        given:
        def own = hunk(' #define KVM_A 1', '+#define KVM_B (KVM_A + 1)')
        def copy = hunk('+#define KVM_A 1', '+#define KVM_B (KVM_A + 1)').replace(HEADER, "tools/$HEADER")

        expect:
        constants(own + copy) == [KVM_A: 1, KVM_B: 2]
    }

    private static Map<String, Long> constants(String body) {
        try {
            PatchReader.read(mail('1', 'Re: [PATCH] KVM: x', '', body), Abi.of('x86_64')).constants().collectEntries { [(it.name()): it.value()] }
        } catch (PatchError e) {
            null
        }
    }

    def "lines for the kernel alone are left out, with a warning: #what"() {
        when:
        def patch = PatchReader.read(mail('1', '[PATCH] KVM: x', '', hunk(*lines)), Abi.of('x86_64'))

        then:
        patch.constants().collectEntries { [(it.name()): it.value()] } == [KVM_A: 3]
        patch.warnings()*.replaceFirst(/line \d+/, 'line N') - 'the patch defines no ioctl' == ['line N: KVM_A is skipped: it is for the kernel alone (__KERNEL__)'] * skipped

        where:
        what               | lines                                                                                                                                                              || skipped
        'with an else'     | ['+#ifdef __KERNEL__', '+#define KVM_A LIST_POISON1', '+#else', '+#define KVM_A 3', '+#endif']                                                                      || 1
        'a condition in it' | ['+#if defined(__KERNEL__)', '+#ifdef CONFIG_X', '+#define KVM_A 1', '+#else', '+#define KVM_A 2', '+#endif', '+#endif', '+#define KVM_A 3']                       || 2
        'one in the else'  | ['+# ifdef __KERNEL__ /* ours */', '+#define KVM_A 1', '+#else', '+#ifdef __x86_64__', '+#define KVM_A 3', '+#endif', '+#endif']                                      || 1
    }

    def "a character that C does not have is an error of the patch"() {
        when:
        PatchReader.read(mail('1', '[PATCH] KVM: x', '', hunk('+#define KVM_A \u00bd')), Abi.of('x86_64'))

        then:
        def e = thrown(PatchError)
        e.message =~ /^line \d+: KVM_A: a character that C does not have: /
    }

    private static String mail(String id, String title, String answered, String body) {
        def headed = body.startsWith('Content-') ? body : "\n$body"
        "From: Somebody <somebody@example.org>\nDate: Mon, 14 Jun 2021 02:53:50 +0000\nMessage-ID: <$id@list>\n${answered ? "In-Reply-To: <$answered@list>\n" : ''}Subject: $title\n$headed"
    }

    private static String hunk(String... lines) {
        "diff --git a/$HEADER b/$HEADER\n--- a/$HEADER\n+++ b/$HEADER\n@@ -100,${lines.count { it.startsWith(' ') }} +100,${lines.count { it =~ /^[ +]/ }} @@\n${lines.join('\n')}\n"
    }

    private static String quoted(String text) {
        text.readLines().collect { "> $it" }.join('\n') + '\n'
    }

    private static String encoded(String text) {
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n${text.getBytes('UTF-8').encodeBase64()}\n"
    }

    private static void git(Path at, String... arguments) {
        def process = new ProcessBuilder(['git', '-C', at.toString(), *arguments]).redirectErrorStream(true).start()
        assert process.waitFor() == 0, process.inputStream.text
    }
}
