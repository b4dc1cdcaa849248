package org.kvmsh.specs.house

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A promise settles only when the test or the script has ended, so work that a word waits for cannot be in one. */
class NothingIsAsynchronousSpec extends Specification {
    static final String ASYNC = 'async functions are not supported: remove async and await'
    static final String GENERATOR = 'generator functions are not supported here: remove the * and yield'
    static final String GUEST = "memory: {at: 0, size: KB(64)}, load: {at: 0, hex: 'e610f4'}, vcpu: {real: 0}"

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64', Language.JS)

    def "an async function is refused before it is called, at its first line: #text"() {
        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message == ASYNC
        e.site().toString() == "text#1:1:${text.indexOf('async') + 1}"

        and: 'no machine runs, and no expectation passed'
        on.session.tests().expectationsHeld() == 0
        on.steps.every { !it.contains('KVM_RUN') }

        where:
        text << [
            'expect(async () => 1 == 2)',
            'expect({errno: EINVAL}, async () => kvm.ioctl(KVM_CREATE_VM, 99))',
            'attempt(async () => kvm.ioctl(KVM_CREATE_VM, 99))',
            'vm(async v => { v.memory({at: 0, size: KB(64)}) })',
            'plan(async v => { v.memory({at: 0, size: KB(64)}) })',
            'vm({vcpu: async c => { c.real(0) }})',
            "vm({$GUEST, on: {io: 0x10, do: async e => 1}})",
            "vm(v => v.on({io: 0x10}, async function* () { }))",
            "vm({$GUEST}).run({until: async () => true})"
        ]
    }

    def "a function that returns a promise is refused when it returns: #text"() {
        when:
        on.run("const later = () => Promise.resolve(true), thenable = {then: done => done(true)};\n$text")

        then:
        def e = thrown(ScriptError)
        e.message.readLines()[0] == ASYNC

        where:
        text << [
            'expect(() => later())',
            'expect(() => thenable)',
            'attempt(() => later())',
            'vm(v => later())',
            "vm({$GUEST, on: {io: 0x10, do: e => later()}}).run()",
            "vm({memory: {at: 0, size: KB(64)}, load: {at: 0, hex: 'e410f4'}, vcpu: {real: 0}, on: {io: 0x10, do: e => later()}}).run()",
            "vm({${GUEST - ', vcpu: {real: 0}'}, vcpu: [{real: 0}, {real: 0}], on: {io: 0x10, do: e => later()}}).run()",
            "vm({$GUEST}).run({until: () => later()})",
            "vm({$GUEST}).regs.rax = later()",
            'later()'
        ]
    }

    def "an async proposal is refused too"() {
        when:
        def result = Kvmsh.run('-b', 'rfc:model:x86_64', '--lang', 'js', '-e', """
            rfc('${Kvmsh.script('rfc/kvm-ppc-set-platform.patch')}')
            proposal(KVM_PPC_SET_PLATFORM, async arg => 0)""".stripIndent())

        then:
        result.status == 1
        result.err.contains("-e:3:32: $ASYNC")
    }

    def "a generator is refused too, because it has done nothing when it returns: #text"() {
        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message == GENERATOR

        where:
        text << ['expect(function* () { })', '{ function* g() { }; expect(() => g()) }', "vm({$GUEST, on: {io: 0x10, do: function* (e) { }}})"]
    }

    def "a test with an async function fails, and the next test runs"() {
        when:
        def result = Kvmsh.run('-b', 'model:x86_64', '--lang', 'js', '-e', '''
            test('t', async () => { expect(() => 1 == 2) })
            test('u', () => Promise.resolve())
            test('v', function* () { expect(() => 1 == 2) })
            test('w', () => { expect(() => 1 == 1) })'''.stripIndent())

        then:
        result.status == 1
        result.out.contains("not ok 1 t\n  -e:2:11: $ASYNC\n")
        result.out.contains('not ok 2 u\n  same failure as for "t" above; -e:3:11\n')
        result.out.contains("not ok 3 v\n  -e:4:11: $GENERATOR\n")
        result.out.contains('ok 4 w\n3 of 4 tests failed\n')
    }

