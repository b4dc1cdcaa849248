package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.repl.abi.Json
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.StartedKvmsh
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Some of the tests: by name, by tag, those that failed before. A choice that chooses nothing is never a success. */
@Timeout(600)
class TestsAreChosenSpec extends Specification {
    static final String MODEL = 'model:x86_64'
    static final String A = '''\
        test('a GICv2', tags: ['smoke', 'irq']) { }
        test('a GICv3', tags: 'irq') { expect { 1 == 2 } }
        ['x', 'y'].each { n -> test("of $n", tags: [n]) { } }
        '''.stripIndent()
    static final String B = '''\
        test('in JavaScript', {tags: ['smoke'], within: seconds(30)}, () => { })
        test('slow', {tags: "slow"}, () => { })
        '''.stripIndent()

    static final List<String> GUIDE = ['x86/cpuid.groovy', 'x86/cpuid.js', 'x86/struct.groovy', 'devices/attributes.js', 'first-light.groovy']

    @TempDir
    Path folder

    def setup() {
        file('s/a.groovy', A)
        file('s/b.js', B)
        file('s/c.groovy', 'expect { true }')
    }

    @Sample(verify = 8)
    def "#arguments runs #names, with exit status #status"() {
        when:
        def result = test(*arguments)

        then:
        names(result) == names
        result.status == status

        where:
        arguments                                        || status | names
        ['--filter', 'a GICv2']                          || 0      | ['a GICv2']
        ['--filter', '*GIC*']                            || 1      | ['a GICv2', 'a GICv3']
        ['--filter', '/v[3]$/']                          || 1      | ['a GICv3']
        ['--filter', 'b.js']                             || 0      | ['in JavaScript', 'slow']
        ['--filter', 'a.groovy: a GICv2']                || 0      | ['a GICv2']
        ['--filter', 'of y']                             || 0      | ['of y']
        ['--filter', 'c.groovy', '--filter', 'slow']     || 0      | ['slow', 'c.groovy']
        ['--tag', 'smoke']                               || 0      | ['a GICv2', 'in JavaScript']
        ['--tag', 'y']                                   || 0      | ['of y']
        ['--tag', '!irq', '--tag', '!slow']              || 0      | ['of x', 'of y', 'in JavaScript', 'c.groovy']
        ['--tag', 'irq', '--filter', '*v2']              || 0      | ['a GICv2']
    }

    @Sample(verify = 16)
    def "the guide's lines choose tests of scripts/: #line"() {
        given: 'few of them: what stands outside of their tests runs too'
        GUIDE.each { script -> file("scripts/$script", Files.readString(Path.of(Kvmsh.script(script)))) }

        when:
        def result = Kvmsh.run(*line.replace("'", '').replace('./kvmsh ', '').replace(' scripts ', " ${at('scripts')} ").split(' '), *(line.contains('--list') ? [] : ['--run=none']))

        then:
        result.err == ''
        result.status == 0
        result.out.contains('cpuid.groovy')

        where:
        line << (Kvmsh.ROOT.resolve('docs/guide/tests.md').toFile().text.split('## Choose tests')[1].split('\n## ')[0] =~ /(?m)^\.\/kvmsh test .*$/).collect()
    }

