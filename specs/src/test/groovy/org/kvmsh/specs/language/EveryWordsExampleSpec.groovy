package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.lang.VerdictWords
import org.kvmsh.dsl.reference.Described
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** The example that a word carries is what help and errors tell people to try, so it has to compile: as a file, as a line, and in JavaScript. */
class EveryWordsExampleSpec extends Specification {
    static final Described VOCABULARY = Library.vocabulary()
    /** What examples take to be there. */
    static final Map<String, String> GIVEN = [b: 'org.kvmsh.dsl.session.OpenedBoard', m: 'org.kvmsh.dsl.machine.Machine', list: 'org.kvmsh.dsl.call.Memory', fd: 'int', before: 'org.kvmsh.dsl.machine.change.Snapshot', earlier: 'org.kvmsh.dsl.inspect.Stats',
                                              kick: 'org.kvmsh.dsl.machine.interrupt.EventFd', line: 'org.kvmsh.dsl.machine.interrupt.EventFd', code: 'byte[]', text: 'StringBuilder', s: 'Object', going: 'org.kvmsh.dsl.machine.run.StartedRun']

    @Shared @AutoCleanup
    Library kvmsh = Library.open('model:x86_64')

    @TempDir
    Path folder

    @Sample(of = 4, verify = 64)
    def "in Groovy: #name#where"() {
        given:
        def given = GIVEN.findAll { !line.contains("def $it.key ") }.collect { "$it.value $it.key" }.join(', ')
        def text = "def example($given) {\n  $line\n}\n"
        def file = Files.writeString(folder.resolve('example.groovy'), text)

        when: 'a method that is never called is compiled anyway: statically in a file, dynamically in a line'
        kvmsh.run(file)
        kvmsh.evaluate(Language.GROOVY, text)

        then:
        notThrown(Exception)

        where:
        [name, where, line] << inGroovy()
    }

    @Sample(verify = 4)
    def "in JavaScript: #name#where"() {
        when:
        kvmsh.evaluate(Language.JS, "(function () { $line\n})")

        then:
        notThrown(Exception)

        where:
        [name, where, line] << inJavaScript()
    }

    def "no word is a keyword of either language"() {
        when:
        names().findAll { !VerdictWords.has(it) }.each { name ->
            kvmsh.evaluate(Language.GROOVY, "def unused() { def $name = 1 }")
            kvmsh.evaluate(Language.JS, "(function () { 'use strict'; var $name })")
        }

        then:
        notThrown(Exception)
    }

    private static List<List<String>> inGroovy() {
        def blocks = VOCABULARY.groovyBlocks().collectMany { block -> block.entries().collect { [it.name(), block.name() ? " of $block.name" : '', inside(block.name(), it.word().example())] } }
        blocks + VOCABULARY.values().collectMany { value -> value.entries().collect { [it.name(), " of $value.name", it.word().example()] } }
    }

    private static List<List<String>> inJavaScript() {
        (VOCABULARY.jsBlocks() + VOCABULARY.values()).collectMany { block -> block.entries().collect { [it.name(), block.name() ? " of $block.name" : '', Library.example(Language.JS, it.word())] } }
    }

    private static String inside(String block, String line) {
        switch (block) {
            case 'vm': return "vm { $line }"
            case 'vcpu': return "vm { vcpu(0) { $line } }"
            case 'device': return "vm { device('KVM_DEV_TYPE_VFIO') { $line } }"
            case 'guest': return "vm { guest { $line } }"
            default: return line
        }
    }

    private static Set<String> names() {
        (VOCABULARY.groovyBlocks() + VOCABULARY.jsBlocks() + VOCABULARY.values()).collectMany { it.entries()*.name() } as Set
    }
}
