package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Each line of an expectation is a condition, wherever its block is written; what is neither true nor false is rejected, and nothing is true by being there. */
class ConditionsAreTrueOrFalseSpec extends Specification {
    static final String TRUE = 'true'
    static final String FALSE = 'false'
    static final String REJECTED = 'rejected'
    /** Rejected where its type is known before the script runs, and otherwise false. */
    static final String NOT_TRUE = 'false or rejected'

    /** Every kind of value as a line, with what becomes of it. */
    static final Map<String, String> GROOVY_VALUES = [
            '1 == 1': TRUE, '1 == 2': FALSE, 'true': TRUE, 'false': FALSE, 'null': FALSE, '!(1 == 1)': FALSE, '1 == 1 && 2 == 2': TRUE, '1 == 1 ? 1 == 2 : 1 == 1': FALSE, '1 in [1]': TRUE,
            "'ab' =~ /b/": TRUE, "'ab' =~ /c/": FALSE, "'ab' ==~ /ab/": TRUE, '[1, 2].every { it == 1 }': FALSE, '[1, 2].any { it == 2 }': TRUE, '[1].find { it == 3 }': NOT_TRUE,
            'isTwo(2)': TRUE, 'isTwo(1)': FALSE, 'm.regs.rip == 0x1000': TRUE, 'm.regs.rip == 1': FALSE, 'm.mem(0x1000, 1).u8(0) == 0xf4': TRUE, "new File('/').exists()": TRUE,
            'attempt { kvm.ioctl KVM_CREATE_VM, 98 } == EINVAL': TRUE, 'attempt { kvm.ioctl KVM_CREATE_VM, 98 } != null': TRUE, 'attempt { kvm.ioctl KVM_GET_API_VERSION } != null': FALSE,
            'attempt { kvm.ioctl KVM_GET_API_VERSION } == null': TRUE, '!attempt { kvm.ioctl KVM_GET_API_VERSION }': TRUE, 'refusal { kvm.ioctl KVM_CREATE_VM, 98 }.errno == EINVAL': TRUE,
            '[]': REJECTED, '[1 == 2, true]': REJECTED, '[1].collect { it == 3 }': REJECTED, '[1].each { it == 3 }': REJECTED, '[1].find { it == 1 }': REJECTED, '[a: 1]': REJECTED, '[:]': REJECTED, '1..3': REJECTED,
            '[1] as int[]': REJECTED, '{ -> 1 == 2 }': REJECTED, 'this.&isTwo': REJECTED, '0': REJECTED, '1': REJECTED, '1 <=> 2': REJECTED, '1.5': REJECTED, '64.KB': REJECTED, '5.s': REJECTED,
            "''": REJECTED, "'false'": REJECTED, '"${1 == 2}"': REJECTED, 'new Object()': REJECTED, 'Optional.of(true)': REJECTED, 'EINVAL': REJECTED, 'KVM_CAP_IRQCHIP': REJECTED, 'hlt': REJECTED,
            'attempt { kvm.ioctl KVM_CREATE_VM, 98 }': REJECTED, 'refusal { kvm.ioctl KVM_CREATE_VM, 98 }': REJECTED, 'm': REJECTED, 'm.vcpu(0)': REJECTED, 'm.regs': REJECTED, 'm.regs.rip': REJECTED,
            'm.mem(0x1000, 1)': REJECTED, 'm.memmap': REJECTED, 'kvm': REJECTED, 'board': REJECTED, 'm.vcpu(0).ioctl(KVM_GET_REGS)': REJECTED, 'vm { memory at: 0, size: 64.KB }': REJECTED, 'caps': REJECTED]

