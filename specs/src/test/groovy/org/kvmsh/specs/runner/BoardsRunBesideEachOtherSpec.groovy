package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code kvmsh test -b A -b B}: boards run beside each other as far as the host has processors for them. Their scripts meet by files here. */
@Timeout(900)
class BoardsRunBesideEachOtherSpec extends Specification {
    static final List<String> MODELS = ['model:x86_64', 'model:rfc', 'model:arm-vgicv2']
    static final String STUCK = 'new java.util.concurrent.Semaphore(0).acquireUninterruptibly()'

    @TempDir
    Path folder
    @AutoCleanup
    StartedKvmsh started

    def "boards meet, and each prints in one piece, in the order in which they were named: #boards"() {
        given:
        boards.each { Needed.orSkip(it) }
        script('a.groovy', """\
            println "first of \$board.name"
            new File('$folder', board.name.replace(':', '-') + '.there').text = ''
            test('meets') { expect { ${met(boards.size())} } }
            // The board whose output is shown first is the last one.
            Thread.sleep(board.name == '${boards[0]}' ? 1500 : 0)
            println "last of \$board.name"
            """)
        script('b.groovy', 'println "second of $board.name"\ntest("fails") { expect { 1 == 2 } }')

        when:
        int status = run(boards.size(), boards, '--output', "json=${at('1.json')}", '--run', at('run'))
        def printed = started.lines.findAll { it ==~ /(first|last|second) of .*|(not )?ok .*|  same failure as .*|all boards: .*/ }*.replaceFirst(/; to run it again.*/, '')

        then:
        status == 1
        printed == boards.collectMany { board ->
            ["first of $board", 'ok 1 meets', "last of $board", "second of $board", 'not ok 1 fails'] + (board == boards[0] ? [] : ["  same failure as on ${boards[0]} above"])
        }*.toString() + ["all boards: ${boards.size()} passed, ${boards.size()} failed, 0 skipped".toString()]

        and: 'results have the order too, also those of the kept run'
        json('1.json').boards.collect { it.board.replaceFirst(' .*', '') } == boards
        Kvmsh.run('report', at('run'), '--output', "json=${at('2.json')}").status == 1
        json('2.json').boards == json('1.json').boards

        where:
        boards << [MODELS, ['qemu:arm64', 'qemu:riscv64', 'qemu:ppc64']]
    }

    def "as many run at once as there are processors, and two of one model are two boards: #cores"() {
        given:
        script('a.groovy', """\
            def me = File.createTempFile('runs', '', new File('$folder'))
            Thread.sleep(1000)
            new File('${at('most')}') << new File('$folder').list().count { it.startsWith('runs') }
            Thread.sleep(500)
            me.delete()
            expect { true }
            """)

        when:
        int status = run(cores, ['model:x86_64', 'model:x86_64', 'model:rfc'])

        then:
        status == 0
        new File(at('most')).text.collect { it as int }.max() == cores

        where:
        cores << [1, 2]
    }

    def "a script in JavaScript sees its own values, not those of the same script on the other board"() {
        given:
        script('a.js', "test('sums', () => { for (let i = 0; i < 40; i++) { expect(() => [...Array(2000).keys()].map(x => x + 1).reduce((a, b) => a + b) == 2001000) } })")

        expect:
        run(2, ['model:x86_64', 'model:rfc']) == 0
        started.lines.last() =~ /^all boards: 2 passed, 0 failed/
    }

    def "with --isolate too"() {
        given:
        script('a.groovy', """\
            new File('$folder', board.name.replace(':', '-') + '.there').text = ''
            test('meets') { expect { ${met(2)} } }
            """)

        when:
        int status = run(2, MODELS.take(2), '--isolate')

        then:
        status == 0
        started.results() == ['ok 1 meets', 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped', 'ok 1 meets', 'model:rfc (model, not validated against a real kernel): 1 passed, 0 failed, 0 skipped',
                              'all boards: 2 passed, 0 failed, 0 skipped']
    }

