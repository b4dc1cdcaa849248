package org.kvmsh.specs.proposal

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.PatchedTree
import org.kvmsh.specs.kit.Sample
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

    def "kvmsh abi import --commit shows the same: #commit"() {
        given:
        def run = Kvmsh.run('abi', 'import', '--commit', commit, '--tree', tree())

        expect:
        run.status == 0
        run.out.contains('KVM_FRESH 0x')
        run.out.contains('KVM_CAP_FRESH') == both

        where:
        commit         | both
        'HEAD'         | false
        'before..HEAD' | true
    }

    def "kvmsh abi import #why: #message"() {
        given:
        def tree = tree()
        def run = Kvmsh.run('abi', 'import', *arguments*.replace('TREE', tree))

        expect:
        run.status == 2
        run.err.replace(tree, 'TREE').contains(message)

        where:
        why                      | arguments                                             | message
        'of an unknown commit'   | ['--commit', 'nowhere', '--tree', 'TREE']             | 'kvmsh abi: git format-patch nowhere in TREE failed: fatal: '
        'of no directory'        | ['--commit', 'HEAD', '--tree', 'TREE/nowhere']        | 'kvmsh abi: --tree must be the directory of a git tree; TREE/nowhere is not a directory'
        'without file or commit' | []                                                    | 'expected FILE or --commit COMMIT'
        'with both'              | ['--commit', 'HEAD', '--tree', 'TREE', 'some.patch']  | 'expected FILE or --commit, not both'
    }

    def "a file reads one too, and calls the new ioctl"() {
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

    @Sample(verify = 4)
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
        'an empty range'      | "commit: 'HEAD..HEAD', tree: 'TREE'"    | 'no patch for HEAD..HEAD in TREE: a merge commit, or an empty range'
        'no directory'        | "commit: 'HEAD', tree: 'TREE/nowhere'"  | 'tree: must be the directory of a git tree; TREE/nowhere is not a directory'
        'an option of git'    | "commit: '--all', tree: 'TREE'"         | 'commit: must be a commit or a commit range, not --all'
        'no commit'           | "tree: 'TREE'"                          | 'commit: must be a commit or a commit range, not null'
        'a misspelled argument' | "comit: 'HEAD'"                         | "rfc has no argument 'comit:'"
    }
}