    static final Map<String, String> JS_VALUES = [
            '1 == 1': TRUE, '1 == 2': FALSE, 'true': TRUE, 'false': FALSE, 'null': NOT_TRUE, '!(1 == 1)': FALSE, '1 == 1 && 2 == 2': TRUE, '1 == 1 ? 1 == 2 : 1 == 1': FALSE, "'a' in {a: 1}": TRUE,
            '/b/.test("ab")': TRUE, '/c/.test("ab")': FALSE, '[1, 2].every(x => x == 1)': FALSE, '[1, 2].some(x => x == 2)': TRUE, '[1].find(x => x == 3)': NOT_TRUE, 'isTwo(2)': TRUE, 'isTwo(1)': FALSE,
            'm.regs.rip == 0x1000': TRUE, 'm.regs.rip == 1': FALSE, 'm.mem(0x1000, 1).u8(0) == 0xf4': TRUE, 'Array.isArray([])': TRUE, '(1 == 2, 1 == 1)': TRUE,
            'attempt(() => kvm.ioctl(KVM_CREATE_VM, 98)) == EINVAL': TRUE, 'attempt(() => kvm.ioctl(KVM_CREATE_VM, 98)) != null': TRUE, 'attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) != null': FALSE,
            'attempt(() => kvm.ioctl(KVM_GET_API_VERSION)) === null': TRUE, '!attempt(() => kvm.ioctl(KVM_GET_API_VERSION))': TRUE, 'refusal(() => kvm.ioctl(KVM_CREATE_VM, 98)).errno == EINVAL': TRUE,
            '[]': REJECTED, '[1 == 2, true]': REJECTED, '[1].map(x => x == 3)': REJECTED, '[1].filter(x => x == 3)': REJECTED, '[1].find(x => x == 1)': REJECTED, '({a: 1})': REJECTED, '(() => 1 == 2)': REJECTED,
            'isTwo': REJECTED, '(function () { return true })': REJECTED, '(class A { })': REJECTED, '0': REJECTED, '1': REJECTED, '1n': REJECTED, '3 & 1': REJECTED, '~1': REJECTED, '-1': REJECTED, '1 + 1': REJECTED, 'KB(64)': REJECTED,
            'seconds(5)': REJECTED, "''": REJECTED, "'false'": REJECTED, '`${1 == 2}`': REJECTED, 'typeof 1': REJECTED, 'new Object()': REJECTED, 'new Boolean(true)': REJECTED, '/x/': REJECTED, "Symbol('a')": REJECTED,
            'EINVAL': REJECTED, 'KVM_CAP_IRQCHIP': REJECTED, 'hlt': REJECTED, 'attempt(() => kvm.ioctl(KVM_CREATE_VM, 98))': REJECTED, 'refusal(() => kvm.ioctl(KVM_CREATE_VM, 98))': REJECTED, 'm': REJECTED,
            'm.vcpu(0)': REJECTED, 'm.regs': REJECTED, 'm.regs.rip': REJECTED, 'm.mem(0x1000, 1)': REJECTED, 'm.memmap': REJECTED, 'kvm': REJECTED, 'board': REJECTED, 'm.vcpu(0).ioctl(KVM_GET_REGS)': REJECTED,
            'vm({memory: {at: 0, size: KB(64)}})': REJECTED, 'caps': REJECTED, 'm.ioctl': REJECTED, 'new Map()': REJECTED, 'new Uint8Array(1)': REJECTED]

    /** Every kind of statement that has no value, or whose value is no condition. */
    static final List<String> GROOVY_STATEMENTS = ['x = true', 'x += 1', 'm.regs.rax = 5', 'def y = true', 'boolean y = true', 'def (y, z) = [true, true]', '++x', 'x++', 'x--', 'if (x) { 1 == 1 }', 'if (!x) { 1 == 1 } else { 1 == 1 }',
            'for (i in 1..2) { i < 3 }', 'for (int i = 0; i < 2; i++) { i < 3 }', 'while (!x) { 1 == 1 }', 'do { 1 == 1 } while (!x)', 'switch (x) { case 1: 1 == 1; break; default: 1 == 1 }', 'try { 1 == 1 } finally { 1 == 1 }',
            'try { 1 == 1 } catch (Exception e) { 1 == 1 }', 'assert 1 == 1', 'synchronized (m) { 1 == 1 }', 'println 1']

    static final List<String> JS_STATEMENTS = ['x = true', 'x += 1', 'm.regs.rax = 5n', 'const y = true', 'let y = true', 'var y = true', 'const [y, z] = [true, true]', '++x', 'x++', 'x--', 'if (x) { 1 == 1 }', 'if (!x) { 1 == 1 } else { 1 == 1 }',
            'if (x) { return true }', 'for (const i of [1, 2]) { i < 3 }', 'for (let i = 0; i < 2; i++) { i < 3 }', 'for (const k in {a: 1}) { k == "a" }', 'while (!x) { 1 == 1 }', 'do { 1 == 1 } while (!x)', 'switch (x) { case 1: 1 == 1; break; default: 1 == 1 }',
            'try { 1 == 1 } finally { 1 == 1 }', 'try { 1 == 1 } catch (e) { 1 == 1 }', '{ 1 == 1 }', 'a: 1 == 1', 'println(1)', 'function f() { return true }', 'return', ';', '']