    def "a board that fails, or is not available, stops no other one"() {
        given:
        script('a.groovy', "test('named') { expect { board.name != 'model:rfc' } }")

        when:
        int status = run(2, ['model:rfc', 'ssh:nobody.invalid', 'model:x86_64'])

        then:
        status == 1
        started.results() == ['not ok 1 named', 'model:rfc (model, not validated against a real kernel): 0 passed, 1 failed, 0 skipped', 'ssh:nobody.invalid: 0 passed, 0 failed, 0 skipped, 1 not run',
                              'ok 1 named', 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped', 'all boards: 1 passed, 1 failed, 0 skipped, 1 not run']
    }

    def "with --fail-fast a failure on one board lets the others end their scripts, and nothing else begins"() {
        given:
        script('a.groovy', """\
            test('fails') { expect { board.name != 'model:rfc' } }
            if (board.name == 'model:x86_64') {
              while (!new File('${at('run')}/results.jsonl').readLines().any { it.contains('script ended') }) { Thread.sleep(20) }
            }
            """)
        script('b.groovy', "test('later') { }")

        when:
        int status = run(2, MODELS, '--fail-fast', '--run', at('run'))

        then:
        status == 1
        started.results() == ['ok 1 fails', 'not ok 1 b.groovy # not run: an earlier test failed (--fail-fast)', 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped, 1 not run',
                              'not ok 1 fails', 'not ok 1 b.groovy # not run: an earlier test failed (--fail-fast)', 'model:rfc (model, not validated against a real kernel): 0 passed, 1 failed, 0 skipped, 1 not run',
                              'all boards: 1 passed, 1 failed, 0 skipped, 4 not run']
        started.lines.contains('model:arm-vgicv2 did not run: an earlier test failed (--fail-fast)')
    }

    @Needs(['SIGINT', 'kill'])
    def "Ctrl-C ends all of them, and no other one begins"() {
        given:
        script('a.groovy', """\
            new File('$folder', board.name.replace(':', '-') + '.there').text = ''
            test('endless') { if (${met(2)}) { println 'now'; Thread.sleep(100_000) } }
            test('after') { }
            """)

        when:
        started = new StartedKvmsh(folder, StartedKvmsh.processors(2), 'test', 'a.groovy', *named(MODELS))
        int status = started.await { started.kill('INT') }

        then:
        status == 130
        started.results() == ['not ok 1 endless # interrupted', 'not ok 2 after # not run: interrupted', 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run',
                              'not ok 1 endless # interrupted', 'not ok 2 after # not run: interrupted', 'model:rfc (model, not validated against a real kernel): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run',
                              '1 test failed on 2 boards:', 'all boards: 0 passed, 0 failed, 0 skipped, 2 errors, 3 not run']
        started.lines.contains('model:arm-vgicv2 did not run: interrupted')
    }

    def "a script that runs alone has no script of another board beside it"() {
        given:
        script('a.groovy', "def me = File.createTempFile('runs', '', new File('$folder'))\nThread.sleep(200)\nassert !new File('${at('alone')}').exists()\nme.delete()\nexpect { true }")
        script('b.groovy', """\
            // kvmsh: alone
            assert new File('${at('alone')}').createNewFile()
            Thread.sleep(300)
            assert new File('$folder').list().every { !it.startsWith('runs') }
            new File('${at('alone')}').delete()
            expect { true }
            """)

        expect:
        run(3, MODELS, '--repeat', '2') == 0
    }

    def "a script that nothing ends is abandoned: the others end their scripts, and nothing else begins"() {
        given:
        script('a.groovy', "test('stuck', within: board.name == 'model:rfc' ? 2.s : 60.s) { if (board.name == 'model:rfc') { $STUCK }; while (!new File('${at('run')}/results.jsonl').readLines().any { it.contains('script ended') }) { Thread.sleep(20) } }")
        script('b.groovy', "test('later') { }")

        when:
        int status = run(2, MODELS, '--run', at('run'))

        then:
        status == 1
        started.results().containsAll(['ok 1 stuck', 'not ok 1 stuck # TIMEOUT', 'all boards: 1 passed, 0 failed, 0 skipped, 1 error, 4 not run'])
        started.lines.contains('model:arm-vgicv2 did not run: another script did not finish')
    }

    def "a run that was killed when only a later board had begun is resumed on the others"() {
        given:
        script('a.groovy', "new File('${at('ran')}') << board.name.takeRight(3)\ntest('passes') { expect { true } }")
        run(1, MODELS.take(2), '--run', at('run'))
        def results = folder.resolve('run/results.jsonl')
        Files.write(results, Files.readAllLines(results).findAll { it.contains('"board":1') })

        when:
        def cut = Kvmsh.run('report', at('run'))
        started = new StartedKvmsh(folder, 'test', '--resume', 'run')
        int resumed = started.await()

        then:
        cut.status == 2
        cut.out.readLines().findAll { it ==~ /.*\d passed.*/ } == ['model:x86_64: 0 passed, 0 failed, 0 skipped, 1 not run', 'model:rfc (model, not validated against a real kernel): 1 passed, 0 failed, 0 skipped',
                                                                  'all boards: 1 passed, 0 failed, 0 skipped, 1 not run']
        resumed == 0
        new File(at('ran')).text == '_64rfc_64'
        started.results().last() == 'all boards: 2 passed, 0 failed, 0 skipped'
    }

    private int run(int cores, List<String> boards, String... options) {
        started = new StartedKvmsh(folder, StartedKvmsh.processors(cores), 'test', *scripts(), *named(boards), *options)
        started.await()
    }

    private List<String> scripts() {
        folder.toFile().list().findAll { it =~ /\.(groovy|js)$/ }.sort()
    }

    private static List<String> named(List<String> boards) {
        boards.collectMany { ['-b', it] }
    }

    /** Groovy that is true once so many boards are there, and false if they do not come. */
    private String met(int count) {
        "(1..1200).any { Thread.sleep(50); new File('$folder').list().count { it.endsWith('.there') } == $count }"
    }

    private void script(String name, String text) {
        Files.writeString(folder.resolve(name), text.stripIndent())
    }

    private String at(String name) {
        folder.resolve(name)
    }

    private Object json(String name) {
        Json.value(new File(at(name)).text.replace('\n', ''))
    }
}
