package org.kvmsh.specs.kit

import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path

/** A tree of git's with a header of KVM's in it, whose commits are sent as mails and applied by git am to a copy of the tree as it was. */
class PatchedTree {
    static final String HEADER = 'include/uapi/linux/kvm.h'
    /** What git takes from no file of the person's. */
    private static final Map<String, String> OWN = [GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_AUTHOR_NAME: 'René Example',
            GIT_AUTHOR_EMAIL: 'rene@example.org', GIT_COMMITTER_NAME: 'René Example', GIT_COMMITTER_EMAIL: 'rene@example.org',
            GIT_AUTHOR_DATE: '2026-03-03T10:00:00+0100', GIT_COMMITTER_DATE: '2026-03-03T10:00:00+0100']

    private final Path folder
    private final Path tree
    private int applied

    PatchedTree(Path folder, String header) {
        this.folder = folder
        this.tree = Files.createDirectories(folder.resolve('tree'))
        git(tree, 'init', '-q')
        commit('The header as it is', [(HEADER): header])
        git(tree, 'tag', 'before')
    }

    /** The header as the commits left it. */
    String header() {
        Files.readString(tree.resolve(HEADER))
    }

    void commit(String message, Map<String, String> files) {
        files.each { name, text ->
            def file = tree.resolve(name)
            Files.createDirectories(file.parent)
            Files.writeString(file, text)
        }
        git(tree, 'add', '.')
        git(tree, 'commit', '-q', '-m', message)
    }

    /** The commits since the first one as a mailbox. */
    String mails(String... options) {
        git(tree, 'format-patch', '--stdout', *options, 'before')
    }

    /** The header after git am has applied a mailbox to the tree as it was before the commits. */
    String applied(String mails) {
        def copy = folder.resolve("copy-${++applied}")
        git(folder, 'clone', '-q', tree.toString(), copy.toString())
        git(copy, 'reset', '-q', '--hard', 'before')
        def mailbox = folder.resolve("mailbox-$applied")
        Files.writeString(mailbox, mails)
        git(copy, 'am', '-q', mailbox.toString())
        Files.readString(copy.resolve(HEADER))
    }

    /** The mail with its text encoded, like non-ASCII mails. */
    static String encoded(String mail, String encoding) {
        def (head, body) = mail.split('\n\n', 2)
        def kept = head.readLines().findAll { !it.matches('(?i)(mime-version|content-.*):.*') }.join('\n')
        "$kept\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: $encoding\n\n${encodedText(body, encoding)}\n"
    }

    /** By RFC 2045; git am verifies it by accepting it. */
    private static String encodedText(String text, String encoding) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8)
        if (encoding == 'base64') {
            return Base64.getMimeEncoder(76, '\n'.bytes).encodeToString(bytes)
        }
        new String(bytes, StandardCharsets.ISO_8859_1).readLines().collect { line ->
            def characters = line.collect { it == '=' || it > '~' ? String.format('=%02X', (int) (it as char)) : it }
            // A line of at most 76 characters, the = at its end included (RFC 2045, 6.7).
            characters.collate(25)*.join().join('=\n')
        }.join('\n')
    }

    private static String git(Path where, String... arguments) {
        def builder = new ProcessBuilder('git', *arguments).directory(where.toFile()).redirectErrorStream(true)
        builder.environment().putAll(OWN)
        def process = builder.start()
        process.outputStream.close()
        def out = new String(process.inputStream.readAllBytes(), StandardCharsets.UTF_8)
        if (process.waitFor() != 0) {
            throw new IllegalStateException("git ${arguments.join(' ')}: $out")
        }
        out
    }
}
