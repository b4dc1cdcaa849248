package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Each test that a script declares has a line: passed, failed, skipped or not run; a script in which none ran is no pass. */
@Timeout(600)
class EachTestHasALineSpec extends Specification {
    static final String IDLE = 'no test ran: the script made no call and checked nothing'
    static final String LEFT_OUT = 'the script did not reach it'

    @TempDir
    Path folder

    @Sample(verify = 4)
    def "'#text' of #ending: #lines"() {
        given:
        file("a.$ending", text)

        when:
        def test = Kvmsh.run('test', folder.resolve("a.$ending").toString(), '-b', 'model:x86_64', '--run=none')
        def shown = test.out.readLines().findAll { it =~ /^(not )?ok / }

        then:
        shown == lines
        test.status == (lines.any { it.contains('not run') } ? 2 : 0)

        where:
        ending   | text                                                                    || lines
        'groovy' | ''                                                                      || ["not ok 1 a.groovy # not run: $IDLE"]
        'groovy' | '// test'                                                               || ["not ok 1 a.groovy # not run: $IDLE"]
        'groovy' | '/* test("a") { } */ println 1'                                         || ["not ok 1 a.groovy # not run: $IDLE"]
        'groovy' | 'if (1 == 2) { vm { memory at: 0, size: 64.KB } }'                      || ["not ok 1 a.groovy # not run: $IDLE"]
        'groovy' | 'println "test eax, eax"'                                               || ["not ok 1 a.groovy # not run: $IDLE"]
        'groovy' | 'vm { memory at: 0, size: 64.KB }'                                      || ['ok 1 a.groovy']
        'groovy' | 'expect { 1 == 1 }'                                                     || ['ok 1 a.groovy']
        'groovy' | 'kvm.ioctl KVM_GET_API_VERSION'                                         || ['ok 1 a.groovy']
        'groovy' | '[].each { test("a") { } }'                                             || ["not ok 1 a # not run: $LEFT_OUT"]
        'groovy' | '[].each { test("a $it") { } }'                                         || ["not ok 1 the tests at line 1 # not run: $LEFT_OUT"]
        'groovy' | 'return\ntest("a") { }'                                                 || ["not ok 1 a # not run: $LEFT_OUT"]
        'groovy' | 'test("a") { }\nif (args) test("b") { }'                                || ['ok 1 a', "not ok 2 b # not run: $LEFT_OUT"]
        'groovy' | 'test("a") { }\nif (args) { test("b") { } } else { test("b") { } }'     || ['ok 1 a', 'ok 2 b']
        'groovy' | 'test("a") { }\n[].each { test("b $it") { } }'                          || ['ok 1 a']
        'groovy' | '2.times { test("a") { } }'                                             || ['ok 1 a', 'ok 2 a']
        'groovy' | 'def t = this.&test; t("a") { }'                                        || ['ok 1 a']
        'js'     | ''                                                                      || ["not ok 1 a.js # not run: $IDLE"]
        'js'     | '// test'                                                               || ["not ok 1 a.js # not run: $IDLE"]
        'js'     | 'if (1 == 2) { vm({memory: {at: 0, size: KB(64)}}) }'                   || ["not ok 1 a.js # not run: $IDLE"]
        'js'     | 'vm({memory: {at: 0, size: KB(64)}})'                                   || ['ok 1 a.js']
        'js'     | 'expect(() => 1 == 1)'                                                  || ['ok 1 a.js']
        'js'     | '[].forEach(n => test("a", () => { }))'                                 || ["not ok 1 a # not run: $LEFT_OUT"]
        'js'     | '[].forEach(n => test(`a ${n}`, () => { }))'                            || ["not ok 1 the tests at line 1 # not run: $LEFT_OUT"]
        'js'     | 'test("a", () => { }); if (args.length) { test("b", () => { }) }'       || ['ok 1 a', "not ok 2 b # not run: $LEFT_OUT"]
        'js'     | 'test("a", () => { }); (args.length ? [1] : [2]).forEach(n => test("b " + n, () => { }))' || ['ok 1 a', 'ok 2 b 2']
    }

    def "a single script has the same lines"() {
        given:
        file('a.groovy', 'test("a") { }\nreturn\ntest("b") { }')

        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', folder.resolve('a.groovy').toString())

        then:
        result.status == 2
        result.out.contains("not ok 2 b # not run: $LEFT_OUT\n")
        result.out.readLines().last() == '1 test passed, 1 not run'
    }

    def "a link to nothing is a script that did not run"() {
        given:
        file('s/a.groovy', 'test("a") { }')
        Files.createSymbolicLink(folder.resolve('s/b.groovy'), Path.of('nowhere.groovy'))
        Files.createSymbolicLink(folder.resolve('s/c.groovy'), Path.of('a.groovy'))
        Files.createSymbolicLink(folder.resolve('s/notes.txt'), Path.of('nowhere.txt'))

        when:
        def result = Kvmsh.run('test', folder.resolve('s').toString(), '-b', 'model:x86_64', '--run=none')

        then:
        result.status == 2
        result.out.contains('b.groovy # not run: it is a link to nowhere.groovy, which does not exist\n')
        result.out.contains('2 passed, 0 failed, 0 skipped, 1 not run')
    }

    @Sample(verify = 4)
    def "#options: the word test in #where is no test"() {
        given:
        file('s/a.groovy', 'test("a", tags: "smoke") { }')
        file("s/b.$ending", text)

        expect:
        Kvmsh.run('test', folder.resolve('s').toString(), '-b', 'model:x86_64', '--run=none', *options).with { [it.status, it.out.contains('b.' + ending)] } == [0, false]

        where:
        [[where, ending, text], options] << [[
                ['a comment', 'groovy', '// test eax, eax\nexpect { false }'],
                ['a text', 'groovy', 'println "test(1)"\nexpect { false }'],
                ['another name', 'groovy', 'def x = "abc".matches("test") \nx.test\nexpect { false }'],
                ['a comment', 'js', '/* test("a", () => {}) */ expect(() => false)'],
                ['a text', 'js', 'println("test"); expect(() => false)'],
                ['a method', 'js', '/a/.test("a"); expect(() => false)'],
        ], [['--tag', 'smoke'], ['--filter', 'a']]].combinations()
    }

    private void file(String name, String text) {
        Files.createDirectories(folder.resolve(name).parent)
        Files.writeString(folder.resolve(name), text)
    }
}
