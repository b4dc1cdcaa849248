package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.PatchedTree
import spock.lang.Specification
import spock.lang.TempDir

@Needs('git')
class RfcOfCommitsSpec extends Specification {
    private static final String BEFORE = '#ifndef __LINUX_KVM_H\n#define __LINUX_KVM_H\n#define KVMIO 0xAE\n#endif\n'

    @TempDir
    Path folder

    private String tree() {
        def tree = new PatchedTree(folder, BEFORE)
        tree.commit('KVM: Add a capability', [(PatchedTree.HEADER): BEFORE.replace('#endif', '#define KVM_CAP_FRESH 4000\n#endif')])
        tree.commit('KVM: Add an ioctl', [(PatchedTree.HEADER): tree.header().replace('#endif', '#define KVM_FRESH _IO(KVMIO, 0xf3)\n#endif')])
        folder.resolve('tree').toString()
    }

    def "#language reads a commit of a git tree, and a range of them"() {
        given:
        def tree = tree()

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', one.replace('TREE', tree)).out.contains('KVM_FRESH 0x0000aef3')
        def series = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', language, '-e', range.replace('TREE', tree)).out
        series.contains('KVM_FRESH 0x0000aef3') && series.contains('KVM_CAP_FRESH')

        where:
        language | one                                         | range
        'groovy' | "rfc commit: 'HEAD', tree: 'TREE'"          | "rfc commit: 'before..HEAD', tree: 'TREE'"
        'js'     | "rfc({commit: 'HEAD', tree: 'TREE'})"       | "rfc({commit: 'before..HEAD', tree: 'TREE'})"
    }

    def "a file reads one too, and calls what it adds"() {
        given:
        def file = Files.writeString(folder.resolve('fresh.groovy'), """\
            rfc commit: 'before..HEAD', tree: '${tree()}'
            expect { KVM_CAP_FRESH == 4000 }
            expect(errno: ENOTTY) { vm { }.ioctl KVM_FRESH }
            """.stripIndent())
        def run = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        expect:
        run.status == 0
        run.err == ''
    }

    def "#why: #message"() {
        given:
        def tree = tree()
        def run = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "rfc ${named.replace('TREE', tree)}".toString())

        expect:
        run.status != 0
        (run.out + run.err).replace(tree, 'TREE').contains(message)

        where:
        why                   | named                                   | message
        'an unknown commit'   | "commit: 'nowhere', tree: 'TREE'"       | 'git format-patch nowhere in TREE failed: fatal: '
        'an empty range'      | "commit: 'HEAD..HEAD', tree: 'TREE'"    | 'commit HEAD..HEAD in TREE has no patch'
        'no directory'        | "commit: 'HEAD', tree: 'TREE/nowhere'"  | 'tree: is the directory of a git tree, but TREE/nowhere is not a directory'
        'an option of git'    | "commit: '--all', tree: 'TREE'"         | 'commit: is a commit or a range of commits, not --all'
        'no commit'           | "tree: 'TREE'"                          | 'commit: is a commit or a range of commits, not null'
        'a misspelt argument' | "comit: 'HEAD'"                         | "rfc has no argument 'comit:'"
    }
}
