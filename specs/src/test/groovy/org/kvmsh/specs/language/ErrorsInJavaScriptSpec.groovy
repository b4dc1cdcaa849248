package org.kvmsh.specs.language

import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Snapshot
import spock.lang.Snapshotter
import spock.lang.Specification

class ErrorsInJavaScriptSpec extends Specification {
    @Snapshot
    Snapshotter snapshot

    /** The error, the board, the text. */
    static final List<List<String>> CASES = [
        ['misspelled word', 'model:x86_64', 'vm({\n  memry: {at: 0, size: KB(64)},\n})'],
        ['misspelled word of a function', 'model:x86_64', 'vm(v => {\n  v.memry({at: 0, size: KB(64)})\n})'],
        ['misspelled word of a vCPU', 'model:x86_64', 'vm({vcpu: [{real: 0}, {reel: 0}]})'],
        ['word outside its block', 'model:x86_64', 'memory({at: 0, size: KB(64)})'],
        ['word of another block', 'model:x86_64', 'vm({memory: {at: 0, size: KB(64)}, real: 0})'],
        ['misspelled name', 'model:rfc', 'vm({platform: SPARP})'],
        ['misspelled argument', 'model:x86_64', 'vm({memory: {at: 0, sise: KB(64)}})'],
        ['missing argument', 'model:x86_64', 'vm({memory: {at: 0}})'],
        ['overlap', 'model:x86_64', 'vm({memory: [\n  {at: 0, size: KB(64)},\n  {at: 0x8000, size: KB(64)}]})'],
        ['no hex', 'model:x86_64', "vm({memory: {at: 0, size: KB(4)}, load: {at: 0, hex: 'zz'}})"],
        ['what a word does not take', 'model:x86_64', "vm({memory: KB(4)})"],
        ['unknown register', 'model:x86_64', 'vm({vcpu: {real: 0, regs: {rxa: 1}}})'],
        ['value too wide', 'model:x86_64', 'vm({vcpu: {regs: {rax: 0x10000000000000000n}}})'],
        ['number that is not exact', 'model:x86_64', 'vm({vcpu: {regs: {rax: 0xffffffff80000000}}})'],
        ['two handlers of a port', 'model:x86_64', 'vm(v => {\n  v.on({io: 0x3f8}, e => 0)\n  v.on({io: 0x3f8}, e => 1)\n})'],
        ['no handler', 'model:x86_64', 'vm({on: {io: 0x3f8}})'],
        ['arch without platform', 'model:rfc', 'vm({arch: 206})'],
        ['refused before the call', 'model:rfc', 'vm({platform: SPAPR, arch: 201})'],
        ['refused by the kernel', 'model:rfc', 'vm({}).ioctl(KVM_PPC_SET_PLATFORM, {platform: KVM_PPC_PV_SPAPR, guest_arch: 201})'],
        ['no such ioctl', 'model:x86_64', 'kvm.ioctl(KVM_GET_API_VERSIN)'],
        ['does not parse', 'model:x86_64', 'vm({memory: {at: 0,, size: KB(4)}})'],
        ['not whole', 'model:x86_64', 'vm({'],
        ['thrown', 'model:x86_64', "throw new Error('no board')"],
        ['no object', 'model:x86_64', 'let m\nm.run()'],
        ['expectation', 'model:x86_64', 'const a = 40\nexpect(() => a + 2 == 43)'],
        ['expectation of several pieces', 'model:x86_64', "const m = vm({vcpu: {real: 0, regs: {rax: 40}}}); let n = 1\nexpect(() => n++ > 1 || m.vcpu(0).regs.rax + 2n == Math.max(n, 43) && 'x' + n)"],
        ['expectation over lines', 'model:x86_64', "const all = [1, 2, 3]\nexpect(() => all.includes(4) ||\n          all.every(e => e < 3))"],
        ['expectation without an answer', 'model:x86_64', 'expect(() => { 1 == 1 })'],
        ['run without vCPU', 'model:x86_64', 'vm({}).run()'],
        ['no time', 'model:x86_64', 'vm({vcpu: {real: 0}}).run({within: 2})'],
        ['BigInt and number', 'model:x86_64', 'vm({vcpu: {real: 0}}).regs.rax + 1'],
        ['a word in place of a value', 'model:x86_64', "needs({boards: ['arm64', run]})"],
        ['unknown member', 'model:x86_64', 'vm({vcpu: {real: 0}}).rnu()'],
    ]

    def "an error shows its position, the line, a caret and a suggestion"() {
        when:
        def errors = CASES.collect { what, board, text ->
            // Without a real KVM and kernels for QEMU the available boards are the same everywhere.
            def result = Kvmsh.runWith([KVMSH_KVM: '/nonexistent', XDG_CACHE_HOME: '/nonexistent'], '', '-b', board, '--lang', 'js', '-e', text)
            assert result.status == 1
            "--- $what\n${text.readLines().collect { "kvmsh> $it" }.join('\n')}\n$result.err"
        }

        then:
        snapshot.assertThat(errors.join('\n')).matchesSnapshot('errors')
    }

    def "a caught error is an Error with the message, the errno and the refusal: #text"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        expect:
        on.run("let caught; try { $thrown } catch (e) { caught = e }; $text".toString()) == value

        cleanup:
        on.close()

