package org.kvmsh.specs.language

import java.lang.reflect.Modifier
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.dsl.lang.groovy.GroovyFrontEnd
import org.kvmsh.dsl.machine.Machine
import org.kvmsh.dsl.machine.MachineVcpu
import org.kvmsh.dsl.plan.step.HostFacts
import org.kvmsh.dsl.script.Source
import org.kvmsh.dsl.session.Session
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Sample
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification
import spock.lang.TempDir

/** A Groovy file is compiled statically: unknown names are reported before anything is created. */
class FilesAreCheckedFirstSpec extends Specification {
    static final String VM = 'vm { memory at: 0, size: 64.KB }\n'
    static final String MACHINE = 'def m = vm { memory at: 0, size: 64.KB; vcpu(0) { real 0 } }\n'

    /** The error, and the script. */
    static final List<List<String>> WRONG = [
        ['a misspelled word', VM + 'vmm { }'],
        ['a misspelled word in a block', VM + 'vm { memoy at: 0, size: 64.KB }'],
        ['a word outside its block', VM + 'real 0x1000'],
        ['a word one block too far out', VM + 'vm { real 0x1000 }'],
        ['a word with a wrong type', VM + "vm { arch '206' }"],
        ['a word with a number for its names', VM + 'vm { memory 64.KB }'],
        ['a misspelled named argument', VM + 'vm { memory at: 0, sise: 64.KB }'],
        ['a misspelled named argument of a method', MACHINE + 'm.run untl: hlt'],
        ['a misspelled named argument at the top level', VM + "needs bords: 'x86_64'"],
        ['a misspelled exit', MACHINE + 'm.run until: htl'],
        ['a misspelled platform', VM + 'vm { platform SPARP }'],
        ['a misspelled method', MACHINE + 'm.rnu()'],
        ['a misspelled method of a name that is not declared', 'm = vm { vcpu 0 }\nm.rnu()'],
        ['a misspelled property', MACHINE + 'println m.regz.rax'],
        ['a misspelled register', MACHINE + 'println m.regs.rxa'],
        ['a misspelled register that is written', MACHINE + 'm.vcpu(0).regs.rxa = 1'],
        ['a misspelled register before the start', VM + 'vm { vcpu(0) { real 0; regs rxa: 1 } }'],
        ['a misspelled ioctl', MACHINE + 'm.ioctl KVM_SET_TSS_ADR, 0'],
        ['a misspelled field', MACHINE + 'm.vcpu(0).ioctl KVM_SET_MP_STATE, mp_stat: 0'],
        ["a misspelled field of an ioctl's answer", MACHINE + 'def s = m.vcpu(0).ioctl(KVM_GET_SREGS)\nprintln s.cs.bsae'],
        ['a misspelled errno', VM + 'expect(errno: ENODEF) { kvm.ioctl KVM_CREATE_VM, 99 }'],
        ['a misspelled hypercall', VM + 'vm { on(hcall: H_PUT_TERM_CHR) { 0 } }'],
        ["a field that an exit does not have", VM + 'vm { on(io: 0x3f8) { e -> print e.txet } }'],
        ["a field that an exit does not have, by it", VM + 'vm { on(mmio: 0x1000) { print it.txet } }'],
        ['a misspelled unit', VM + 'vm { memory at: 0, size: 64.KBB }'],
        ['a misspelled variable', VM + 'def count = 1\nprintln cuont'],
        ["a misspelled function of the script's own", VM + 'def twice(long n) { n * 2 }\nprintln twise(2)'],
        ["a function of the script's own with a wrong type", VM + "def twice(long n) { n * 2 }\nprintln twice('2')"],
        ['a text where a number was declared', VM + "int n = 'text'"],
        ['an operator that values do not have', VM + "println 1 / 'x'"],
        ['a misspelled word in a text that only the run can judge', VM + 'def rows = [1]\ndef more = { key -> rows[key] += 1 }\nvmm { }'],
        ['a misspelled name in a function of no types', VM + 'def f(a, b) { a + c }\nprintln f(1, 2)'],
        ['a local variable of the script in one of its functions', VM + 'int count = 0\ndef add() { ++count }\nadd()'],
        ['a local variable of a block outside of it', VM + '[1].each { def found = it }\nprintln found'],
        ['the name of an exit that is called', VM + 'vm { on io(0x10) { } }'],
        ['a misspelled method in a function of no types', VM + 'def hex(n) { Long.toHexSting(n) }\nprintln hex(1)'],
        ['a misspelled constant among others', VM + 'int f = KVM_MEM_READONLY | KVM_MEM_LOG_DIRTY_PAGE'],
        ['a misspelled method of a text', VM + "println 'abc'.toUperCase()"],
        ['a misspelled method of a list', VM + 'println([1, 2].siez())'],
        ["a misspelled property of the script's own class", 'class Row { int count }\nprintln new Row().cuont'],
        ['a misspelled word in a block of a list', VM + '[1, 2].each { vmm { } }'],
        ['a number that is too wide for a function', VM + 'def twice(int n) { n * 2 }\nprintln twice(KVM_CAP_USER_MEMORY)'],
        ['an unknown word in a script with an expectation', VM + 'expect { 1 == 1 }\nhalting(1)'],
        ['the first of two', VM + 'vm { memoy at: 0 }\nvmm { }'],
    ]

