package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** {@code on(exit: KVM_EXIT_IO) { 42 }}: a handler by the exit's reason answers like one by its key. */
class AnswersByReasonSpec extends Specification {
    @TempDir
    Path folder

    @Sample(verify = 4)
    def "the value of a handler by exit reason is the answer, as with a handler by key: #language #handler"() {
        given:
        def on = new OnBoard('model:x86_64', language)

        when: 'in al, dx; hlt'
        on.run(language == Language.GROOVY
                ? "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(exit: KVM_EXIT_IO) $handler }".toString()
                : "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'ec f4'}, vcpu: {real: 0x1000, regs: {rdx: 0x60}}, on: {exit: KVM_EXIT_IO, do: $handler}})".toString())
        on.run(language == Language.GROOVY ? 'm.run until: hlt' : 'm.run({until: hlt})')

        then:
        on.run(language == Language.GROOVY ? 'm.regs.rax == 42' : 'm.regs.rax == 42')

        cleanup:
        on.close()

        where:
        language        | handler
        Language.GROOVY | '{ 42 }'
        Language.GROOVY | "{ '*' }"
        Language.GROOVY | '{ e -> e.reply 42; null }'
        Language.JS     | 'e => 42'
        Language.JS     | "e => '*'"
        Language.JS     | 'e => { e.reply(42) }'
    }

    def "a handler of any exit answers with reply only; its value is ignored"() {
        given:
        def on = new OnBoard('model:x86_64')

        when:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(exit: any) { e -> if (e.name() == 'io') e.reply 42; 5 } }")
        on.run('m.run until: hlt')

        then:
        on.run('m.regs.rax == 42')

        cleanup:
        on.close()
    }

    def "in a file, a handler by exit reason knows the members of its exit"() {
        given:
        def file = Files.writeString(folder.resolve('handler.groovy'), "def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ec f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }\n" +
                "on(exit: KVM_EXIT_IO) { e -> e.port - 0x36 } }\nm.run until: hlt\nexpect { m.regs.rax == 42 }\n")

        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 0
    }
}