    def "what is left out is neither passed nor skipped"() {
        when:
        def result = test('--filter', 'a GICv2', '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('ktap')}", '--run', at('run'))

        then:
        result.out.readLines().last() == 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped'
        Files.readString(folder.resolve('junit.xml')).count('<testcase ') == 1
        Files.readAllLines(folder.resolve('ktap')).count { it ==~ /\s+ok .*/ } == 2
        Kvmsh.run('report', at('run')).out.readLines().last() == 'model:x86_64 (model): 1 passed, 0 failed, 0 skipped'
    }

    def "a choice without a test is exit status 2, #arguments"() {
        when:
        def result = test(*arguments)

        then:
        result.status == 2
        result.err.contains(said)

        where:
        arguments                                    || said
        ['--filter', 'no such']                      || 'kvmsh test: --filter no such matches no test\n'
        ['--tag', 'smok']                            || 'kvmsh test: --tag smok matches no test\n'
        ['--filter', 'a GICv2', '--filter', 'typo']  || 'kvmsh test: --filter typo matches no test\n'
        ['--list', '--filter', 'no such']            || 'kvmsh test: --filter no such matches no test\n'
        ['--filter', 'slow', '--filter', 'in *', '--tag', '!slow', '--tag', '!smoke'] || 'kvmsh test: --filter slow matches no test\n'
        ['--filter', '/(/']                          || "'/(/' is not a regular expression: Unclosed group at character 3"
        ['--tag', '']                                || "--tag: '' is not a tag: write letters, digits, dots, underscores and hyphens"
        ['--tag', '!']                               || "--tag: '!' is not a tag: write letters, digits, dots, underscores and hyphens"
        ['--tag', '!slow,irq']                       || "--tag: '!slow,irq' is not a tag: write letters, digits, dots, underscores and hyphens; repeat --tag for several"
    }

    @Sample(verify = 16)
    def "a choice that leaves out all tests is exit status 2, although each option matches one: #arguments"() {
        when:
        def result = Kvmsh.run('test', at('s/b.js'), '-b', MODEL, '--tag', '!slow', '--tag', '!smoke', *arguments)

        then:
        result.status == 2
        lines(result) == []
        result.err == 'kvmsh test: no test matches all of --filter, --tag and --rerun-failed\n'

        where:
        arguments << [[], ['--list'], ['--isolate'], ['--repeat', '2']]
    }

    @Sample(verify = 16)
    def "a choice of one test does not hide what its script does: #text"() {
        given:
        file('s/d.groovy', text)

        when:
        def result = Kvmsh.run('test', at('s/d.groovy'), '-b', MODEL, '--filter', 'chosen', '--timeout', '900ms')

        then:
        lines(result) == lines
        result.status == 1

        where:
        text                                                        || lines
        "test('left out') { }\n1 / 0\ntest('chosen') { }"           || ['not ok 1 d.groovy, the rest', 'not ok 2 chosen # not run: the script failed before this test']
        "1 / 0\ntest('left out') { }\ntest('chosen') { }"           || ['not ok 1 d.groovy', 'not ok 2 chosen # not run: the script failed before this test']
        "test('left out') { }\nwhile (true) { }\ntest('chosen') { }"  || ['not ok 1 d.groovy, the rest # TIMEOUT', 'not ok 2 chosen # not run: the script timed out']
        "test('chosen') { }\ntest('left out') { }\nexpect { false }" || ['ok 1 chosen', 'not ok 2 d.groovy, the rest']
        "test('chosen') { "                                         || ['not ok 1 d.groovy # does not compile']
    }

    @Needs(['SIGINT', 'kill'])
    def "interrupted, the chosen tests have not run, and the others are not mentioned"() {
        given:
        file('d.groovy', "test('left out') { }\ntest('chosen one') { println 'now'; Thread.sleep(100_000) }\ntest('left out too') { }\ntest('chosen two') { }")

        when:
        def started = new StartedKvmsh(folder, 'test', 'd.groovy', '-b', MODEL, '--filter', 'chosen*')
        int status = started.withCloseable { it.await { started.kill('INT') } }

        then:
        status == 130
        started.results() == ['not ok 1 chosen one # interrupted', 'not ok 2 chosen two # not run: interrupted', 'model:x86_64 (model): 0 passed, 0 failed, 0 skipped, 1 error, 1 not run']
    }

    def "--list prints board, script, name and tags, and runs nothing"() {
        given:
        file('s/d.groovy', "println 'it ran'; new File('${at('ran')}').text = ''\ntest(\"\${1}\", tags: [\"\${2}\"]) { }")

        when:
        def result = Kvmsh.run('test', at('s'), '-b', MODEL, '-b', 'exec:/nonexistent', '--list', *arguments)

        then:
        result.status == 0
        result.err == ''
        result.out.readLines() == [MODEL, 'exec:/nonexistent'].collectMany { board -> rows.collect { "$board\t$it".toString() } }
        !Files.exists(folder.resolve('ran'))

        where:
        arguments          || rows
        []                 || ['a.groovy\ta GICv2\tsmoke,irq', 'a.groovy\ta GICv3\tirq', 'a.groovy\t(name known only at run time, line 3)\t(tags are known only at run time)', 'b.js\tin JavaScript\tsmoke', 'b.js\tslow\tslow', 'c.groovy\tc.groovy',
                               'd.groovy\t(name known only at run time, line 2)\t(tags are known only at run time)']
        ['--filter', 's*'] || ['a.groovy\t(name known only at run time, line 3)\t(tags are known only at run time)', 'b.js\tslow\tslow', 'd.groovy\t(name known only at run time, line 2)\t(tags are known only at run time)']
    }

    @Sample(verify = 16)
    def "--fail-fast stops at the first failure: #what"() {
        given:
        file('f/a.groovy', text)
        file('f/b.groovy', "test('next') { }")

        when:
        def result = Kvmsh.run('test', at('f'), '-b', MODEL, '--fail-fast', '--timeout', '900ms')

        then:
        lines(result) == [*first, 'not ok 1 b.groovy # not run: an earlier test failed (--fail-fast)']
        result.status == 1

        where:
        what                      | text                                                                                                  || first
        'a failure'               | "test('a') { expect { 1 == 2 } }\ntest('b') { }"                                                      || ['not ok 1 a', 'not ok 2 b # not run: an earlier test failed (--fail-fast)']
        'its script catches it'   | "try { test('a') { expect { 1 == 2 } } } catch (Throwable t) { }\ntry { test('b') { } } catch (Throwable t) { }" || ['not ok 1 a', 'not ok 2 b # not run: an earlier test failed (--fail-fast)']
        'a time limit'            | "test('a') { while (true) { } }\ntest('b') { }"                                                       || ['not ok 1 a # TIMEOUT', 'not ok 2 b # not run: an earlier test failed (--fail-fast)']
        'outside of tests'        | "test('a') { }\n1 / 0"                                                                                || ['ok 1 a', 'not ok 2 a.groovy, the rest']
    }

    def "--shuffle changes the order of scripts, not that of a script's tests, and its seed repeats it"() {
        given:
        ('a'..'h').each { file("m/${it}.groovy", "test('$it 1') { }\ntest('$it 2') { }") }

        when:
        def shuffled = Kvmsh.run('test', at('m'), '-b', MODEL, '--shuffle')
        def seed = (shuffled.out.readLines().first() =~ /script order: random; to repeat it: --shuffle=(\d+)/)[0][1]
        def orders = [seed, '1', '2', '3'].collect { names(Kvmsh.run('test', at('m'), '-b', MODEL, '--shuffle', it)) }

        then:
        orders[0] == names(shuffled)
        orders.toSet().size() > 1
        orders.every { order -> order.collate(2).every { it[0][0] == it[1][0] && it[0].endsWith('1') && it[1].endsWith('2') } && order.toSet().size() == 16 }
    }

    def "--rerun-failed runs what has not passed, on its board"() {
        given:
        file('r/a.groovy', "test('passes') { }\ntest('fails') { expect { new File('${at('mended')}').exists() } }\n['x'].each { test(\"of \$it\") { expect { new File('${at('mended')}').exists() } } }")
        file('r/b.groovy', "test('on rfc only') { expect { !board.name.contains('rfc') || new File('${at('mended')}').exists() } }")
        def first = Kvmsh.run('test', at('r'), '-b', MODEL, '-b', 'model:rfc', '--run', at('run'))

        when:
        def again = Kvmsh.run('test', '--rerun-failed', at('run'))
        file('mended', '')
        def mended = Kvmsh.run('test', '--rerun-failed', at('run'), at('r'))

        then:
        first.status == 1
        again.status == 1
        lines(again) == ['not ok 1 fails', 'not ok 2 of x', 'not ok 1 fails', 'not ok 2 of x', 'not ok 1 on rfc only']
        mended.status == 0
        names(mended) == ['fails', 'of x', 'fails', 'of x', 'on rfc only']

        when: 'one of them is gone'
        file('r/b.groovy', "test('of another name') { }")
        def gone = Kvmsh.run('test', '--rerun-failed', at('run'), '-b', 'model:rfc')

        then:
        gone.status == 2
        gone.err.contains("no such test: b.groovy: on rfc only\n")

        when: 'a run in which nothing failed'
        Kvmsh.run('test', at('r/b.groovy'), '-b', MODEL, '--run', at('green'))
        def nothing = Kvmsh.run('test', '--rerun-failed', at('green'))

        then:
        nothing.status == 2
        nothing.err == "kvmsh test: nothing failed in ${at('green')}\n"
    }

    @Sample(verify = 3)
    def "--rerun-failed has the names, the options and the args of its run, with a process for each script #where"() {
        given:
        Files.createDirectories(folder.resolve('here'))
        file('r/one/a.groovy', "test(args[0]) { }\ntest('other') { expect { true } }")
        file('r/two/b.groovy', "test('of b') { expect { 1 == 2 } }")
        file('known.toml', '[[failure]]\ntest = "of c"\nreason = "it is new"\n')
        def test = { String from, String... arguments ->
            new StartedKvmsh(folder.resolve(from), 'test', *arguments).withCloseable { it.await(); it.lines as List }
        }
        test('.', 'r', '-b', MODEL, '--run', 'run', '--strict', *options, '--timeout', '20s', '--known', 'known.toml', '--', 'checks nothing')

        when:
        def again = test(directory, '--rerun-failed', at('run'), '--run', at('again'))
        def filtered = test('.', 'r', '-b', MODEL, '--run=none', '--isolate', '--filter', 'one/*', '--', 'x')
        def run = Json.facts(folder.resolve('again/run.json'), '')

        then:
        again.findAll { it ==~ /(not )?ok .*/ } == ['not ok 1 checks nothing # checked nothing', 'not ok 1 of b']
        again.any { it.startsWith("  ${of ?: at('r/two/b.groovy')}:1:") }
        run.scripts == ['one/a.groovy', 'two/b.groovy']
        run.arguments == ['checks nothing']
        run.command == ['--strict', *options, '--timeout=20s', "--known=${at('known.toml')}", '--rerun-failed', at('run'), '--run', at('again')]
        filtered.findAll { it ==~ /(not )?ok .*/ } == ['ok 1 x', 'ok 2 other']

        where:
        directory | options       || of
        '.'       | []            || 'r/two/b.groovy'
        '.'       | ['--isolate'] || 'r/two/b.groovy'
        'here'    | ['--isolate'] || null
        where = "$directory $options"
    }

    def "--rerun-failed runs on the model that has replaced this host's KVM"() {
        given:
        file('r/a.groovy', "test('passes') { }\ntest('fails') { expect { 1 == 2 } }")
        Kvmsh.runWith([KVMSH_KVM: '/nonexistent'], '', 'test', at('r'), '--run', at('run'))

        when:
        def again = Kvmsh.run('test', '--rerun-failed', at('run'))

        then:
        again.out.startsWith("$MODEL (model), ")
        lines(again) == ['not ok 1 fails']
    }

    @Needs('kill')
    def "--rerun-failed after a run that was killed runs what has no result"() {
        given:
        file('r/a.groovy', "test('before') { }\ntest('hangs') { println 'now'; Thread.sleep(new File('${at('mended')}').exists() ? 0 : 100_000) }\ntest('behind') { }\n['x'].each { test(\"of \$it\") { } }")
        file('r/b.groovy', "test('of another script') { }")
        new StartedKvmsh(folder, 'test', 'r', '-b', MODEL, '--run', 'run').withCloseable { started -> started.await { started.kill('KILL') } }
        file('mended', '')

        when:
        def again = Kvmsh.run('test', '--rerun-failed', at('run'))

        then:
        again.status == 0
        names(again).containsAll(['hangs', 'behind', 'of x', 'of another script'])
    }

    def "a script's names are the same from any directory, and with any path"() {
        given:
        file('top/.git', '')
        file('top/arm/vgic.groovy', "test('a') { }")
        file('top/x86/vgic.groovy', 'expect { false }')
        def reported = { String directory, String... paths ->
            def run = new StartedKvmsh(folder.resolve(directory), 'test', *paths, '-b', MODEL, '--output', "junit=${at('junit.xml')}", '--output', "ktap=${at('ktap')}", '--run', at("run$directory".replace('/', '_')))
            run.withCloseable { it.await() }
            [junit: Files.readString(folder.resolve('junit.xml')).findAll(/(?<=class)?name="[^"]*"/), ktap: Files.readAllLines(folder.resolve('ktap')).findAll { it ==~ /.*(Subtest|ok \d).*/ },
             kept : Files.readAllLines(folder.resolve("run$directory".replace('/', '_')).resolve('results.jsonl')).findAll { it.contains('"script"') }.collect { (it =~ /"script":"([^"]*)"/)[0][1] }.toSet()]
        }

        expect:
        def here = reported('top', '.')
        here.kept == ['arm/vgic.groovy', 'x86/vgic.groovy'] as Set
        here.ktap.contains('  not ok 2 x86/vgic.groovy')
        here.junit.contains('name="model:x86_64 (model).x86/vgic_groovy"')
        reported('top/arm', 'vgic.groovy', '../x86') == here
        reported('', at('top/arm'), 'top/x86/vgic.groovy') == here
    }

    def "outside of a checkout a name is below the directory that was given; scripts of one name keep their directories"() {
        given:
        file('p/one/a.groovy', "test('a') { }")
        file('p/two/a.groovy', "test('a') { }")
        file('p/two/b.groovy', "test('b') { }")
        Files.createSymbolicLink(folder.resolve('link'), folder.resolve('p/two'))

        expect:
        Kvmsh.run('test', *paths.collect { at(it) }, '-b', MODEL, '--list').out.readLines()*.split('\t').collect { it[1] } == names

        where:
        paths                             || names
        ['p']                             || ['one/a.groovy', 'two/a.groovy', 'two/b.groovy']
        ['p/two']                         || ['a.groovy', 'b.groovy']
        ['link']                          || ['a.groovy', 'b.groovy']
        ['p/one', 'p/two']                || ['one/a.groovy', 'two/a.groovy', 'b.groovy']
        ['p/two/b.groovy', 'p/two']       || ['b.groovy', 'a.groovy']
    }

    def "a test with a place in the order for a new board has the tag bringup, in both languages"() {
        given:
        file('n/a.groovy', "test('VM', bringup: 30, tags: ['bringup', 'vm']) { }\ntest('vCPU', bringup: 50) { }\ntest('other') { expect { false } }")
        file('n/b.js', "test('link', {bringup: 10}, () => { }); test('one more', {source: 'api.rst'}, () => { expect(() => false) })")

        expect:
        names(Kvmsh.run('test', at('n'), '-b', MODEL, '--tag', 'bringup')) == ['VM', 'vCPU', 'link']
        Kvmsh.run('test', at('n'), '-b', MODEL, '--tag', 'bringup', '--list').out.readLines()*.replaceAll(/.*\/n\//, '')*.tokenize('\t')*.takeRight(2) ==
            [['VM', 'bringup,vm'], ['vCPU', 'bringup'], ['link', 'bringup']]
    }

    def "a test that fails names its source, one that passes does not"() {
        given:
        file('t.groovy', "test('a', source: 'api.rst 4.2') { expect { false } }\ntest('b', source: 'api.rst 4.3') { expect { true } }")

        when:
        def out = Kvmsh.run('test', at('t.groovy'), '-b', MODEL).out

        then:
        out.contains('  source: api.rst 4.2')
        !out.contains('4.3')
    }

    def "tags are names, source a text, bringup a number: #text"() {
        given:
        file('t.groovy', text)

        expect:
        Kvmsh.run('test', at('t.groovy'), '-b', MODEL).out.contains(said)

        where:
        text                                || said
        "test('a', tags: 'two words') { }"  || "tags: takes names of letters, digits, dots, underscores and hyphens, not 'two words'"
        "test('a', source: 4.2) { }"        || 'source: takes the name of the document that specifies what the test checks, not '
        "test('a', source: ' ') { }"        || "source: takes the name of the document that specifies what the test checks, not ' '"
        "test('a', bringup: 0) { }"         || "bringup: takes a position from 1 to 999 in the test order for a new board, not '0', a number"
        "test('a', bringup: 'first') { }"   || "bringup: takes a position from 1 to 999 in the test order for a new board, not 'first'"
        "test('a', tags: ['a', 1]) { }"     || 'tags: takes names of letters, digits, dots, underscores and hyphens, not '
    }

    private Kvmsh.Result test(String... more) {
        Kvmsh.run('test', at('s'), '-b', MODEL, *more)
    }

    private static List<String> lines(Kvmsh.Result result) {
        result.out.readLines().findAll { it ==~ /(not )?ok \d.*/ }
    }

    private static List<String> names(Kvmsh.Result result) {
        lines(result).collect { it.replaceFirst(/^(not )?ok \d+ /, '').replaceFirst(/ # .*/, '') }
    }

    private void file(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
    }

    private String at(String name) {
        folder.resolve(name).toString()
    }
}
