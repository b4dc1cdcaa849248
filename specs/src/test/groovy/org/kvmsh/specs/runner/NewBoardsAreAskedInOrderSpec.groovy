package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh bringup}: the tests of a new board's first hour, in their order, with a line for each script. */
class NewBoardsAreAskedInOrderSpec extends Specification {
    static final String MODEL = 'model:x86_64'

    @TempDir
    Path folder

    def "scripts run in the order of their tests' places, and tests without a place do not run"() {
        given:
        script('a.groovy', "test('registers', bringup: 140) { expect { 1 == 1 } }\ntest('no place') { expect { 1 == 2 } }")
        script('b.js', "test('a VM', {bringup: 40}, () => { expect(() => vm({}) != null) })")
        script('c.groovy', "test('version', bringup: 10) { expect { kvm.ioctl(KVM_GET_API_VERSION) == 12 } }\ntest('later', bringup: 169) { expect { 1 == 1 } }\ntest('there', bringup: 20) { expect { 1 == 1 } }")
        script('d.groovy', "test('none') { expect { 1 == 2 } }")

        when:
        def result = bringup()

        then:
        result.status == 0
        lines(result) == ['ok KVM c.groovy: 3 tests passed', 'ok memory b.js: 1 test passed', 'ok registers a.groovy: 1 test passed']
        result.out.readLines().last() == "$MODEL (model): 5 passed, 0 failed, 0 skipped"
    }

    def "a script with a test that can hang the board runs last, under the stage of its other tests"() {
        given:
        script('a.groovy', "test('exits', bringup: 70) { expect { 1 == 1 } }\ntest('memory', bringup: 40) { expect { 1 == 1 } }\ntest('can hang', bringup: 170) { expect { 1 == 1 } }")
        script('b.groovy', "test('moves', bringup: 160) { expect { 1 == 1 } }")

        expect:
        lines(bringup()) == ['ok move b.groovy: 1 test passed', 'ok exits a.groovy: 3 tests passed']
    }

    def "a script in which a test hung runs last the next time, until it has ended"() {
        given:
        script('a.groovy', "test('hangs', bringup: 130) { while (new File('$folder/hang').exists()) { } }")
        script('b.groovy', "test('registers', bringup: 140) { expect { 1 == 1 } }")
        Files.writeString(folder.resolve('hang'), '')

        when:
        def results = (1..3).collect { number ->
            if (number == 3) {
                Files.delete(folder.resolve('hang'))
            }
            bringup('--run', folder.resolve("run-$number").toString(), '--timeout', '1s')
        } + bringup('--run', folder.resolve('run-4').toString())

        then:
        results*.status == [1, 1, 0, 0]
        results.collect { lines(it)*.replaceFirst(/.* (\w)\.groovy: .*/, '$1').join() } == ['ab', 'ba', 'ba', 'ab']
        results.collect { it.err.contains('run last, because a test hung or lost the board in an earlier run: a.groovy') } == [false, true, true, false]
    }

    def "before the first test there is a line for what can be seen of the board"() {
        given:
        script('a.groovy', "test('version', bringup: 10) { expect { 1 == 1 } }")

        when:
        def seen = bringup().out.readLines().drop(1).takeWhile { !it.contains('a.groovy') }.findAll { !it.startsWith(' ') }

        then:
        seen*.replaceAll(/^(ok|not visible) +([a-z]+( [a-z]+)?)  .*/, '$1: $2') == ['ok: link', 'not visible: kernel', 'not visible: configuration', 'ok: parameters', 'ok: kernel log', 'ok: capabilities', 'ok: limits', 'not visible: huge pages']
        seen[0] =~ /round trip [0-9.]+ (us|ms) \(median of 65\), 256 KB written and read back in [0-9.]+ (us|ms)$/
    }

    def "a script of #stage of which no test passes #ends the run, and one that has passed ends none"() {
        given:
        script('a.groovy', "test('fails', bringup: $place) { expect { 1 == 2 } }")
        script('b.groovy', "test('fails', bringup: $place) { expect { 1 == 2 } }\ntest('passes', bringup: $place) { expect { 1 == 1 } }")
        script('c.groovy', "test('later', bringup: 300) { expect { 1 == 1 } }")

        when:
        def result = bringup()

        then:
        result.status == 1
        lines(result) == expected
        result.out.contains('not run: it depends on a.groovy, in which no test passed') == (ends == 'ends')

        where:
        stage        | place || expected                                                                                                                                          | ends
        'vCPUs'      | 50    || ['not ok vCPUs a.groovy: 1 of 1 test failed']                                                                                                       | 'ends'
        'exits'      | 79    || ['not ok exits a.groovy: 1 of 1 test failed']                                                                                                       | 'ends'
        'interrupts' | 80    || ['not ok interrupts a.groovy: 1 of 1 test failed', 'not ok interrupts b.groovy: 1 of 2 tests failed', 'ok end c.groovy: 1 test passed'] | 'does not end'
    }

    def "the values of another board's run are beside its own, without times of a board that is not real"() {
        given:
        script('a.groovy', "test('version', bringup: 10) { expect { 1 == 1 } }")
        bringup('--run', folder.resolve('reference').toString())

        when:
        def result = bringup('--like', folder.resolve('reference').toString())

        then:
        result.out.readLines().find { it.contains('a.groovy') } =~ /a.groovy: 1 test passed, \d+ ms; model:x86_64: 1 test passed$/
        result.out.readLines().find { it.contains('capabilities') } =~ /capabilities   25 nonzero; model:x86_64: 25, same values$/
    }

