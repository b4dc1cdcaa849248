package org.kvmsh.specs.shell

import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.EditorClient
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** An editor shows the errors of a script before it runs, in JavaScript as in Groovy. */
class EditorsFindErrorsSpec extends Specification {
    static final String GROOVY = 'def m = vm {\n  memory at: 0, size: 64.KB\n  vcpu(0) { real 0x1000 }\n}\n'
    static final String JS = 'const m = vm({\n  memory: {at: 0, size: KB(64)},\n  vcpu: {real: 0x1000},\n})\n'

    @Shared
    @TempDir
    Path folder

    @Shared
    @AutoCleanup
    EditorClient editor

    def setupSpec() {
        editor = new EditorClient(folder, '-b', 'model:x86_64')
        editor.initialize()
    }

    @Sample(verify = 16)
    def "#what is found in #language, at its place, with advice"() {
        when:
        def found = errors("planted.$ending", language, text)

        then:
        found.size() == 1
        found[0].startsWith("$place ")
        found[0].contains(says)
        found[0].contains('\n' + advice)

        where:
        what                      | language     | text                                                        || place     | says                                | advice
        'an unknown word'         | 'groovy'     | GROOVY + 'plann { vcpu 0 }\n'                               || '4:0-5'   | "unknown word 'plann'"              | "did you mean 'plan'?"
        'an unknown word'         | 'javascript' | JS + 'plann({vcpu: 0})\n'                                   || '4:0-5'   | "unknown name 'plann'"              | "did you mean 'plan'?"
        'a named argument'        | 'groovy'     | GROOVY + 'm.run untl: hlt\n'                                || '4:6-10'  | "run has no argument 'untl:'"       | "did you mean 'until'?"
        'a named argument'        | 'javascript' | JS + 'm.run({untl: hlt})\n'                                 || '4:7-11'  | "run has no argument 'untl:'"       | "did you mean 'until'?"
        'a register'              | 'groovy'     | GROOVY + 'println m.regs.raxx\n'                            || '4:15-19' | 'have no register raxx'             | "did you mean 'rax'?"
        'a register'              | 'javascript' | JS + 'println(m.regs.raxx)\n'                               || '4:15-19' | 'have no register raxx'             | "did you mean 'rax'?"
        'a field'                 | 'groovy'     | GROOVY + 'def c = m.ioctl KVM_GET_CLOCK\nprintln c.clokc\n' || '5:10-15' | 'kvm_clock_data has no field clokc' | "did you mean 'clock'?"
        'a field'                 | 'javascript' | JS + 'const c = m.ioctl(KVM_GET_CLOCK)\nprintln(c.clokc)\n' || '5:10-15' | 'kvm_clock_data has no field clokc' | "did you mean 'clock'?"
        'an ioctl'                | 'groovy'     | GROOVY + 'm.ioctl KVM_CREATE_VCPUU, 1\n'                    || '4:8-24'  | 'unknown name KVM_CREATE_VCPUU'     | "did you mean 'KVM_CREATE_VCPU'?"
        'an ioctl'                | 'javascript' | JS + 'm.ioctl(KVM_CREATE_VCPUU, 1)\n'                       || '4:8-24'  | 'unknown name KVM_CREATE_VCPUU'     | "did you mean 'KVM_CREATE_VCPU'?"
        'the number of arguments' | 'groovy'     | GROOVY + 'm.mem 0x1000, 64, 2, 3\n'                         || '4:2-5'   | 'has no mem that takes'             | 'try: m.mem 0x1000, 64'
        'the number of arguments' | 'javascript' | JS + 'm.mem(0x1000, 64, 2, 3)\n'                            || '4:2-5'   | 'mem does not take 0x1000, 64, 2, 3' | 'try: m.mem(0x1000, 64)'
        'an unclosed brace'       | 'groovy'     | GROOVY.replace('}\n}', '}\n') + 'm.run until: hlt\n'        || '0:11-12' | 'this { is not closed'              | 'close it with }'
        'an unclosed brace'       | 'javascript' | JS + "test('halts', () => {\n  m.run({until: hlt})\n"       || '4:20-21' | 'this { is not closed'              | 'close it with }'
        'a member'                | 'groovy'     | GROOVY + 'm.runn until: hlt\n'                              || '4:2-6'   | 'm has no runn'                     | "did you mean 'run'?"
        'a member'                | 'javascript' | JS + 'm.runn({until: hlt})\n'                               || '4:2-6'   | "unknown name 'runn'"               | "did you mean 'run'?"
        'a word of another block' | 'groovy'     | GROOVY.replace('vcpu(0) {', '').replace('1000 }', '1000')   || '2:3-7'   | 'real cannot be used here'          | 'real belongs inside vcpu(0) { }'
        'a word of another block' | 'javascript' | JS.replace('vcpu: {', '').replace('1000}', '1000')          || '2:2-6'   | 'real cannot be used here'          | 'real belongs inside vcpu'
        ending = language == 'groovy' ? 'groovy' : 'js'
    }

