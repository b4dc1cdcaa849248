package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification
import spock.lang.TempDir

/** A handler does the same at its first exit and at its thousandth, when kvmsh no longer asks Groovy for its code. */
class HandlersOfManyExitsSpec extends Specification {
    static final List<String> BOARDS = ['model:x86_64', 'kvm']
    static final Map<String, String> FORMS = [
            'a parameter'             : '{ e -> count(e) }',
            'the parameter it'        : '{ count it }',
            'no parameter'            : '{ -> count null }',
            'a parameter with a type' : '{ Object e -> count(e) }',
            'a method'                : 'this.&count',
            'an argument given before': '{ more, e -> count(e) }.curry(1)',
            'a composition'           : '{ e -> e } >> this.&count',
    ]

    @TempDir
    Path folder

    def "#board: a handler written as #form handles exits 1 to 1,000, typed: #typed"() {
        given:
        Needed.orSkip(board)
        def text = script(FORMS[form], "if (e) { expect { e.port == 0x3f8 } }; if (++seen == 1000) { m.stop() }")

        expect:
        with(Kvmsh.run('-q', '-b', board, *(typed ? ['-e', text] : [Files.writeString(folder.resolve('counts.groovy'), text).toString()]))) {
            err.readLines().findAll { it.contains('error') || it.contains('^') } == []
            out.readLines().contains('1000 of 1000')
        }

        where:
        [board, form, typed] << [BOARDS, FORMS.keySet(), [true, false]].combinations()
    }

    def "#board: what a handler throws at exit #at is reported with the line of the script"() {
        given:
        Needed.orSkip(board)
        def file = Files.writeString(folder.resolve('late.groovy'), script('{ e -> count(e) }', "if (++seen == $at) { throw new IOException('no disk') }"))

        when:
        def result = Kvmsh.run('-q', '-b', board, file.toString())

        then:
        result.status == 1
        result.err.startsWith("$file:3")
        result.err.contains('no disk')
        result.err.contains('in the running handler: at io out port 0x3f8 size 1')
        !result.err.contains('\tat ')

        where:
        [board, at] << [BOARDS, [1, 299, 300, 301, 1000]].combinations()
    }

    private static String script(String handler, String counts) {
        """\
        seen = 0
        m = null
        def count(e) { $counts }
        m = vm {
          memory at: 0, size: 64.KB
          load at: 0x1000, hex: 'ba f8 03 ee eb fd'
          vcpu(0) { real 0x1000 }
          on(io: 0x3f8, $handler)
        }
        def run = m.run()
        println "\$seen of \$run.exits"
        """.stripIndent()
    }
}
