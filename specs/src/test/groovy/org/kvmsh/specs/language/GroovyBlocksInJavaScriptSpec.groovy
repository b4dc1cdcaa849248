package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.VmLines
import spock.lang.Specification
import spock.lang.TempDir

/** A vm { } of Groovy in JavaScript is refused once, with the same call in JavaScript, which does what the block does in Groovy. */
class GroovyBlocksInJavaScriptSpec extends Specification {
    static final String FORM = 'write: vm({platform: SPAPR, arch: 206, rma: MB(128), vgic: {dist: 0x2c001000}})'
    /** Have statements or expressions of which no form is known to be the same. */
    static final List<String> WITHOUT = ["on(io: 0x3f8) { e -> e.write ? print(e.text) : null }", 'memory at: 0, size: 1 << 20', 'vcpu(0) { if (true) real 0 }', "load at: 0, asm: \"\"\"hlt\"\"\"", 'memory at: 0.5, size: 1']

    @TempDir
    Path folder

    @Sample(of = 3, verify = 48)
    def "#line does in the form that its refusal prints what it does in Groovy on #board"() {
        given:
        def (groovy, js) = [Language.GROOVY, Language.JS].collect { new OnBoard(board, it) }

        when: 'the line is what a person has from Groovy'
        def refusal = outcome(js, "vm { $line }")

        then: 'one refusal with a form that compiles'
        refusal.said == 'in JavaScript, pass an object or a function instead of a block'
        refusal.notes.size() == 1 && refusal.notes[0].startsWith('write: vm(')
        !refusal.notes[0].contains('…')

        when:
        def copied = outcome(js, refusal.notes[0] - 'write: ')
        def meant = outcome(groovy, "vm { $line }")

        then: 'the same calls, or the same refusal'
        copied.said == meant.said
        js.steps*.replaceAll(/0x7f[0-9a-f]+/, 'ADDRESS') == groovy.steps*.replaceAll(/0x7f[0-9a-f]+/, 'ADDRESS')

        cleanup:
        [groovy, js]*.close()

        where:
        [board, line] << [['model:x86_64', 'model:arm-vgicv2', 'model:rfc'], VmLines.all().findAll { !it.contains('\n') } +
                ["vcpu(0) { real 0x1000; regs rax: 0xffffffffffffffff, rbx: -1 }", 'memory at: 0, size: 64.KB; memory at: 0x100000, size: 0x1000', 'memory at: 0x1_0000_0000, size: 2.GB', "load at: 0x1000, hex: 'f4'",
                 'irqchip; pit', 'vcpu(0) { }; vcpu 1', 'memory at: 64.KB + 0x1000, size: 4.KB * 2', 'platform SPAPR; arch 0316', "on(io: 0x3f8) { print it.text }"]].combinations()
    }

    @Sample(verify = 4)
    def "the line is refused once with the form, #way"() {
        given:
        def script = folder.resolve('line.js')
        Files.writeString(script, text)

        when:
        def result = way == 'a file' ? Kvmsh.run('-q', '-b', board, script.toString()) : way == '-e' ? Kvmsh.run('-q', '-b', board, '--lang', 'js', '-e', text)
                : Kvmsh.runWith([:], text + '\n', '-q', '-b', board, '--lang', 'js')

        then:
        (result.out + result.err).readLines().findAll { it.contains(FORM) || it =~ /:\d+:\d+: / }*.replaceFirst(/^.*:\d+:\d+: /, '') == ['in JavaScript, pass an object or a function instead of a block', "  $FORM"]*.toString()
        result.status == 1

        where:
        [way, board, text] << [['a file', '-e', 'typed'], ['model:x86_64', 'model:rfc'],
                               ["vm { ${VmLines.CARD} }".toString(), "vm {\n  platform SPAPR\n  arch 206; rma 128.MB\n  vgic dist: 0x2c001000\n}", "const a = 1\nconst m = vm { ${VmLines.CARD} }; m.close()".toString()]].combinations()
                .findAll { way, board, text -> way != 'typed' || !text.contains('\n') }
    }

    def "without a form that is the same for certain, the refusal has the general one: #line"() {
        given:
        def js = new OnBoard('model:x86_64', Language.JS)

        when:
        def refusal = outcome(js, "vm { $line }")

        then:
        refusal.said
        !refusal.notes.any { it.startsWith('write: vm({m') || it.startsWith('write: vm(v => { v') || it.startsWith('write: vm({l') || it.startsWith('write: vm({o') }

        cleanup:
        js.close()

        where:
        line << WITHOUT
    }

    private static Map<String, Object> outcome(OnBoard on, String text) {
        try {
            on.run(text)
            [said: null, notes: []]
        } catch (ScriptError e) {
            [said: e.headline(), notes: e.notes()]
        }
    }
}