    @TempDir
    Path folder

    @Snapshot
    Snapshotter snapshot

    def "an unknown name is reported with its position and a suggestion"() {
        when:
        def errors = WRONG.collect { what, text ->
            def result = run(text, 'wrong.groovy')
            assert result.status == 1
            // Nothing was created.
            assert result.out == ''
            "--- $what\n${text.readLines().collect { "kvmsh> $it" }.join('\n')}\n$result.err"
        }

        then:
        snapshot.assertThat(errors.join('\n')).matchesSnapshot('errors')
    }

    @Sample(verify = 4)
    def "messages name no Groovy or Java type, and end with what to write: #text"() {
        when:
        def results = [run(text, 'wrong.groovy'), Kvmsh.run('-q', '-b', 'model:x86_64', '-e', text)]

        then:
        results.every { it.status == 1 && !(it.err =~ /java\.|groovy\.|LinkedHashMap|ArrayList|Static type|Cannot find|Script\d|null object/) }
        results.every { it.err.readLines().last() ==~ advice }

        where:
        text                                                  || advice
        'Foo f = null'                                        || /  use its fully qualified name, import it, .*/
        'def a = 1\ndef a = 2'                                || /  assign it without def: a = .*/
        'final a = 1\na = 2'                                  || /  declare it without final: def a = .*/
        'def f(a) { 1 }\ndef f(b) { 2 }'                      || /  give one of them another name/
        'abstract class A { }\nnew A()'                       || /  create an object of a class that extends A/
        'interface I { int f() }\nclass B implements I { }'   || /  define int f\(\) \{ \} in the class/
        'def f(a, b) { a }\nf(1)'                             || /  declared as f\(.*\)/
        'def f(int n) { n }\nprintln f(KVM_CAP_USER_MEMORY)'  || /  declared as f\(int.*\); kernel values have type long.*/
        'def c = { int a -> a }\nc("x")'                      || /  it takes \(int\)/
        'println Math.maxx(1, 2)'                             || /  did you mean 'max'\?/
        'println "abc".toUperCase()'                          || /  did you mean 'toUpperCase'\?/
        'class A { int n }\nprintln new A(n: 1).m'            || /  (did you mean 'n'\?|it has: n)/
        'println [a: 1] * 2'                                  || /  put (its argument|parentheses around the argument).*/
        'vm { memory at: 0'                                   || /  close it with }/
    }

    def "a plan lists what the check of its file could not know: #text"() {
        given:
        def file = Files.writeString(folder.resolve('plan.groovy'), text)

        expect:
        Kvmsh.run('plan', '-b', 'model:x86_64', file.toString()).out.replace(file.toString(), 'plan.groovy').readLines().findAll { it.startsWith('not checked: ') } == lines.collect { "not checked: $it".toString() }

        where:
        text                                                                        || lines
        VM                                                                          || []
        "test('x', boards: 'arm*') { vm { vcpu(0) { regs x0: 1 } } }"               || ['register x0, which arm64 has and x86_64 does not']
        'if (args) kvm.ioctl KVM_ARM_VCPU_INIT'                                     || ['KVM_ARM_VCPU_INIT, which arm64 has and x86_64 does not']
        'if (args) include "${args[0]}.groovy"'                                     || ['undeclared names, because include at plan.groovy:1 takes a file name that is known only when the script runs']
        'if (args) rfc args[0]'                                                     || ['names that begin with KVM_, because rfc at plan.groovy:1 takes a file name that is known only when the script runs']
    }

    def "typed or piped text runs until its first error"() {
        expect:
        Kvmsh.runWith([:], text, *arguments).out.readLines()*.strip()*.take(3) == ['mod', 'kvm', 'vm ']

        where:
        text                  | arguments
        ''                    | ['-b', 'model:x86_64', '-e', VM + 'vmm { }']
        VM + 'vmm { }'        | ['-b', 'model:x86_64']
    }

    @Sample(verify = 4)
    def "#type.simpleName.#word takes an argument whose type the check does not know"() {
        given: 'as a function of the script has it'
        def text = "def f(it, argument) { (it as $type.name).$word(argument) }\n"

        expect:
        new GroovyFrontEnd(new PrintWriter(Writer.nullWriter())).errors(new Source('file.groovy', text, Path.of('file.groovy'), []), null)*.message == []

        where:
        [type, word] << [Machine, MachineVcpu].collectMany { type ->
            def taking = type.methods.findAll { it.parameterCount == 1 && !Modifier.isStatic(it.modifiers) }*.name
            Vocabulary.methods(type).keySet().intersect(taking).sort().collect { [type, it] }
        }
    }

    @Sample(verify = 8)
    def "#what works in a file"() {
        when:
        def result = run(text, 'right.groovy')

        then:
        result.err == ''
        result.out.readLines().join(' ').replaceAll(/ *\d+ expectations? held$/, '') == printed

        where:
        what                                       | text                                                                                                || printed
        'a name that is not declared'              | 'm = vm { vcpu 0 }\nprintln m.regs.rip'                                                             || '0xfff0'
        'a name that is not declared and counts'   | 'n = 0\n[1, 2].each { n += it; n++ }\nprintln n'                                                    || '5'
        'a captured variable'                      | 'def n = 0\nint k = 0\n3.times { n++; k += 2 }\nprintln n + k'                                      || '9'
        'a variable of several types'              | "def a = 1\n1.times { a = 'text' }\nprintln a.toString()"                                            || 'text'
        "a function of the script's own"           | 'def twice(n) { n * 2 }\nlong half(long n) { n >> 1 }\nprintln half(twice(21L) as long)'              || '21'
        'a block that takes values of no type'     | "def id = { high, low -> high << 8 | low }\nprintln id(1, 2)\ndef size = { it.size() }\nprintln size('ab')"           || '258 2'
        'a block that takes a machine'             | 'def rip = { m -> m.vcpu(0).regs.rip + 1 }\nprintln rip(vm { vcpu 0 })'                              || '0xfff1'
        'a table of rows'                          | "[[name: 'a', n: 1], [name: 'b', n: 2]].each { println it.name + it.n }"                            || 'a1 b2'
        'an element by a key of no type'           | "def at = { rows, key -> rows[key] }\nprintln at([5, 6], 1) + at([a: 7], 'a') + at(new int[2], 0L)"  || '13'
        'an element that is set by such a key'     | "def rows = [a: 1]\ndef put = { key -> rows[key] = rows[key] + 2 }\nput 'a'\nprintln rows"           || '[a:3]'
        'an answer of a call'                      | 'println kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS) > 0'                                       || 'true'
        'a field of a field'                       | 'println vm { vcpu 0 }.vcpu(0).ioctl(KVM_GET_SREGS).cs.base + 1'                                    || '0xffff0001'
        'a literal of 64 bits'                     | 'def m = vm { vcpu(0) { regs rax: 0xffffffff80000000 } }\nexpect { m.regs.rax == 0xffffffff80000000 }' || ''
        'a value of a narrow type that grows'      | 'def n = 0\n1.times { n = 0x7123456789abcdef }\nprintln n == 0x7123456789abcdef'                    || 'true'
        'a text with values in it'                 | 'def m = vm { vcpu 0 }\nprintln "rip ${m.regs.rip}, ${4.KB}"'                                       || 'rip 65520, 4096'
        'an exception that is caught'              | 'try { vm { memory at: 0, size: 1 } } catch (e) { println e.message.take(6) }'                       || 'KVM_SE'
        'a class'                                  | 'class Row { int n }\nprintln new Row(n: 3).n'                                                      || '3'
        'a patch that is read at the start'        | "rfc '''\n#define KVM_CAP_NEW_THING 999\n'''\nprintln KVM_CAP_NEW_THING"                              || '999'
        'a patch whose text is made'               | "def n = 999\nrfc \"#define KVM_CAP_NEW_THING \$n\\n\"\nprintln KVM_CAP_NEW_THING"                    || '999'
        "another architecture's names"             | "test('x', boards: 'arm*') { vm { vcpu(0) { regs x0: 1 } }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0 }"    || 'ok 1 x # SKIP needs a board that matches arm*; this board is model:x86_64 (x86_64, model) 0 tests passed, 1 skipped'
        'a < block >'                              | 'vm < memory at: 0, size: 64.KB; vcpu 0 >\nprintln regs.rip'                                             || '0xfff0'
    }

    def "a handler in a file has the exit's own type, and calls without a lookup"() {
        given:
        def board = new Boards([:]).open('model:x86_64')
        def session = new Session(board, new HostFacts(board, { [] }), { })
        def text = 'def seen = 0\nvm { memory at: 0, size: 64.KB; on(io: 0x60) { e -> seen = e.port; throw new IllegalStateException("port " + seen) } }'

        when:
        def machine = new GroovyFrontEnd(new PrintWriter(Writer.nullWriter())).run(new Source('file.groovy', text, Path.of('file.groovy'), []), session, false)
        machine.config().handlers()[0].handler().handle(new Exit.Io(2, false, 0x60, 1, 1, 65, null, null))

        then:
        def e = thrown(IllegalStateException)
        e.message == 'port 96'
        // From the closure's class to the caller: no metaclass, no reflection between.
        e.stackTrace*.className.takeWhile { !it.startsWith('org.kvmsh.') }*.replaceAll(/\$.*/, '').toSet() - ['Script1', 'groovy.lang.Closure'] == [] as Set

        cleanup:
        session.close()
    }

    private Kvmsh.Result run(String text, String name) {
        def file = Files.writeString(folder.resolve(name), text)
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString())
        result.err = result.err.replace(file.toString(), name)
        result
    }
}