    /** Where a block of an expectation may be written. The second line is true. */
    static final Map<String, String> GROOVY_FORMS = [
            'at expect, alone': 'expect { LINE }', 'at expect, before a true line': 'expect { LINE; 1 == 1 }', 'at expect, after a true line': 'expect { 1 == 1; LINE }', 'with this': 'this.expect { LINE; true }',
            'in a variable': 'def c = { LINE }; expect c', 'in a variable, before a true line': 'def c = { -> LINE; true }; expect c', 'in a list': 'def cs = [{ LINE; true }]; cs.each { c -> expect(c) }',
            'as an argument': 'def check = { Closure c -> expect(c) }; check { LINE; true }', 'as an argument of a function': 'check { LINE; true }', 'with a method pointer': 'def e = this.&expect; e { LINE; true }',
            'through a copy': 'def c = { LINE; true }; expect(c.clone())', 'returned by a block': 'def make = { { -> LINE; true } }; expect(make())', 'with an owner of its own': 'def c = { LINE; true }.rehydrate(this, this, this); expect(c)']
    /** Blocks whose lines cannot be seen. */
    static final Map<String, String> GROOVY_UNSEEN = [
            'a method pointer': 'def isIt() { LINE; true }; expect this.&isIt', 'a curried block': 'expect({ a -> LINE; true }.curry(1))', 'two blocks': 'expect({ -> LINE } >> { true })', 'a memoized block': 'expect({ -> LINE; true }.memoize())',
            'a lambda': 'Closure c = () -> { LINE; true }; expect(c)', 'a lambda at expect': 'expect(() -> { LINE; true })', 'a block of another compiler': "expect(new GroovyShell().evaluate('{ -> 1 == 2; true }'))",
            'a block that the script evaluates': "expect(evaluate('{ -> 1 == 2; true }'))"]
    static final Map<String, String> JS_FORMS = [
            'at expect, alone': 'expect(() => LINE)', 'returned': 'expect(() => { return LINE })', 'at expect, before a true line': 'expect(() => { LINE; return true })', 'at expect, after a true line': 'expect(() => { 1 == 1; return LINE })',
            'as a function': 'expect(function () { LINE; return true })', 'in a variable': 'const c = () => LINE; expect(c)', 'in a variable, before a true line': 'const c = () => { LINE; return true }; expect(c)',
            'in a list': '[() => { LINE; return true }].forEach(c => expect(c))', 'as an argument': 'const check = c => expect(c); check(() => { LINE; return true })', 'a declared function': 'function c() { LINE; return true }; expect(c)',
            'another name of expect': 'const e = expect; e(() => { LINE; return true })', 'returned by a function': 'const make = () => () => { LINE; return true }; expect(make())',
            'two functions': 'const both = (f, g) => () => { f(); return g() }; expect(both(() => { return LINE }, () => true))']
    static final Map<String, String> JS_UNSEEN = [
            'a bound function': 'expect((a => { LINE; return true }).bind(null, 1))',
            'an evaluated function': 'expect(eval("(() => { LINE; return true })"))', 'a function of JavaScript': 'expect(Array.isArray)', 'a proxy': 'expect(new Proxy(() => { LINE; return true }, {}))']

    @Shared
    int counted

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    @Sample(of = 6, verify = 96)
    def "a line is true, false or rejected, wherever it is written: #language, #form, file #file"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        def wrong = lines(language, form).findResults { line, verdict -> wrong(language, text.replace('LINE', line), line, verdict, file) }

        then:
        wrong == []

