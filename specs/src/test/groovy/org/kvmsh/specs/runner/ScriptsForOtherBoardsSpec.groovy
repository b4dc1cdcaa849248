package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** Scripts that are not for a board: a run of several counts them and does not list them; what else is skipped has its reason. */
class ScriptsForOtherBoardsSpec extends Specification {
    static final String BOARD = 'model:x86_64 (model)'

    @TempDir
    Path folder

    def "a run #how counts them"() {
        given:
        script('arm.groovy', "needs boards: 'arm64'\ntest('one') { }\ntest('two') { }")
        script('ppc.groovy', "needs boards: 'ppc64'")
        script('here.groovy', "test('one', boards: 's390x') { }\ntest('two') { expect { true } }")
        script('rma.groovy', 'needs cap: KVM_CAP_PPC_RMA')
        script('s390.js', "needs({boards: ['s390x', 'riscv64']})")

        when:
        def result = run('test', '-b', 'model:x86_64', '--run', folder.resolve('run').toString(), *options, folder.toString())

        then:
        result.status == 0
        ordered(result.out.readLines().drop(1)) == ordered(
                ['here.groovy', 'ok 1 one # SKIP needs a board that matches s390x; this board is model:x86_64 (x86_64, model)', 'ok 2 two',
                 'rma.groovy', "ok 1 rma.groovy # SKIP KVM_CAP_PPC_RMA is 0 on $BOARD".toString(),
                 'skipped: needs a board that matches s390x; this board is model:x86_64 (x86_64, model)', "skipped: KVM_CAP_PPC_RMA is 0 on $BOARD".toString(),
                 'skipped: 3 scripts for other boards', "$BOARD: 1 passed, 0 failed, 5 skipped".toString()])
        Kvmsh.run('report', folder.resolve('run').toString()).out.readLines().contains('skipped: 3 scripts for other boards')

        where:
        how                      | run                | options      | ordered
        'of one after the other' | Kvmsh::run         | []           | { it }
        // Each is printed when it ends.
        'of two at once'         | Kvmsh::run         | ['-j', '2']  | { it.sort() }
        'of a process for each'  | StartedKvmsh::run  | ['--isolate'] | { it }
    }

    def "one of them has its name, and a run of it alone its reason"() {
        given:
        script('arm.groovy', "needs boards: 'arm64'")
        script('here.groovy', 'expect { true }')

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.toString()).out.readLines().drop(1) ==
                ['here.groovy', 'ok 1 here.groovy', 'skipped: 1 script for other boards: arm.groovy', "$BOARD: 1 passed, 0 failed, 1 skipped".toString()]
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.resolve('arm.groovy').toString()).out.readLines().drop(1) ==
                ['arm.groovy', 'ok 1 arm.groovy # SKIP needs a board that matches arm64; this board is model:x86_64 (x86_64, model)',
                 'skipped: needs a board that matches arm64; this board is model:x86_64 (x86_64, model)', "$BOARD: 0 passed, 0 failed, 1 skipped".toString()]
    }

    def "what it has printed before is shown below its name"() {
        given:
        script('arm.groovy', "println 'begins'\nneeds boards: 'arm64'")
        script('here.groovy', 'expect { true }')

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.toString()).out.readLines().drop(1).take(3) == ['arm.groovy', 'begins', 'here.groovy']
    }

    def script(String name, String text) {
        Files.writeString(folder.resolve(name), text + '\n')
    }
}
