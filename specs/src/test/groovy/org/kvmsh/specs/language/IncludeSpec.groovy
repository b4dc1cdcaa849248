package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

/** {@code include 'FILE'}. */
class IncludeSpec extends Specification {
    static final String GROOVY_GUESTS = '''\
        def origin = 0x1000
        room = 64.KB
        def adder(size) {
          vm { memory at: 0, size: size; load at: origin, hex: 'ec 40 f4'; vcpu(0) { real origin; regs rdx: 0x60 }; on(io: 0x60) { e -> 41 } }
        }
        '''.stripIndent()
    static final String JS_GUESTS = '''\
        const origin = 0x1000
        let room = KB(64)
        function adder(size) {
          return vm({memory: {at: 0, size}, load: {at: origin, hex: 'ec 40 f4'}, vcpu: {real: origin, regs: {rdx: 0x60}}, on: {io: 0x60, do: e => 41}})
        }
        '''.stripIndent()

    @TempDir
    Path folder

    @Snapshot
    Snapshotter snapshot

    def "functions and variables of an included file are defined afterwards, in #name"() {
        given:
        write("lib/guests.$name", guests)

        when:
        def result = run("main.$name", text)

        then:
        result.err == ''
        result.out.readLines() == ['4096', '2 expectations held']

        where:
        name     | guests        | text
        'groovy' | GROOVY_GUESTS | "include 'lib/guests.groovy'\ndef m = adder(room)\nm.run until: hlt\nexpect { m.regs.rax == 42 }\nexpect { room == 64.KB }\nprintln origin"
        'js'     | JS_GUESTS     | "include('lib/guests.js')\nconst m = adder(room)\nm.run({until: hlt})\nexpect(() => m.regs.rax == 42)\nexpect(() => room == KB(64))\nprintln(origin)"
    }

    def "a file is looked up beside the including file, and for typed text in the current directory"() {
        given:
        write('lib/a.groovy', "include 'b.groovy'")
        write('lib/b.groovy', "def who = 'b'")

        expect:
        run('main.groovy', "include 'lib/a.groovy'\nprintln who").out.readLines().last() == 'b'
        Kvmsh.run('-b', 'model:x86_64', '-e', "include '${folder.resolve('lib/a.groovy')}'; println who").out.readLines()[1] == 'b'
    }

    def "include returns the value of the file's last statement, in #name"() {
        given:
        write("lib.$name", text)

        expect:
        run("main.$name", including).out.readLines().last() == '42'

        where:
        name     | text      | including
        'groovy' | '40 + 2'  | "println include('lib.groovy')"
        'js'     | '40 + 2'  | "println(include('lib.js'))"
    }

    def "an included file sees the including file's variables"() {
        given:
        write('lib.groovy', 'vm { memory at: 0, size: room }')

        expect:
        run('main.groovy', "room = 64.KB\nprintln include('lib.groovy')").out.readLines().last().startsWith('machine on model:x86_64 (model): 64 KiB')
    }

    def "names from a patch that an included file reads are known"() {
        given:
        write('lib.groovy', "rfc '''\n#define KVM_CAP_NEW_THING 999\n'''")

        expect:
        run('main.groovy', "include 'lib.groovy'\nprintln KVM_CAP_NEW_THING").out.readLines().last() == '999'
    }

    def "an error has its position in the included file"() {
        given:
        write('misspelled.groovy', '// a comment\nvm { memoy at: 0 }')
        write('misspelled.js', '// a comment\nvm({memoy: {}})')
        write('late.groovy', 'def small() {\n  vm { memory at: 0, size: 100 }\n}')
        write('late.js', 'function small() {\n  vm({memory: {at: 0, size: 100}})\n}')
        write('unclosed.groovy', '\nvm { memory at: 0')
        write('unclosed.js', '\nlet x = ;')
        write('other.js', '1')
        write('second.groovy', "1\ninclude 'first.groovy'")
        write('second.js', "1\ninclude('first.js')")

        when:
        def errors = [
            ['first.groovy', "include 'misspelled.groovy'"], ['first.js', "include('misspelled.js')"],
            ['first.groovy', "include 'late.groovy'\nsmall()"], ['first.js', "include('late.js')\nsmall()"],
            ['first.groovy', "include 'late.groovy'\nsmal()"], ['first.groovy', "include 'late.groovy'\nvmm { }"],
            ['first.groovy', "include 'unclosed.groovy'"], ['first.js', "include('unclosed.js')"],
            ['first.groovy', "include 'nowhere.groovy'"], ['first.js', "include('nowhere.js')"],
            ['first.groovy', "include 'other.js'"],
            ['first.groovy', "include 'second.groovy'"], ['first.js', "include('second.js')"],
        ].collect { name, text ->
            def result = run(name, text)
            assert result.status == 1
            "--- $name\n${text.readLines().collect { "kvmsh> $it" }.join('\n')}\n${result.err.replace("$folder/", '')}"
        }

        then:
        snapshot.assertThat(errors.join('\n')).matchesSnapshot('errors')
    }

    def "a skip in an included file skips the script"() {
        given:
        write("needs.$name", needs)

        expect:
        run("main.$name", text).out.readLines() == ['skipped: needs a board that matches arm64; this board is model:x86_64 (x86_64, model)']

        where:
        name     | needs                     | text
        'groovy' | "needs boards: 'arm64'"   | "include 'needs.groovy'\nprintln 'not this'"
        'js'     | "needs({boards: 'arm64'})" | "include('needs.js')\nprintln('not this')"
    }

    def "plan and test follow an include"() {
        given:
        write('lib.groovy', 'def one() { vm { memory at: 0, size: 64.KB } }')
        def file = write('main.groovy', "include 'lib.groovy'\none()")

        expect:
        Kvmsh.run('plan', '-b', 'model:x86_64', file).out.contains("KVM_CREATE_VM type 0  ($folder/lib.groovy:1:13)")
        Kvmsh.run('test', '-b', 'model:x86_64', file).out.contains('ok 1 main.groovy')
    }

    private String write(String name, String text) {
        def file = folder.resolve(name)
        Files.createDirectories(file.parent)
        Files.writeString(file, text)
        file.toString()
    }

    private Kvmsh.Result run(String name, String text) {
        Kvmsh.run('-q', '-b', 'model:x86_64', write(name, text))
    }

    def "an included function may have the name of one of kvmsh's internals that is not a word: #text"() {
        given:
        write('lib/functions.groovy', 'def session(a) { a + 1 }\ndef latest(Map named = [:], x) { "$named $x" }\ndef adding() { 4 }\n')

        expect:
        run('main.groovy', "include 'lib/functions.groovy'\nprintln($text)").out.readLines().last() == value
        Kvmsh.run('-b', 'model:x86_64', '-e', "include '${folder.resolve('lib/functions.groovy')}'; println($text)").out.readLines()[1] == value

        where:
        text                               || value
        'session(3)'                       || '4'
        'latest(x: 3, 4)'                  || '[x:3] 4'
        '[1, 2].collect { session(it) }'   || '[2, 3]'
        '({ adding() + 1 }).call()'        || '5'
    }

    def "a function with the name and parameters of one of kvmsh's own is refused by name"() {
        when:
        def result = run('main.groovy', 'println 1\ndef session() { 3 }\n')

        then:
        result.err.readLines().first().endsWith('main.groovy:2:1: kvmsh uses the name session internally')
        result.err.contains('give the function another name')
    }
}