        where:
        [language, form, text, file] << forms(GROOVY_FORMS, JS_FORMS)
    }

    @Sample(verify = 8)
    def "a block whose lines cannot be seen is rejected with the form that works: #language, #form, file #file"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        def wrong = ['1 == 1', '1 == 2'].findResults { line -> wrong(language, text.replace('LINE', line), line, REJECTED, file) }

        then:
        wrong == []

        where:
        [language, form, text, file] << forms(GROOVY_UNSEEN, JS_UNSEEN)
    }

    @Sample(of = 3, verify = 48)
    def "a statement is no condition, wherever it is written: #language, #form, file #file"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        def wrong = (language == Language.GROOVY ? GROOVY_STATEMENTS : JS_STATEMENTS).findResults { line -> wrongStatement(language, text.replace('LINE', line), line, file) }

        then:
        wrong == []

        where:
        [language, form, text, file] << forms(
                ['at expect': 'expect { LINE }', 'at expect, after a line': 'expect { 1 == 1; LINE }', 'in a variable': 'def c = { -> LINE }; expect c', 'in a variable, after a line': 'def c = { -> 1 == 1; LINE }; expect c', 'as an argument': 'check { 1 == 1; LINE }'],
                ['at expect': 'expect(() => { LINE })', 'at expect, after a line': 'expect(() => { 1 == 1; LINE })', 'in a variable': 'const c = () => { LINE }; expect(c)', 'as an argument': 'check(() => { 1 == 1; LINE })'])
    }

    def cleanupSpec() {
        println "$counted lines of expectations were true, false or rejected as they should"
    }

    private static List<List> forms(Map<String, String> groovy, Map<String, String> js) {
        groovy.collectMany { name, text -> [[Language.GROOVY, name, text, false], [Language.GROOVY, name, text, true]] } + js.collect { name, text -> [Language.JS, name, text, true] }
    }

    /** Without -Pwhole each form has a third of the lines, and each line is in a third of the forms. */
    private static Map<String, String> lines(Language language, String form) {
        def all = language == Language.GROOVY ? GROOVY_VALUES : JS_VALUES
        Boolean.getBoolean('whole') ? all : all.findAll { line, verdict -> (line + form).hashCode() % 3 == 0 }
    }

    /** What is wrong with what became of an expectation; null if nothing is. */
    private String wrong(Language language, String text, String line, String verdict, boolean file) {
        def became = became(language, text, file)
        counted++
        became.startsWith(verdict) || verdict == NOT_TRUE && became in [FALSE, REJECTED] ? null : "$text: $became, not $verdict"
    }

    /** A statement is never true; printing gives nothing, which is false. */
    private String wrongStatement(Language language, String text, String line, boolean file) {
        def became = became(language, text, file)
        counted++
        became.startsWith(REJECTED) || line.startsWith('println') && became.startsWith(FALSE) ? null : "$text: $became"
    }

    private String became(Language language, String text, boolean file) {
        def helpers = language == Language.GROOVY ? "def isTwo(n) { n == 2 }\ndef check(Closure c) { expect(c) }\ndef m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }; def x = 1\n"
                : "const isTwo = n => n == 2; let x = 1; const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {real: 0x1000}});\n" + (text.contains('const check') ? '' : 'const check = c => expect(c);\n')
        def script = language == Language.GROOVY ? "$helpers$text\n" : "(function () { $helpers$text\n})()"
        def held = on.session.tests().expectationsHeld()
        try {
            if (file) {
                on.runFile(Files.writeString(folder.resolve('conditions.' + (language == Language.GROOVY ? 'groovy' : 'js')), script))
            } else {
                on.run(script)
            }
            return on.session.tests().expectationsHeld() > held ? TRUE : 'nothing was expected'
        } catch (ScriptError e) {
            def placed = e.site().line() > 1 && e.site().column() > 0
            if (!placed) {
                return "has no place: $e.message ${e.site()}"
            }
            return e.headline().startsWith('expectation failed') ? FALSE
                    : e.headline() =~ /^(expect needs a condition|expect cannot check|the function passed to expect must return)/ && e.notes() ? REJECTED : "another error: $e.message"
        } finally {
            on.session.machines().each { it.close() }
        }
    }

    def "the advice fits the statement, and what it shows runs: #language, #statement"() {
        given:
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(language == Language.GROOVY ? "expect { $statement }" : "expect(() => { $statement })")

        then:
        def e = thrown(ScriptError)
        e.headline() == "expect needs a condition, and this is $named"
        e.notes() == [advice]
        advice.startsWith('write expect inside') || on.run(advice.substring(advice.indexOf('expect('))) == null

        where:
        language        | statement                                       || named     | advice
        Language.GROOVY | "throw new IllegalStateException('x')"          || 'a throw' | 'write the throw outside of expect; to expect a refused call: expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, 99 }'
        Language.JS     | "throw new Error('x')"                          || 'a throw' | 'write the throw outside of expect; to expect a refused call: expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99))'
        Language.GROOVY | 'if (kvm) { 1 == 1 }'                           || 'an if'   | 'write expect inside the statement: if (is64) { expect { m.regs.rax == 42 } }'
        Language.JS     | 'if (kvm) { 1 == 1 }'                           || 'an if'   | 'write expect inside the statement: if (is64) { expect(() => m.regs.rax == 42) }'
    }

    def "a comparison of values of unknown type shows its result below the condition: #condition"() {
        given: 'a function without a type'
        def file = Files.writeString(folder.resolve('same.groovy'), "def same(x) { x }\nexpect { $condition }\n")

        when:
        def lines = Kvmsh.run('-b', 'model:x86_64', file.toString()).err.readLines()*.trim()*.replaceAll(/ +/, ' ')

        then:
        lines.containsAll(shown)

        where:
        condition                                | shown
        'same(5) == 6'                           | ['5 false']
        'same(5) != 5'                           | ['5 false']
        'same(5) > 5'                            | ['5 false']
        'same("a") == "b"'                       | ["'a' false"]
        'same(3) >= 2 && same(7L) == 8'          | ['3 true | 7 false', 'false']
    }
}