    def "an unhandled error in a promise fails the script: #text"() {
        when:
        on.run(text + '; 1')

        then:
        def e = thrown(ScriptError)
        e.message.readLines()[0] == message
        e.site().toString() == "text#1:1:$column"

        where:
        text                                                                     | message                             | column
        '(async () => { expect(() => 1 == 2) })()'                               | 'expectation failed:'               | 29
        '(async () => { await 1; expect(() => 1 == 2) })()'                      | 'expectation failed:'               | 38
        'Promise.resolve().then(() => { throw new TypeError("no") })'            | 'TypeError: no'                     | 38
        '(async () => { throw new Error("a") })(); (async () => { throw 3 })()'  | 'Error: a'                          | 22
        'Promise.reject(3)'                                                      | 'Error: Unhandled promise rejection: 3' | 1
    }

    def "an error in a promise fails its test, and no other: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', """\
            const later = async () => { await 1; throw new TypeError('late') }
            test('t', () => { $text })
            test('u', () => { expect(() => 1 == 1) })""".stripIndent())

        then:
        result.status == 1
        result.out.readLines()[0..1] == ['not ok 1 t', "  -e:$line:$column: $message".toString()]
        result.out.contains('\nok 2 u\n')
        !result.err.contains(message)

        where:
        text                                                              || line | column | message
        'Promise.resolve(1).then(v => expect(() => v == 2))'              || 2    | 61     | 'expectation failed:'
        'Promise.resolve(1).then(v => expect(() => v == 2)).catch(e => e)' || 2   | 61     | 'expectation failed:'
        'Promise.resolve().then(() => null.x)'                            || 2    | 48     | 'cannot access .x on null'
        'new Promise((done, failed) => failed(new Error("no")))'          || 2    | 56     | 'Error: no'
        'later(); expect(() => 1 == 1)'                                   || 1    | 44     | 'TypeError: late'
        'later(); null.x'                                                 || 2    | 28     | 'cannot access .x on null'
        'new Promise(() => 0).then(() => expect(() => 1 == 2))'           || 2    | 19     | 'this promise is still pending at the end of the test: the code that waits for it did not run'
        'Promise.resolve().then(() => kvm.ioctl(KVM_CREATE_VM, 99))'      || 2    | 48     | 'KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)'
    }

    def "of several promises that fail in a test none is lost"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', 'test("t", () => { Promise.reject(new Error("a")); Promise.resolve().then(() => { throw new Error("b") }) })')
                .out.contains('  another promise failed at -e:1:88: Error: b\n')
    }

    def "what a failed test leaves pending does not fail the script: #text"() {
        given:
        def script = folder.resolve('a.js')
        Files.writeString(script, "test('fails', () => { $text })\ntest('passes', () => { })\n")

        when:
        def result = Kvmsh.run('test', '-b', 'model:x86_64', script.toString())

        then:
        result.out.readLines().findAll { it ==~ /(not )?ok .*/ } == ['not ok 1 fails', 'ok 2 passes']
        result.out.contains('1 passed, 1 failed, 0 skipped')
        !result.out.contains('at the end of the script')

        where:
        text << ['new Promise(() => 0); Promise.reject(new Error("a"))',
                 'Promise.resolve().then(() => new Promise(() => 0)); throw new Error("a")']
    }

    def "a promise of the script is settled before its next test, and one of a test within it"() {
        expect:
        on.run("const seen = []; Promise.resolve().then(() => seen.push('a')); test('t', () => { seen.push('b'); Promise.resolve().then(() => seen.push('c')) }); seen.push('d'); seen.join()") == 'a,b,c,d'
    }

    def "generators work in a script's own loops"() {
        expect:
        on.run('{ function* three() { yield 1; yield 2; yield 3 }; [...three()].join() }') == '1,2,3'
    }
}
