package org.kvmsh.specs.runner

import com.google.gson.Gson
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.TempDir

/** A test that evaluated no expectation, and an expectation that was never reached, are told, and red with --strict. */
class TestsThatCheckNothingSpec extends Specification {
    static final String GUEST = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 }"
    static final String JS_GUEST = "memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}"

    @TempDir
    Path folder

    @Sample(verify = 16)
    def "what a script leaves unchecked is told, and red with --strict: #name, #text"() {
        given:
        def file = script("a.$name", text)

        when:
        def plain = Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', file)
        def strict = Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', '--strict', file)

        then:
        plain.status == 0
        plain.out.readLines().findAll { it.contains('checked nothing') || it.contains('never reached') } == told.collect { it.replace('PLACE', file) }
        strict.status == (told ? 1 : 0)
        strict.out.readLines().findAll { it.startsWith('not ok') } == red.collect { it.replace('PLACE', file) }

        where:
        name     | text                                                                                      || told                                                | red
        'groovy' | "test('t') { expect { 1 == 1 } }"                                                         || []                                                  | []
        'groovy' | "test('t') { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 98 } }"                     || []                                                  | []
        'groovy' | "test('t') { m = vm { $GUEST }; m.run(); expect exit: hlt }"                              || []                                                  | []
        'groovy' | "test('t') { assert 1 == 1 }"                                                             || []                                                  | []
        'groovy' | "test('t') { if (board) assert 1 == 1 }\ntest('u') { [1].each { assert it } }"               || []                                                  | []
        'groovy' | "test('t') { for (n in 1..2) assert n }\ntest('u') { if (!board) sleep 1\n  else assert 1 }"     || []                                                  | []
        'groovy' | "class C { static both(n) { assert n }; def each(n) { assert n } }\nstatic one(n) { assert n }\ntest('t') { C.both(1) }\ntest('u') { new C().each(1) }\ntest('v') { one(1) }" || [] | []
        'groovy' | "test('t') { 1 == 1 }"                                                                    || ['1 test checked nothing: a.groovy: t']             | ['not ok 1 t # checked nothing']
        'groovy' | "test('t') { attempt { kvm.ioctl KVM_CREATE_VM, 98 } }\ntest('u') { expect { 1 == 1 } }"  || ['1 test checked nothing: a.groovy: t']             | ['not ok 1 t # checked nothing']
        'groovy' | "kvm.ioctl KVM_GET_API_VERSION"                                                           || ['1 test checked nothing: a.groovy']                | ['not ok 1 a.groovy # checked nothing']
        'groovy' | "expect { 1 == 1 }"                                                                       || []                                                  | []
        'groovy' | "test('t') {\n  expect { 1 == 1 }\n  if (1 == 2) expect { 1 == 1 }\n}"                    || ['expectation never reached: PLACE:3:15']           | ['not ok 2 a.groovy, the rest # expectations were never reached']
        'groovy' | "test('t') {\n  expect { 1 == 1 }\n  if (1 == 2) expect exit: hlt\n}"                     || ['expectation never reached: PLACE:3:15']           | ['not ok 2 a.groovy, the rest # expectations were never reached']
        'groovy' | "test('t') {\n  expect { 1 == 1 }\n  m = vm { $GUEST; on(io: 1) { e ->\n    expect { 1 == 1 } } }\n  m.run() }" || ['expectation never reached: PLACE:4:5'] | ['not ok 2 a.groovy, the rest # expectations were never reached']
        'groovy' | "def f() {\n  expect { 1 == 1 }\n}\ntest('t') { expect { 1 == 1 } }"                      || ['expectation never reached: PLACE:2:3']            | ['not ok 2 a.groovy, the rest # expectations were never reached']
        'groovy' | "[1, 2].each { n -> test(\"t\$n\") { n == 1 ? expect { n == 1 } : expect { n == 2 } } }" || []                                                  | []
        'groovy' | "def check(Closure c) { expect c }\ntest('t') { check { 1 == 1 } }"                       || []                                                  | []
        'groovy' | "test('t') { needs boards: 'arm64'; expect { 1 == 2 } }\ntest('u') { expect { 1 == 1 } }" || []                                                  | []
        'groovy' | "if (1 == 2) expect { 1 == 1 }\nexpect { 1 == 1 }"                                        || ['expectation never reached: PLACE:1:13']           | ['not ok 1 a.groovy # expectations were never reached']
        'js'     | "test('t', () => { expect(() => 1 == 1) })"                                                || []                                                  | []
        'js'     | "test('t', () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 98)) })"         || []                                                  | []
        'js'     | "test('t', () => { const m = vm({$JS_GUEST}); m.run(); expect({exit: hlt}) })"            || []                                                  | []
        'js'     | "test('t', () => { 1 == 1 })"                                                             || ['1 test checked nothing: a.js: t']                 | ['not ok 1 t # checked nothing']
        'js'     | "kvm.ioctl(KVM_GET_API_VERSION)"                                                          || ['1 test checked nothing: a.js']                    | ['not ok 1 a.js # checked nothing']
        'js'     | "test('t', () => {\n  expect(() => 1 == 1)\n  if (1 == 2) expect(() => 1 == 1)\n})"       || ['expectation never reached: PLACE:3:15']           | ['not ok 2 a.js, the rest # expectations were never reached']
        'js'     | "function f() {\n  expect(() => 1 == 1)\n}\ntest('t', () => { expect(() => 1 == 1) })"     || ['expectation never reached: PLACE:2:3']            | ['not ok 2 a.js, the rest # expectations were never reached']
        'js'     | "const check = c => expect(c)\ntest('t', () => { check(() => 1 == 1) })"                   || []                                                  | []
        'js'     | "test('t', () => { needs({boards: 'arm64'}); expect(() => 1 == 2) })\ntest('u', () => { expect(() => 1 == 1) })" || []                            | []
    }

    def "every format has what a test left unchecked"() {
        given:
        def file = script('a.groovy', "test('nothing') { kvm.ioctl KVM_GET_API_VERSION }\ntest('one') {\n  expect { 1 == 1 }\n  if (1 == 2) expect { 1 == 1 }\n}")

        when:
        def formats = ['json', 'junit', 'ktap'].collectEntries { [it, folder.resolve(it).toFile()] }
        def ran = Kvmsh.run('test', '-b', 'model:x86_64', '--run', folder.resolve('run').toString(), *formats.collectMany { name, to -> ["--output", "$name=$to".toString()] }, file)
        def tests = new Gson().fromJson(formats.json.text, Map).boards[0].scripts[0].tests

        then:
        ran.status == 0
        tests*.notes*.text.flatten() == ['checked nothing', "expectation never reached: $file:4:15".toString()]
        tests*.notes*.unchecked.flatten() == [true, true]
        formats.ktap.text.contains('# checked nothing\n') && formats.ktap.text.contains('# expectation never reached: ')
        formats.junit.text.contains('checked nothing') && formats.junit.text.contains('expectation never reached: ')
        with(Kvmsh.run('report', folder.resolve('run').toString(), '--output', "json=${folder.resolve('again')}")) {
            out.contains('1 test checked nothing: a.groovy: nothing\n')
            out.contains("expectation never reached: $file:4:15\n")
        }
        new Gson().fromJson(folder.resolve('again').toFile().text, Map).boards[0].scripts[0].tests*.notes == tests*.notes
    }

    @Sample(verify = 16)
    def "a script in its own process, and one beside others, is as strict: #options"() {
        given:
        def file = script('a.groovy', "test('t') { kvm.ioctl KVM_GET_API_VERSION }")
        def unreached = "test('t') {\n  expect { 1 == 1 }\n  if (1 == 2) expect { 1 == 1 }\n}"

        expect:
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', *options, file).status == status
        Kvmsh.run('test', '-b', 'model:x86_64', '--run=none', *(options - '--strict'), script('b.groovy', unreached)).out.contains('expectation never reached: ')

        where:
        options                     || status
        ['--isolate']               || 0
        ['--isolate', '--strict']   || 1
        ['-j', '2', '--strict']     || 1
    }

    private String script(String name, String text) {
        Files.writeString(folder.resolve(name), text.stripIndent() + '\n').toString()
    }
}