        where:
        thrown                             | text                                              || value
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'caught instanceof Error'                         || true
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'String(caught) == caught.message'                || true
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | '`${caught}` == caught.toString()'                || true
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'caught.toString() == caught.message'             || true
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | "caught.message.split('\\n')[0]"                || 'KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)'
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'caught.errno == EINVAL'                          || true
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'caught.refusal.call'                             || 'KVM_CREATE_VM'
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | 'caught.name'                                     || 'KvmshError'
        'kvm.ioctl(KVM_CREATE_VM, 99)'     | "caught.stack.split('\\n').pop().trim()"        || 'at text#1:1:19'
        'vm({memory: {at: 0, size: 3}})'   | 'caught.errno == EINVAL && caught.refusal.planned' || true
        'vm({memry: 1})'                   | 'caught.errno'                                    || null
        'vm({memry: 1})'                   | 'String(caught)'                                  || 'unknown word \'memry\''
        'expect(() => 1 == 2)'             | "String(caught).split('\\n')[0]"                || 'expectation failed:'
        'null.x'                           | 'caught.name + caught.errno'                      || 'TypeErrorundefined'
    }

    def "an error that is rethrown or wrapped shows no class name: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', text)

        then:
        result.err.readLines()[0] == "-e:1:$column: $message"
        !result.err.contains('Exception') && !result.err.contains('org.kvmsh')

        where:
        text                                                                                                | column || message
        'try { kvm.ioctl(KVM_CREATE_VM, 99) } catch (e) { throw e }'                                        | 7      || 'KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)'
        'try { kvm.ioctl(KVM_CREATE_VM, 99) } catch (e) { throw new Error(`no VM: ${e}`, {cause: e}) }'     | 56     || 'Error: no VM: KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)'
        'try { vm({memry: 1}) } catch (e) { throw new TypeError(e) }'                                       | 42     || 'TypeError: unknown word \'memry\''
    }

    def "an error in a test is explained as outside of tests: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', "const m = vm({vcpu: {real: 0}}); test('t', () => { $text })")

        then:
        result.out.contains(message)
        result.out.contains("    write: $write\n")

        where:
        text                    || message                                          | write
        'm.regs({rax: 1})'      || 'm.regs reads and assigns one register at a time' | 'm.reg({rax: VALUE}), or m.regs.rax = VALUE'
        'm.vcpus()'             || 'vcpus is read without parentheses'              | 'm.vcpus'
        'm.run().exit()'        || 'exit is read without parentheses'               | 'm.run().exit'
        'vm.run()'              || 'vm creates a machine; run is called on that machine' | 'const m = vm({…})'
    }

    def "advice is in JavaScript: #advice"() {
        expect:
        Kvmsh.run('-q', '-b', board, '--lang', 'js', '-e', text).err.contains("\n  $advice\n")

        where:
        text                                           | board             || advice
        'vm({vcpu: 0}).vcpu(3)'                        | 'model:x86_64'    || 'to create one, write: more(v => { v.vcpu(3, c => { … }) })'
        'test("", () => {})'                           | 'model:x86_64'    || "try: test('VM type 99 is refused', () => expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, 99)))"
        'test("a", {tags: 3}, () => {})'               | 'model:x86_64'    || "try: test('a GICv3', {tags: ['smoke', 'irq']}, () => { })"
        'vm({guest: {}})'                              | 'model:x86_64'    || "try: guest: {c: 'int main(void) { return 0; }'}, or: guest: {file: 'x.c'}"
        'vm({vcpu: 0}).attach()'                       | 'model:x86_64'    || "type to the guest: m.type('text\\n')"
        'run()'                                        | 'model:arm-vgicv2' || 'try: vm({memory: {at: 0, size: KB(64)}, vcpu: 0})'
    }

    def "an operation of BigInts that fails is where it is written, not where its function is called: #text"() {
        when:
        def result = Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', text)

        then:
        result.err.startsWith("-e:1:$column: $message\n")

        where:
        text                                                    || column | message
        'const f = x => { return x + 5n / 0n }; f(1n)'          || 29     | 'RangeError: Division by zero'
        'function f(x) { x %= 0n }; [1n].forEach(f)'            || 17     | 'RangeError: Remainder of zero division'
        'const o = {m(x) { return x ** -1n }}; o.m(2n)'         || 26     | 'RangeError: BigInt exponent must not be negative'
        'let x = 2n; (() => { x >>>= 1n })()'                   || 22     | 'a BigInt has no >>>: use >>'
        '1; 4n / 0n'                                            || 4      | 'RangeError: Division by zero'
        'const f = () => 6n / 3n * g(), g = () => 4n / 0n; f()' || 42     | 'RangeError: Division by zero'
        'isNaN(3n)'                                             || 1      | 'a BigInt and a number cannot be mixed'
    }

    def "console.log prints its arguments, and console is a word too"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        when:
        on.run("console.log('a', 1, [2, 3n], {b: 4}); console.log(); try { kvm.ioctl(KVM_CREATE_VM, 99) } catch (e) { console.error(e) }")
        on.run("const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: 'e6 10 f4'}, vcpu: {real: 0x1000, regs: {rax: 0x41}}}); more({console: {io: 0x10}}); m.run(); console.log(m.console)")

        then:
        on.printed.readLines()[0..2] == ['a 1 [2, 3] {b: 4}', '', 'KVM_CREATE_VM on /dev/kvm failed with EINVAL (22, Invalid argument)']
        on.printed.readLines().last() == 'A'

        cleanup:
        on.close()
    }
}
