package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Sample
import org.kvmsh.specs.kit.TypedShell
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A block between < and >: a statement, a value, in a file, typed and in the shell; JavaScript reports that the spelling is Groovy's. */
class AnglesAreGroovysSpec extends Specification {
    @Shared @AutoCleanup
    Kvmsh kvmsh = Kvmsh.open('model:x86_64')

    @TempDir
    Path folder

    def "in a file: #text"() {
        when:
        kvmsh.run(Files.writeString(folder.resolve('angles.groovy'), text + '\n'))

        then:
        notThrown(Exception)

        where:
        text << [
            "vm < memory at: 0, size: 64.KB >; expect { mem(0, 1)[0] == 0 }",
            "def m = vm < memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; regs rax: 3 } >; expect { m.regs.rax == 3 }",
            "def m = vm <\n  memory at: 0, size: 64.KB\n  vcpu(0) <\n    real 0x1000\n  >\n>\nexpect { m.regs.rip == 0x1000 }",
            "def rip = vm < vcpu(0) < real 0x2000 > >.vcpu(0).regs.rip\nexpect { rip == 0x2000 && 1 < 2 }",
        ]
    }

    @Sample(verify = 4)
    def "typed: #text"() {
        expect:
        kvmsh.evaluate(Language.GROOVY, text) == value

        where:
        text                                                                                 || value
        'def m = vm < memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 } >; m.regs.rip'      || 0x1000
        'm = vm < vcpu(0) < real 0x1000; regs rax: 5 > >; m.regs.rax'                        || 5
        'x = 2; y = x < 3 && x > 1'                                                          || true
    }

    def "in the shell, over several lines"() {
        given:
        def shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))

        when:
        shell.type('m = vm <').type('  memory at: 0, size: 64.KB').type('  vcpu(0) { real 0x1000; regs rax: 42 }').type('>').type('m.regs.rax')

        then:
        shell.await('42 (0x2a)')

        cleanup:
        shell.close()
    }

    def "JavaScript reports at #place that the spelling is Groovy's: #text"() {
        when:
        kvmsh.evaluate(Language.JS, text)

        then:
        def e = thrown(ScriptError)
        ([e.message] + e.notes()).join(' ').contains("the < > form is allowed only in Groovy scripts")
        ([e.message] + e.notes()).join(' ').contains('vm({ … })')
        "${e.site().line()}:${e.site().column()}" == place

        where:
        text                                                          || place
        'vm < platform(SPAPR) >'                                      || '1:1'
        'const m = vm < memory({at: 0, size: KB(64)}) >'              || '1:11'
        'let a = 1\nvm <\n  memory({at: 0, size: KB(64)})\n>'         || '2:1'
        'vm < platform(SPAPR) >\nprintln(1)'                          || '1:6'
    }

    def "a comparison in JavaScript is unchanged"() {
        expect:
        kvmsh.evaluate(Language.JS, 'const vcpus = 3, on = 2; vcpus < 4 && on > 1') == true
    }
}
