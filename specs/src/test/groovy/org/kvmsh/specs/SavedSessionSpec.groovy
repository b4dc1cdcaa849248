package org.kvmsh.specs

import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** {@code /save FILE}: what was typed runs again. */
@Timeout(120)
class SavedSessionSpec extends Specification {
    static final String GUEST = "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '40 f4'; vcpu(0) { real 0x1000; regs rax: 41 } }"
    static final String GUEST_IN_JS = "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '40 f4'}, vcpu: {real: 0x1000, regs: {rax: 41}}})"

    @TempDir
    Path folder

    TypedShell shell

    def cleanup() {
        shell?.close()
    }

    def "what did not fail is saved, and runs again on any board of the kind"() {
        given:
        def file = folder.resolve('saved.groovy')
        type(GUEST, 'm.rnu()', 'm.run until: hlt', 'm = 5', 'def m = 6')

        when:
        shell.type("/save $file").await('saved.groovy: 4 texts')

        then:
        Files.readAllLines(file) == ['// Typed on model:x86_64 model.', '', "def $GUEST", 'm.run until: hlt', 'm = 5', 'm = 6']*.toString()
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 0
    }

    def "with --expect the values that were shown are expected again, and another value then fails"() {
        given:
        def file = folder.resolve('saved.groovy')
        type(GUEST, 'm.run()', 'm.regs.rax', 'm.regs.rip = 0x1000', 'm.console', 'm')

        when:
        shell.type("/save $file --expect").await('saved.groovy: 6 texts')
        def run = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())

        then:
        Files.readAllLines(file).drop(3) == ['def value1 = m.run()', 'expect { value1.exit == hlt }', 'def value2 = m.regs.rax', 'expect { value2 == 42 }',
                                             'm.regs.rip = 0x1000', "def value3 = m.console", "expect { value3 == '' }", 'm']
        run.out.readLines().last() == '3 expectations held'

        when:
        Files.writeString(file, Files.readString(file).replace('rax: 41', 'rax: 40'))

        then:
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 1
    }

    def "JavaScript is saved as JavaScript, and what was typed in Groovy is left out"() {
        given:
        def file = folder.resolve('saved.js')
        type('1 + 1', '/lang js', GUEST_IN_JS, 'm.run({until: hlt})', 'm.regs.rax')

        when:
        shell.type("/save $file --expect").await('3 texts, and 1 of another language left out')

        then:
        Files.readAllLines(file).drop(3) == ['const value1 = m.run({until: hlt})', 'expect(() => value1.exit == hlt)', 'const value2 = m.regs.rax', 'expect(() => value2 == 42)']
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).out.readLines().last() == '2 expectations held'
    }

    def "a patch that was pasted is in the script"() {
        given:
        def file = folder.resolve('saved.groovy')
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        shell.await('model> ')

        when:
        shell.type('/rfc').await('rfc> ')
        shell.type('#define KVM_SET_NOTHING _IO(KVMIO, 0xf7)').type('.').await('KVM_SET_NOTHING 0x')
        shell.type("/save $file").await('saved.groovy: 1 text')

        then:
        Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).status == 0
        Files.readString(file).contains('_IO(KVMIO, 0xf7)')
    }

    def "a file that is there is not written over unless it is forced to be"() {
        given:
        def file = Files.writeString(folder.resolve('mine.groovy'), 'mine')
        type('1 + 1')

        when:
        shell.type("/save $file").await('--force writes over it')

        then:
        Files.readString(file) == 'mine'

        when:
        shell.type("/save $file --force").await('mine.groovy: 1 text')

        then:
        Files.readString(file).contains('1 + 1')
    }

    def "what can't be saved says why: #line"() {
        given:
        type('1 +', ')')

        expect:
        shell.type(line).await(said)

        where:
        line                     || said
        '/save'                  || 'say where to: /save FILE'
        '/save a b'              || 'say where to: /save FILE'
        '/save x.js'             || 'and a file of the name x.js is js'
        '/save /nonexistent/x.g' || 'there is nothing to save'
    }

    def "after a dot the members of machines are completed"() {
        given:
        type(GUEST)

        expect:
        shell.keys('m.memm\t').await('m.memmap')
        shell.type('').await('memory, slot 0')
    }

    /** Types lines, each when the one before was answered. */
    private void type(String... lines) {
        shell = new TypedShell([:], 'model:x86_64', folder.resolve('history'))
        lines.eachWithIndex { line, i ->
            shell.await('model> ', i + 1)
            shell.type(line)
        }
        shell.await('model> ', lines.length + 1)
    }
}
