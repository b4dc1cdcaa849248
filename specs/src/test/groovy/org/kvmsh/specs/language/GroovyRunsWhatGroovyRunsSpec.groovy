package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** The check of a Groovy file refuses misspelled names, and nothing that Groovy itself would run. */
class GroovyRunsWhatGroovyRunsSpec extends Specification {
    @TempDir
    Path folder

    @Sample(of = 4, verify = 64)
    def "#what is accepted in a file as on a line"() {
        given:
        def file = Files.writeString(folder.resolve('right.groovy'), text)

        expect:
        printed(Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text)) == shown
        printed(Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())) == shown

        where:
        [what, text, shown] << GroovyTexts.OF_SELFTESTS + GroovyTexts.OF_GROOVY
    }

    @Sample(verify = 4)
    def "the same in an included file and in the file that includes it: #text"() {
        given:
        Files.writeString(folder.resolve('functions.groovy'), '''
            def hex(n) { Long.toHexString(n) }
            def word(machine, at) { long x = machine.mem(at, 4).u32(0); x }
            def flags() { int f = KVM_MEM_READONLY | KVM_MEM_LOG_DIRTY_PAGES; f }
            def first(text) { (text =~ /x(.)/)[0][1] }
            def both(a, b) { a + b }
            def count(rows, key) { rows[key] += 1; rows }
            def inWords(Map given = [:], n, String... names) { "$n ${names.join('-')} $given" }
        '''.stripIndent())
        def file = Files.writeString(folder.resolve('includes.groovy'), "include 'functions.groovy'\ndef m = vm { memory at: 0, size: 64.KB; vcpu 0 }\nprintln($text)\n")

        expect:
        printed(Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())) == shown

        where:
        text                              || shown
        'hex(KVM_RUN.request)'            || 'ae80'
        'word(m, 0) + word(m, 4)'         || '0'
        'flags() | 4'                     || '7'
        'first("ax1")'                    || '1'
        'both([x: 1], [y: 2])'            || '[x:1, y:2]'
        'both("a", 1) + both(1, 2L)'      || 'a13'
        'count([a: 1], "a")'              || '[a:2]'
        'inWords(1, "a", "b", x: 2)'      || '1 a-b [x:2]'
    }

    private static String printed(Kvmsh.Result result) {
        (result.err + result.out.readLines().join(' ')).strip().replaceAll(/ +\d+ (expectations? held|tests? passed)$/, '')
    }

    def "a typed function stays defined until it is redefined"() {
        given:
        def on = new OnBoard('model:x86_64')

        when:
        on.run('def more(n) { n + 1 }')

        then:
        on.run('more 3') == 4
        on.run('added = { more(it) }; added(4)') == 5

        when:
        on.run('def more(n) { n + 10 }')

        then:
        on.run('more(3)') == 13

        cleanup:
        on.close()
    }
}
