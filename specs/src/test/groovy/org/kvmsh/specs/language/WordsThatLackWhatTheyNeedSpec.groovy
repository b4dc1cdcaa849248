package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.machine.Machine
import org.kvmsh.dsl.machine.MachineVcpu
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.word.VcpuBlockWords
import org.kvmsh.dsl.word.VmWords
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** A word alone, without its arguments or the machine that it is about, is answered with what it takes. */
@Timeout(600)
class WordsThatLackWhatTheyNeedSpec extends Specification {
    @TempDir
    Path folder

    private List<Kvmsh.Result> run(String language, String text) {
        def file = Files.writeString(folder.resolve("words.$language"), text).toString()
        [['-e', text, '--lang', language == 'js' ? 'js' : 'groovy'], [file]].collect { Kvmsh.run(*(['-q', '-b', 'model:x86_64'] + it)) }
    }

    def "#text alone is a word without its arguments, and the error has its example"() {
        expect:
        run('groovy', text).every { it.status == 1 && it.err.contains(":1:1: $text is a word that takes arguments\n") && it.err.endsWith("\n  try: $example\n") }

        where:
        text      || example
        'mem'     || 'mem 0x1000, 64'
        'explain' || "explain 'KVM_PPC_SET_PLATFORM'"
        'vm'      || 'def m = vm { memory at: 0, size: 64.KB }'
    }

    def "#text alone must be called, on every architecture"() {
        expect:
        run('groovy', text).every { it.status == 1 && it.err.contains(":1:1: $text must be called with parentheses\n") && it.err.endsWith("\n  write: $text()\n") }

        where:
        text << ['run', 'step']
    }

    def "a word of a block without its arguments has its example too"() {
        expect:
        run('groovy', 'vm { aia }').every { it.status == 1 && it.err.contains('aia is a word that takes arguments\n') && it.err.contains('\n  try: aia imsic: 0x28000000, ') }
    }

    def "a word of #block without its named arguments says which it needs, or takes their defaults: #word"() {
        given:
        def on = new OnBoard('model:x86_64')

        expect:
        try {
            on.run(block == 'vcpu' ? "vm { memory at: 0, size: 64.KB; vcpu(0) { $word() } }" : "vm { $word() }")
        } catch (ScriptError e) {
            assert e.message == 'order: must be an integer, not null' || e.message.contains(word) && !e.message.startsWith('null')
        }

        cleanup:
        on.close()

        where:
        [block, word] << [vm: VmWords, vcpu: VcpuBlockWords].collectMany { name, type ->
            Vocabulary.methods(type).findAll { it.value.any { it.parameterTypes.toList() == [Map] } }.keySet().collect { [name, it] }
        }
    }

    def "the name of an exit is no function: #text"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:arm-vgicv2', '-e', text).err.contains('the name of an exit takes no arguments\n')

        where:
        text << ['msr 0x10', 'hlt()', 'mmio 0x1000']
    }

    def "empty parentheses in #language: #text"() {
        expect:
        run(language, text).every { it.status == (said ? 1 : 0) && (it.err + it.out).contains(said) && !it.err.contains('null') }

        where:
        language | text                                                        || said
        'groovy' | 'println trace()'                                           || ''
        'js'     | 'print(trace())'                                            || ''
        'groovy' | 'println caps()'                                            || ''
        'js'     | 'print(caps())'                                             || ''
        'groovy' | 'def m = vm { memory at: 0, size: 64.KB }\nm.exits()'       || 'exits is read without parentheses'
        'js'     | 'const m = vm({memory: {at: 0, size: KB(64)}})\nm.exits()'  || 'exits is read without parentheses'
    }

    def "what JavaScript reads of #of says so if it is called, unless it can be called too"() {
        given:
        def read = Vocabulary.methods(type).keySet().findAll { Vocabulary.bare(type, it) != null }
        def on = new OnBoard('model:x86_64', Language.JS)
        on.run('const m = vm({memory: {at: 0, size: KB(64)}, vcpu: {real: 0x1000}})')

        when:
        def said = read.collectEntries { name ->
            try {
                on.run("$of.$name()")
                [name, 'called']
            } catch (ScriptError e) {
                [name, e.headline()]
            }
        }

        then:
        read.size() > 5
        said.values().every { !it.contains('unknown name') }
        said.every { name, text -> text == 'called' || text == "$name is read without parentheses" || text.startsWith('KVM_') }

        cleanup:
        on?.close()

        where:
        type        | of
        Machine     | 'm'
        MachineVcpu | 'm.vcpu(0)'
    }

    def "m.#word without parentheses is refused with the correct spelling"() {
        expect:
        run('groovy', "def m = vm { memory at: 0, size: 64.KB }\nm.$word".toString()).every { it.status == 1 && it.err.contains("$word must be called with parentheses: $word()") }

        where:
        word << ['run', 'step']
    }

    def "an unknown name is reported as unknown: #text"() {
        expect:
        run('groovy', text).every { it.status == 1 && it.err.contains(":1:1: $said\n") && it.err.contains(note) }

        where:
        text     || said                       | note
        'real'   || 'real cannot be used here' | 'real belongs inside vcpu(0) { }'
        'exit'   || "unknown name 'exit'"      | 'did you mean \'exits\'?'
        'kapz'   || "unknown name 'kapz'"      | 'kapz'
    }

    @Sample(verify = 4)
    def "a run in a test without a machine fails that test, and the next one runs, in #language: #call"() {
        when:
        def results = run(language, language == 'js' ? "test('a', () => { $call })\ntest('b', () => { })\n" : "test('a') { $call }\ntest('b') { }\n")

        then:
        results.every { it.status == 1 && it.out.contains('not ok 1 a\n') && it.out.contains(': no machine yet\n') && it.out.contains('\nok 2 b\n') }
        results.every { it.out.contains(language == 'js' ? 'try: vm({memory: {at: 0, size: KB(64)}, vcpu: 0})' : 'try: vm { memory at: 0, size: 64.KB; vcpu 0 }') }
        !(results*.out.join() =~ /StackOverflow|nested too deep|Exception/)

        where:
        language | call
        'groovy' | 'run until: hlt'
        'groovy' | 'run()'
        'groovy' | '[1].each { run until: hlt }'
        'groovy' | 'expect { run().exit == hlt }'
        'groovy' | 'run until: hlt, within: 1.s'
        'js'     | 'run({until: hlt})'
        'js'     | 'run()'
        'js'     | '[1].forEach(() => run())'
        'js'     | 'expect(() => run().exit == hlt)'
    }
}