    @Sample(verify = 4)
    def "in JavaScript, #text has an error at #place: #says"() {
        when:
        def found = errors('more.js', 'javascript', JS + text + '\n')

        then:
        found.size() == 1
        found[0].startsWith("$place ")
        found[0].contains(says)

        where:
        text                                              || place     | says
        'vm({memori: {at: 0, size: KB(64)}})'             || '4:4-10'  | "unknown word 'memori'\ndid you mean 'memory'?"
        "vm({load: {at: 0, hexx: 'f4'}})"                 || '4:18-22' | "load has no argument 'hexx:'"
        'vm({vcpu: {regs: {rdxx: 1}}})'                   || '4:18-22' | 'have no register rdxx'
        'vm({memory: [{at: 0, size: 4096}, {att: 1}]})'   || '4:35-38' | "memory has no argument 'att:'"
        'vm(v => v.memory({att: 0}))'                     || '4:18-21' | "memory has no argument 'att:'"
        'vm(v => v.vcpu(0, c => c.reall(1)))'             || '4:25-30' | "unknown word 'reall'\ndid you mean 'real'?"
        'm.more({vcpu: {rael: 0}})'                       || '4:15-19' | "unknown word 'rael'\ndid you mean 'real'?"
        'm.vcpu(0).regs.rbxx = 1'                         || '4:15-19' | 'have no register rbxx'
        'println(m.run({until: hlt}).exitt)'              || '4:28-33' | "unknown name 'exitt'\ndid you mean 'exit'?"
        'm.on({io: 0x3f8}, e => print(e.txt))'            || '4:31-34' | "unknown name 'txt'\ndid you mean 'text'?"
        'vm({on: {io: 0x3f8, do: e => print(e.txt)}})'    || '4:37-40' | "unknown name 'txt'\ndid you mean 'text'?"
        "struct('kvm_regs', {raxx: 1})"                   || '4:20-24' | 'struct kvm_regs has no field raxx'
        'm.ioctl(KVM_SET_CLOCK, {clokc: 1})'              || '4:24-29' | 'struct kvm_clock_data has no field clokc'
        'm.regs()'                                        || '4:2-6'   | 'regs is read without parentheses\nwrite: regs'
        'expect(() => m.regs.rax)'                        || '4:13-14' | 'expect needs a condition, and this is a number\ncompare it: expect(() => m.regs.rax == 42)'
        'expect(() => { const r = m.run(); return r })'   || '4:41-42' | 'expect needs a condition, and this is an outcome'
        "test('no block')"                                || '4:0-4'   | "test does not take 'no block'\ntry: test("
        'expect(() => qqst.regs.rax == 1n)'               || '4:13-17' | "unknown name 'qqst'"
        'qqst()'                                          || '4:0-4'   | "unknown name 'qqst'\ndefine it: function qqst() { }"
        'let n = m\nn = m\nn.runn()'                      || '6:2-6'   | "unknown name 'runn'"
    }

    def "in JavaScript, what only the run knows is no error: #text"() {
        expect:
        errors('fine.js', 'javascript', JS + text + '\n') == []

        where:
        text << ['let n = m\nn = {runn: () => 1}\nn.runn()',
                 'function f(m) { return m.runn }\nf({runn: 1})',
                 'later = 1\nprintln(later)',
                 'println(typeof nowhere)',
                 'const {a, b: [c]} = {a: 1, b: [2]}\nprintln(a, c)',
                 'for (const [k, v] of Object.entries({x: 1})) println(k, v)',
                 'try { m.run() } catch (e) { println(e.message) }',
                 'class Guest { #n = 1; get n() { return this.#n } static of() { return new Guest() } }\nprintln(Guest.of().n)',
                 'const f = (a, {b}, ...c) => [a, b, c, arguments]\nf(1, {b: 2})',
                 'outer: for (;;) { break outer }',
                 'm.mem(...[0x1000, 64])',
                 'expect(() => m.regs.rax == 1n && m.run().exit == hlt)',
                 'expect({errno: EINVAL}, () => m.regs.rax)',
                 'vm(v => { v.irqchip(); v.memory({at: 0, size: KB(4)}) })',
                 'vm({irqchip: true, vcpu: [{id: 1, real: 0}, 2]})',
                 'const w = 4096\nvm({memory: {at: 0, size: w}, vcpu: w})',
                 'println(KVM_REG_PPC_HIOR, `${m.regs.rax} ${String(m)}`)',
                 "println(m.console.trim().split('\\n').map(x => x.length))"]
    }

    def "in JavaScript, names of included scripts and of patches are known"() {
        given:
        Files.writeString(folder.resolve('guests.js'), 'function halting() { return vm({vcpu: 0}) }\nlast = 1\n')

        expect:
        errors('including.js', 'javascript', "include('guests.js')\nhalting()\nprintln(last)\nhaltin()\n")*.readLines()*.first() == ["3:0-6 unknown name 'haltin'"]
        errors('any.js', 'javascript', "include(args[0])\nhaltin()\n") == []
        errors('patched.js', 'javascript', 'rfc(`#define KVM_NEW_ONE _IO(KVMIO, 0xe7)`)\nkvm.ioctl(KVM_NEW_ONE)\n') == []
    }

    def "in JavaScript, all errors of a script are found, in the order of the text"() {
        expect:
        errors('all.js', 'javascript', 'vmm({})\nconst m = vm({memori: 1})\nm.regs.raxx = 1\nfoo(bar)\n')*.takeBefore(' ') == ['0:0-3', '1:14-20', '2:7-11', '3:0-3', '3:4-7']
    }

    @Sample(verify = 16)
    def "no script of the repository has an error: #script"() {
        expect:
        errors(script.fileName.toString(), 'javascript', Files.readString(script), script.toUri().toString()) == []

        where:
        script << Files.walk(Kvmsh.ROOT.resolve('scripts')).filter { it.toString().endsWith('.js') }.sorted().toList()
    }

    private List<String> errors(String name, String language, String text, String uri = folder.resolve(name).toUri().toString()) {
        editor.open(uri, language, text)
        def found = editor.errors(uri)
        editor.shut(uri)
        assert editor.published.poll(EditorClient.SECONDS, TimeUnit.SECONDS)?.diagnostics == []
        found
    }
}
