package org.kvmsh.specs.runner

import com.google.gson.JsonParser
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.text.UserFolders
import org.kvmsh.specs.board.SmallKernelTree
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Programs
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** kvmsh test --bisect: git takes 1 to 124, 126 and 127 as bad, skips the commit at 125, and ends at 128 and above. */
class BisectSpec extends Specification {
    static final String MODEL = 'model:x86_64'
    static final String GOOD = "test('refused') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 } }\n"
    static final String BAD = "test('refused') { expect(errno: ENODEV) { kvm.ioctl KVM_CREATE_VM, 99 } }\n"
    static final String SKIP = "test('elsewhere', boards: 'arm64') { }\n"

    @TempDir
    Path folder

    @Sample(verify = 8)
    def "the exit status of #what is #status"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), script)

        expect:
        Kvmsh.run('test', '--bisect', *options, file.toString()).status == status

        where:
        what                                      | options                                  | script       || status
        'tests that pass'                         | ['-b', MODEL]                            | GOOD         || 0
        'a test that fails'                       | ['-b', MODEL]                            | BAD          || 1
        'one that passes and one that fails'      | ['-b', MODEL]                            | GOOD + BAD   || 1
        'one that passes and one that is skipped' | ['-b', MODEL]                            | GOOD + SKIP  || 0
        'a script that throws'                    | ['-b', MODEL]                            | 'throw new IllegalStateException()' || 1
        'tests that are all skipped'              | ['-b', MODEL]                            | SKIP         || 125
        'a test that does not end in time'        | ['-b', MODEL, '--timeout', '200ms']      | "test('long') { while (true) { } }" || 125
        'a board that is not available'           | ['-b', 'exec:false']                     | GOOD         || 125
        'a failure beside such a board'           | ['-b', MODEL, '-b', 'exec:false']        | BAD          || 1
        'a pass beside such a board'              | ['-b', MODEL, '-b', 'exec:false']        | GOOD         || 125
        'a script that does not compile'          | ['-b', MODEL]                            | 'test('      || 129
        'a board that no kvmsh has'               | ['-b', 'qemu:vax']                       | GOOD         || 129
        'an option that no kvmsh has'             | ['-b', MODEL, '--no-such']               | GOOD         || 129
        'a tree that is no kernel\'s'             | ['-b', 'qemu:x86_64?tree=/no/tree']      | GOOD         || 129
        'results that cannot be written'          | ['-b', MODEL, '--output', 'junit=/no/folder/a'] | GOOD         || 129
    }

    def "the exit status of a missing script, and of a board that is not set up, is 129"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), GOOD).toString()
        def bare = [PATH: folder.resolve('none').toString(), XDG_CACHE_HOME: folder.resolve('cache').toString()]

        expect:
        Kvmsh.run('test', '--bisect', '-b', MODEL, "${file}x".toString()).status == 129
        Kvmsh.runWith(bare, '', 'test', '--bisect', '-b', 'qemu:arm64', file).status == 129
        Kvmsh.runWith(bare, '', 'test', '-b', 'qemu:arm64', file).status == 2
    }

    /** Eight commits of a small tree whose kernel is the one that setup got; the fourth does not build, the sixth is the first bad one. */
    @Needs(['qemu:x86_64', 'agent:x86_64', 'git', 'make', 'gcc', 'x86_64-linux-gnu-gcc'])
    def "git bisect run finds the first bad commit, and skips one that does not build"() {
        given:
        def small = new SmallKernelTree(folder)
        // The board's agent is compiled.
        ['gcc', 'x86_64-linux-gnu-gcc'].each { Files.delete(folder.resolve("bin/$it")) }
        def kept = UserFolders.of(System.getenv()).cache().resolve('boards/linux-image-cloud-amd64')
        def release = kept.resolve('version').toFile().text.strip()
        small.write('.gitignore', 'run\n')
        (1..8).each {
            small.write('Makefile', SmallKernelTree.makefile(it == 4 ? 'echo "a.c:1:1: error: no"; false' : 'true', kept.resolve('kernel').toRealPath().toString(), release, kept.resolve('modules').toRealPath().toString()))
            small.write('check.groovy', it < 6 ? GOOD : BAD)
            small.write('virt/kvm/kvm_main.c', "int commit = $it;\n")
            small.committed("commit $it")
        }
        Programs.write(small.tree.resolve('run'), "exec ${System.getProperty('java.home')}/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '${System.getProperty('java.class.path')}' org.kvmsh.repl.Main \"\$@\"")

        when:
        small.git('bisect', 'start', 'HEAD', 'HEAD~7')
        def log = small.git('bisect', 'run', './run', 'test', '--bisect', '-b', 'qemu:x86_64?tree=.', 'check.groovy')

        then:
        log.contains('first bad commit')
        small.git('log', '-1', '--format=%s', 'refs/bisect/bad') == 'commit 6\n'

        when: 'the commit that does not build'
        small.git('bisect', 'reset')
        small.git('checkout', '-q', 'HEAD~4')
        def result = Kvmsh.runWith(small.environment(), '', 'test', '--bisect', '-b', "qemu:x86_64?tree=$small.tree", small.tree.resolve('check.groovy').toString())

        then:
        result.status == 125
        result.out.contains('a.c:1:1: error: no')

        when: 'a change that is not committed'
        small.git('checkout', '-q', 'HEAD~1')
        small.write('virt/kvm/kvm_main.c', 'int changed;\n')
        def diff = small.git('diff', '--binary', 'HEAD').digest('SHA-256')
        def report = folder.resolve('results.json')
        def changed = Kvmsh.runWith(small.environment(), '', 'test', '-b', "qemu:x86_64?tree=$small.tree", '--output', "json=$report", small.tree.resolve('check.groovy').toString())

        then: 'the results have the commit and the hash of the change'
        changed.status == 0
        JsonParser.parseString(report.toFile().text).asJsonObject.getAsJsonArray('boards').get(0).asJsonObject.get('about').asString.endsWith(", built from ${small.tree.toRealPath()} at ${small.git('rev-parse', 'HEAD').substring(0, 12)}, modified (sha256 of git diff HEAD: ${diff.substring(0, 12)})")
    }
}
