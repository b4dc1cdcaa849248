package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** Scripts that are not for a board: a run of several counts them and does not list them; what else is skipped has its reason. */
class ScriptsForOtherBoardsSpec extends Specification {
    static final String BOARD = 'model:x86_64 (model)'

    @TempDir
    Path folder

    @Sample(verify = 16)
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
                 'not run: 3 scripts for other boards', "$BOARD: 1 passed, 0 failed, 2 skipped".toString()])
        Kvmsh.run('report', folder.resolve('run').toString()).out.readLines().contains('not run: 3 scripts for other boards')

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
                ['here.groovy', 'ok 1 here.groovy', 'not run: 1 script for other boards: arm.groovy', "$BOARD: 1 passed, 0 failed, 0 skipped".toString()]
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.resolve('arm.groovy').toString()).out.readLines().drop(1) ==
                ['arm.groovy', 'ok 1 arm.groovy # SKIP needs a board that matches arm64; this board is model:x86_64 (x86_64, model)',
                 'skipped: needs a board that matches arm64; this board is model:x86_64 (x86_64, model)', "$BOARD: 0 passed, 0 failed, 1 skipped".toString()]
    }

    def "no file of results has them as tests, but their number: #how"() {
        given:
        script('arm.groovy', "needs boards: 'arm64'\ntest('one') { }")
        script('ppc.groovy', "needs boards: 'ppc64'")
        script('here.groovy', "test('it') { expect { true } }")
        def outputs = ['junit', 'ktap', 'json'].collectMany { ['--output', "$it=${folder.resolve(it)}".toString()] }

        when:
        def run = Kvmsh.run('test', '-b', 'model:x86_64', '--run', folder.resolve('run').toString(), *(how == 'test' ? outputs : []), folder.toString())
        def report = Kvmsh.run('report', folder.resolve('run').toString(), '--lava', '--html', folder.resolve('page').toString(), *(how == 'test' ? [] : outputs))
        def ktap = Files.readString(folder.resolve('ktap')).readLines()
        def junit = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(folder.resolve('junit').toFile())
        def json = Json.facts(folder.resolve('json'), '').boards[0]
        def page = Files.readString(folder.resolve('page/index.html')).replaceAll(/<[^>]*>/, '')

        then:
        run.out.readLines().last() == "$BOARD: 1 passed, 0 failed, 0 skipped"
        report.status == 0
        report.out.readLines().findAll { it.contains('TESTCASE') }.size() == 1
        ktap.findAll { it.contains('..') || it.contains('other boards') || it.contains('arm') }*.trim() == ['1..1', '1..1', '# 2 scripts for other boards', '1..1']
        ktap.last() == '# Totals: pass:1 fail:0 xfail:0 xpass:0 skip:0 error:0'
        elements(junit, 'testcase')*.getAttribute('classname') == ['model:x86_64 (model).here_groovy']
        elements(junit, 'property').find { it.getAttribute('name') == 'scripts for other boards' }.getAttribute('value') == '2'
        [json.scriptsForOtherBoards, json.scripts*.script] == [2, ['here.groovy']]
        page.contains("Not run on $BOARD: 2 scripts for other boards.")
        !page.contains('arm.groovy') && !page.contains('Skipped')

        where:
        how << ['test', 'report']
    }

    def "a board for which all scripts are for others is no error"() {
        given:
        script('arm.groovy', "needs boards: 'arm64'")
        script('ppc.groovy', "needs boards: 'ppc64'")

        when:
        def run = Kvmsh.run('test', '-b', 'model:x86_64', '--run', folder.resolve('run').toString(), '--output', "ktap=${folder.resolve('ktap')}", '--output', "junit=${folder.resolve('junit')}", folder.toString())

        then:
        run.status == 0
        run.out.readLines().drop(1) == ['not run: 2 scripts for other boards', "$BOARD: 0 passed, 0 failed, 0 skipped".toString()]
        Files.readString(folder.resolve('ktap')).readLines() == ['KTAP version 1', '1..1', "ok 1 $BOARD # SKIP 2 scripts for other boards".toString(), '# Totals: pass:0 fail:0 xfail:0 xpass:0 skip:0 error:0']
        Kvmsh.run('report', folder.resolve('run').toString()).status == 0
    }

    def "a script that is for other boards since is compared with what it gave before"() {
        given:
        script('a.groovy', "test('it') { expect { true } }")
        script('b.groovy', "test('it') { expect { true } }")
        script('never.groovy', "needs boards: 'arm64'")
        run('before')
        script('b.groovy', "needs boards: 'arm64'\ntest('it') { expect { true } }")
        run('after')

        expect:
        def text = Kvmsh.run('compare', folder.resolve('before').toString(), folder.resolve('after').toString()).out
        text.contains('b.groovy')
        !text.contains('never.groovy')
    }

    private static List elements(document, String name) {
        def found = document.getElementsByTagName(name)
        (0..<found.length).collect { found.item(it) }
    }

    private void run(String name) {
        Kvmsh.run('test', '-b', 'model:x86_64', '--run', folder.resolve(name).toString(), *['a', 'b', 'never'].collect { folder.resolve("${it}.groovy").toString() })
    }

    def "nothing else of it is read: #name"() {
        given:
        script(name, text + "\nx %\$")

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.resolve(name).toString()).out.readLines()[2] ==
                "ok 1 $name # SKIP needs a board that matches $needed; this board is model:x86_64 (x86_64, model)"

        where:
        name       | needed               | text
        'a.groovy' | 'arm64'              | "needs boards: 'arm64'"
        'b.groovy' | 'arm64 or qemu:ppc*' | "// Some.\n\n  // More.\nneeds boards:  ['arm64', \"qemu:ppc*\"]  // Why."
        'c.groovy' | 'emulated'           | "needs boards: 'x86_64';\nneeds boards: ['real', 'model']\n\n// Third.\nneeds boards: 'emulated'\nfoo"
        'd.js'     | 'arm64 or riscv64'   | "// Some.\nneeds({boards: 'x86_64'})\nneeds({ boards: ['arm64', 'riscv64'] });"
    }

    def "it is read where its first statements do not say it alone: #text"() {
        given:
        script('a.groovy', text + "\nx %\$")

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', folder.resolve('a.groovy').toString()).out.contains('does not compile')

        where:
        text << ["needs boards: 'arm64', cap: KVM_CAP_IRQFD", "def a = 'arm64'\nneeds boards: 'arm64'", 'needs boards: "$a"', "needs boards: 'arm64' + x",
                 "needs boards: 'arm64'\n  .replace('arm64', 'x86_64')", "/* needs boards: 'arm64'\n */", "needs boards: 'x86_64'\nneeds boards: 'mod*'"]
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
