package org.kvmsh.specs.runner

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** Where boards of one run do not agree on a test, the end of the run and its page name the first such test, both results, and the command that compares the calls. */
class BoardsThatDifferAreNamedSpec extends Specification {
    static final String RFC = 'model:rfc'
    static final String POWER7 = 'model:power7-hv'

    @TempDir
    Path folder

    def "two boards of one architecture: the first of several tests, and a command that works"() {
        given:
        def script = file("""\
            test('fails on both') { expect { 1 == 2 } }
            test('is skipped on one') { needs board.name == '$RFC', 'the first'; expect { 1 == 2 } }
            test('a value') { kvm.ioctl KVM_GET_API_VERSION, 0; expect { board.name == '$RFC' } }
            test('another') { expect { board.name == '$POWER7' } }
            """)

        when:
        def ran = Kvmsh.run('test', script, '-b', RFC, '-b', POWER7, '--run', at('run'))
        def report = Kvmsh.run('report', at('run'), '--html', at('page'))
        def told = differing(ran.out)
        def command = told.last().replaceFirst(/.*: \S+ compare /, '').split(' ') as List

        then:
        told[0] == '2 tests differ between boards, first a.groovy: a value'
        told[1] == "  $RFC: passed"
        told[2].startsWith("  $POWER7: $script:3:")
        told[2].contains(": expectation failed: board.name == '$RFC'")
        told[3] ==~ /  to compare their calls: \S+ compare model:rfc model:power7-hv \S+a\.groovy/
        differing(report.out) == told

        and: 'the page has it too'
        def page = new File(at('page/index.html')).text
        page.contains('id="boards-differ"')
        page.contains('2 tests differ between boards, first a.groovy: a value')
        page.contains('compare model:rfc model:power7-hv ')

        and:
        Kvmsh.run('compare', *command).out.contains('calls: ')
    }

    def "#what: the lines are #lines"() {
        given:
        def script = file(text)

        expect:
        differing(Kvmsh.run('test', script, '-b', boards[0], '-b', boards[1], '--run', at('run')).out).collect { it.replace(script, 'a.groovy') } == lines

        where:
        what                        | boards                 | text                                                                                  || lines
        'boards that agree'         | [RFC, POWER7]          | "test('a') { expect { 1 == 2 } }"                                                     || []
        'a test for one board'      | [RFC, POWER7]          | "test('a', boards: '$RFC') { expect { 1 == 2 } }"                                     || []
        'calls of two architectures' | ['model:x86_64', RFC] | "test('a') { if (board.name == '$RFC') throw new Exception('no'); expect { true } }" || ['1 test differs between boards: a.groovy: a', '  model:x86_64: passed', '  model:rfc: a.groovy:1:13: no']
    }

    private static List<String> differing(String out) {
        def lines = out.readLines()
        int from = lines.findIndexOf { it =~ /tests? differs? between boards/ }
        from < 0 ? [] : [lines[from]] + lines.drop(from + 1).takeWhile { it.startsWith('  ') }
    }

    private String file(String text) {
        Files.writeString(folder.resolve('a.groovy'), text.stripIndent())
        at('a.groovy')
    }

    private String at(String name) {
        folder.resolve(name)
    }
}