    def "so are the facts of a file"() {
        given:
        script('a.groovy', "test('version', bringup: 10) { expect { 1 == 1 } }")
        def facts = folder.resolve('facts.json')
        Files.writeString(facts, Kvmsh.run('boards', 'facts', 'model:ppc-pr').out)

        expect:
        bringup('--like', facts.toString()).out.readLines().find { it.contains('capabilities') } =~ /25 nonzero; model:ppc-pr: \d+; missing here: KVM_CAP_/
    }

    def "so are a board's"() {
        given:
        script('a.groovy', "test('version', bringup: 10) { expect { 1 == 1 } }")

        expect:
        bringup('--like', 'model:ppc-pr').out.readLines().find { it.contains('capabilities') } =~ /25 nonzero; model:ppc-pr: \d+; missing here: KVM_CAP_/
    }

    def "the run is kept, its page is made by the command that is printed, and kvmsh test repeats what failed"() {
        given:
        script('a.groovy', "test('fails', bringup: 90) { expect { 1 == 2 } }")
        def kept = folder.resolve('kept').toString()

        when:
        def result = bringup('--run', kept)

        then:
        result.err.contains("kvmsh bringup: to write an HTML report: ")
        result.err.contains(" report $kept --html DIRECTORY")
        Kvmsh.run('report', kept, '--html', folder.resolve('page').toString()).status == 1
        Files.readString(folder.resolve('page/index.html')).contains('a.groovy')
        Kvmsh.run('test', "--rerun-failed=$kept", '--run', 'none').out.contains('not ok 1 fails')
    }

    def "wrong use is refused before a board is opened: #arguments"() {
        when:
        def result = Kvmsh.run(['bringup', *arguments.collect { it.replace('FOLDER', folder.toString()).replace('ROOT', Kvmsh.ROOT.toString()) }] as String[])

        then:
        result.status == 2
        result.out == ''
        result.err.replace(folder.toString(), 'FOLDER').replace(Kvmsh.ROOT.toString(), 'ROOT').readLines()[0].startsWith(message)

        where:
        arguments                                     || message
        ['nonesuch', '--suite', 'FOLDER']             || 'kvmsh bringup: no board nonesuch; known boards: kvm, '
        [MODEL, '--suite', 'FOLDER/none']             || 'kvmsh bringup: cannot read FOLDER/none: no such file or directory'
        [MODEL, '--suite', 'ROOT/docs']                    || 'kvmsh bringup: no script in ROOT/docs: script names end with .groovy or .js'
        [MODEL, '--suite', 'ROOT/scripts/x86']             || 'kvmsh bringup: no test in ROOT/scripts/x86 is marked \'bringup:\''
        [MODEL, '--like', 'FOLDER']                   || "kvmsh bringup: FOLDER is not a run's directory: it has no run.json; kvmsh test records runs"
        [MODEL, '--like', 'ROOT/README.md']                || 'kvmsh bringup: ROOT/README.md:1:2: not JSON; expected the output of kvmsh boards facts NAME'
        [MODEL, '--like', 'nonesuch']                 || 'kvmsh bringup: --like=nonesuch is not a file, a run directory or a board'
        [MODEL, '--like', 'nonesuch', '--suite', 'FOLDER/none'] || 'kvmsh bringup: --like=nonesuch is not a file, a run directory or a board'
    }

    @Timeout(900)
    @Sample(of = 16, verify = 64)
    def "on #board the first hour of #suite passes"() {
        given:
        Needed.orSkip(board, "asm:${Needed.mode(board)}")

        when:
        def result = Kvmsh.runShared('bringup', board, '--suite', Kvmsh.script(suite), '--run', 'none')

        then:
        result.out.readLines().findAll { it.startsWith('not ok') } == []
        result.status == 0
        (result.out.readLines().last() =~ /: (\d+) passed, 0 failed/)[0][1].toInteger() >= held

        where:
        board                | suite                 || held
        'qemu:riscv64'       | 'suite/vcpus.groovy'  || 11
        'qemu:riscv64'       | 'suite'               || 600
        'qemu:ppc64'         | 'suite'               || 400
        'qemu:ppc64-powernv' | 'suite'               || 400
        'qemu:arm64'         | 'suite'               || 600
        'qemu:arm64-gicv3'   | 'suite'               || 600
        'qemu:x86_64'        | 'suite'               || 1200
    }

    private Kvmsh.Result bringup(String... more) {
        Kvmsh.run('bringup', MODEL, '--suite', folder.resolve('suite').toString(), *('--run' in more ? [] : ['--run', 'none']), *more)
    }

    /** The lines of its scripts: verdict, stage and result, without times and what is beside. */
    private static List<String> lines(Kvmsh.Result result) {
        result.out.readLines().findAll { it =~ /^(ok|not ok|skipped) .*[.](groovy|js): / }*.replaceAll(/, \d+ ms.*/, '')*.replaceAll(/ +/, ' ')
    }

    private void script(String name, String text) {
        Files.createDirectories(folder.resolve('suite'))
        Files.writeString(folder.resolve('suite').resolve(name), text)
    }
}
