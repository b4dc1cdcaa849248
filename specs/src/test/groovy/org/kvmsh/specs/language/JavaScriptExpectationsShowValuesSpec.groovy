package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** A failed expectation of JavaScript shows its parts, whatever kind of value they are: it never fails otherwise. */
class JavaScriptExpectationsShowValuesSpec extends Specification {
    @Shared @AutoCleanup
    OnBoard on = new OnBoard('model:x86_64', Language.JS)

    def setupSpec() {
        on.run("const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'b8 2a 00 f4'}, vcpu: {real: 0x1000}}); m.run(); const closed = vm({}); closed.close(); class Named { }; function two() { return 2 }")
    }

    @Sample(verify = 16)
    def "#value is shown in #text"() {
        when:
        on.run(text.replace('VALUE', value))

        then: 'the condition failed, and no other error came of showing its parts'
        def e = thrown(ScriptError)
        e.headline() == 'expectation failed:'

        where:
        [value, text] << [VALUES, ["expect(() => typeof (VALUE) == 'none')", 'expect(() => [VALUE].length == 99)']].combinations()
    }

    def "#value == 99 shows #shown"() {
        when:
        on.run("expect(() => $value == 99)")

        then:
        def e = thrown(ScriptError)
        e.headline() == 'expectation failed:'
        e.message.contains(shown)

        where:
        value                                 || shown
        "trace('KVM_SET_REGS').all"           || '['
        "trace('KVM_RUN').all"                || '[]'
        '[m.regs.rax, 1]'                     || '[42n, 1]'
        '[1, [2, "three"]]'                   || 'three'
        '({a: m.regs.rip, b: null})'          || 'a: '
        'kvm'                                 || 'kvm'
    }

    def "a condition that begins with a text is shown whole: #condition"() {
        when:
        on.run("expect(() => $condition)")

        then:
        def e = thrown(ScriptError)
        e.message.contains("    $condition\n")
        e.message.readLines().any { it.contains('false') }

        where:
        condition << ["'abc' == 'abd'", '`a${1 + 1}` == "a3"', "'abc'.includes('d')", "'b' != 'b'"]
    }

    def "#condition, which a BigInt fails by its type alone, is told so: #note"() {
        when:
        on.run("expect(() => $condition)")

        then:
        def e = thrown(ScriptError)
        e.headline() == 'expectation failed:'
        e.notes == note

        where:
        condition                                     || note
        'm.regs.rax === 42'                           || ['a 64-bit value is a BigInt: write m.regs.rax === 42n']
        'two() === 2n'                                || ['a value of up to 32 bits is a plain number, not a BigInt: write two() === 2']
        'm.regs.rax === 43'                           || []
        'm.regs.rax == 42 && m.regs.rax == 43'        || []
        "m.regs.rax === '42'"                         || []
    }

    /** One of each kind: JavaScript's own, and those that words return. */
    static final List<String> VALUES = ['1', '1.5', 'NaN', '-0', '7n', '0xffffffffffffffffn', "'text'", "''", 'true', 'null', 'undefined', 'Symbol("s")', '[]', '[1, 2]', '[1, [2, [3]]]', '[undefined, null]', '({})', '({a: 1})',
            '({a: {b: [1n]}})', 'Object.create(null)', 'new Named()', 'Named', 'two', '() => 1', 'new Date(0)', '/re/', 'new Map([[1, 2]])', 'new Set([1])', 'new WeakMap()', 'new Uint8Array(2)', 'new BigUint64Array(2)',
            'new ArrayBuffer(4)', 'new Error("e")', 'new TypeError("t")', 'Math', 'JSON', 'globalThis', 'new Proxy({}, {})', '({toString() { throw new Error("no text") }})', '({get a() { throw new Error("no a") }})', 'Object(1)',
            'new String("s")', 'new Boolean(true)', '(function* () { yield 1 })()', '[1].values()', 'kvm', 'm', 'm.vcpu(0)', 'm.regs', 'm.regs.rax', 'm.vcpu(0).ioctl(KVM_GET_SREGS)', 'm.mem(0x1000, 4)', 'm.mem(0x1000, 4)[0]', 'm.memmap', 'm.exits',
            'm.steps', 'm.console', 'trace()', 'trace().all', "trace('KVM_CREATE_VM')", "trace('KVM_CREATE_VM').all", "trace('KVM_CREATE_VM').all[0]", "[trace('KVM_CREATE_VM').all]", "({all: trace('KVM_CREATE_VM').all})",
            "caps('*')", "caps('*').all", 'board', 'why', "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99))", "refusal(() => kvm.ioctl(KVM_CREATE_VM, 99)).rules", "attempt(() => kvm.ioctl(KVM_CREATE_VM, 99))", "EINVAL", 'KVM_CREATE_VM',
            "kvm.ioctl(KVM_GET_MSR_INDEX_LIST)", "kvm.ioctl(KVM_GET_MSR_INDEX_LIST).indices", "kvm.ioctl(KVM_GET_SUPPORTED_CPUID)", "kvm.ioctl(KVM_GET_SUPPORTED_CPUID).entries", "struct('kvm_regs', {rax: 1})", "closed", 'm.snapshot()',
            "explain('KVM_RUN')", 'seconds(2)', 'KB(4)', "kvm.allocate(16)", 'hlt', 'm.run']
}
