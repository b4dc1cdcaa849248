package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path

/**
 * The hunks of KVM's headers in a mail, found without kvmsh's own reader: git mailinfo decodes the mail, and patch(1) applies the hunks.
 * A quoted diff is used as far as it is quoted.
 */
class MailedDiff {
    /** A hunk of a header, which is {@code linux} or the directory below arch/. */
    static class Hunk {
        String header
        int oldLine
        List<String> lines = []

        List<String> added() {
            lines.findAll { it.startsWith('+') }*.substring(1)
        }

        String text() {
            def counts = ['-', '+'].collect { mark -> lines.count { it[0] in [' ', mark] } }
            "@@ -$oldLine,${counts[0]} +$oldLine,${counts[1]} @@\n${lines.join('\n')}\n"
        }
    }

    private static final List HEADERS = [
            [/(?:include\/(?:uapi\/)?)linux\/kvm\.h/, false], [/arch\/(\w+)\/include\/(?:uapi\/)?asm\/kvm\.h/, false], [/include\/uapi\/arch\/(\w+)\/asm\/kvm\.h/, false],
            [/(?:tools|usr)\/include\/(?:uapi\/)?linux\/kvm\.h/, true], [/linux-headers\/linux\/kvm\.h/, true],
            [/(?:arm\/)?(aarch64|arm64|x86|powerpc|mips|riscv)\/include\/asm\/kvm\.h/, true],
            [/tools\/arch\/(\w+)\/include\/(?:uapi\/)?asm\/kvm\.h/, true], [/linux-headers\/asm-(\w+)\/kvm\.h/, true]]

    final List<Hunk> hunks

    MailedDiff(String mail, Path folder) {
        def all = hunks(lines(decoded(mail, folder)))
        def own = all.findAll { !it.copy }*.hunk
        this.hunks = own + all.findAll { it.copy && !(it.hunk.header in own*.header) }*.hunk
    }

    private static List<String> decoded(String mail, Path folder) {
        def process = new ProcessBuilder('git', 'mailinfo', '-b', '--encoding=UTF-8', 'message', 'patch').directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve('info').toFile()).start()
        // It would join lines of a quoted diff that end with a blank.
        process.outputStream.withStream { it << mail.replaceFirst(/(?i)format="?flowed"?/, 'format=fixed').getBytes('UTF-8') }
        assert process.waitFor() == 0
        ['message', 'patch'].collectMany { new String(Files.readAllBytes(folder.resolve(it)), 'UTF-8').replace('\u00a0', ' ').replace('\r', '').split('\n', -1).toList() }
    }

    /** Those of the diff without their marks of quoting; null where the reviewer wrote something. */
    private static List<String> lines(List<String> given) {
        if (given.any { it =~ /^(diff --git |@@ -\d)/ }) {
            return given
        }
        def depth = 0
        given.collect { line ->
            def start = line =~ /^((?:> ?)+)(?:diff --git |@@ -\d|\+\+\+ )/
            depth = start ? start[0][1].count('>') : depth
            def rest = line
            for (int i = 0; i < depth && rest != null; i++) {
                rest = rest.startsWith('> ') ? rest.substring(2) : rest.startsWith('>') ? rest.substring(1) : null
            }
            depth == 0 ? null : rest
        }
    }

    private static List<Map> hunks(List<String> lines) {
        def found = []
        Map file = null
        Hunk hunk = null
        int oldLeft = 0
        int newLeft = 0
        lines.each { line ->
            def named = line =~ /^(?:diff --git a\/\S+ b\/|\+\+\+ (?:b\/)?)(\S+)/
            def head = line =~ /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/
            if (line != null && named && (hunk == null || line.startsWith('diff '))) {
                file = header(named[0][1])
                hunk = null
            } else if (line != null && head) {
                hunk = new Hunk(header: file?.header, oldLine: head[0][1] as int)
                oldLeft = (head[0][2] ?: 1) as int
                newLeft = (head[0][3] ?: 1) as int
                if (file) {
                    found << [hunk: hunk, copy: file.copy]
                }
            } else if (hunk != null && line != null) {
                def text = line ?: ' '
                if (text[0] in ['+', '-', ' ']) {
                    hunk.lines << text
                    oldLeft -= text[0] == '+' ? 0 : 1
                    newLeft -= text[0] == '-' ? 0 : 1
                }
                hunk = oldLeft <= 0 && newLeft <= 0 ? null : hunk
            }
        }
        found.findAll { each -> each.hunk.lines.any { it[0] != ' ' } }
    }

    private static Map header(String file) {
        HEADERS.findResult { pattern, copy ->
            def match = file =~ /^$pattern$/
            match.matches() ? [header: match.groupCount() == 0 ? 'linux' : match[0][1].replace('aarch64', 'arm64'), copy: copy] : null
        }
    }
}
