package org.kvmsh.specs.exits

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.bindings.kvm.KeyedExit
import org.kvmsh.bindings.kvm.NamedExit
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.machine.exit.ExitReason
import org.kvmsh.dsl.word.HandlerWords
import org.kvmsh.dsl.word.Vocabulary
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification

/** An exit whose handlers are selected by a number is a row of KeyedExit and the class of its exit; all other code uses these. */
class KeyedExitsSpec extends Specification {
    @AutoCleanup
    OnBoard on

    static Exit exitOf(String table, String reason) {
        def abi = Abi.of(table)
        def run = new HeapRegion(new byte[abi.struct('kvm_run').size()], abi.order())
        run.putInt(abi.struct('kvm_run').offset('exit_reason'), (int) abi.constant(reason))
        KeptExit.of(abi, run)
    }

    def "#key: on accepts it, and the generated pages describe it"() {
        expect:
        Vocabulary.arguments(Vocabulary.of(HandlerWords).get('on')).contains(key.key())
        new File(Kvmsh.ROOT.toFile(), 'docs/words/handle-exits.md').text.contains("`${key.key()}:` ${key.number()}".toString())
        new File(Kvmsh.ROOT.toFile(), 'docs/kvmsh.d.ts').text.contains("on(key: ${key.key().capitalize()}Key, handler: (e: ".toString())
        new File(Kvmsh.ROOT.toFile(), 'docs/kvmsh.gdsl').text.contains("parameter(name: '${key.key()}')")

        where:
        key << KeyedExit.values()
    }

    def "#key ends a run as a word, in #language"() {
        given:
        on = new OnBoard('model:x86_64', language)

        expect:
        on.run("${key.key()}".toString()).toString() == key.key()

        where:
        [key, language] << [KeyedExit.values().findAll { it.exits() }, Language.values()].combinations()
    }

    def "#reason of #key.key(): handlers get its declared class, and it can end a run"() {
        given:
        def exit = exitOf('x86_64', reason)

        expect:
        ExitReason.of(exit) == key
        key.type() == null || key.type().isInstance(exit)
        exit.name() == ExitReasons.shortName(reason)

        where:
        [key, reason] << KeyedExit.values().collectMany { key -> key.exits().collect { [key, it] } }
    }

    def "#key exists on #architectures"() {
        expect:
        key.architectures().containsAll(architectures)
        key.architectures().contains(Arch.RISCV64) == onRiscv

        where:
        key              | architectures                        || onRiscv
        KeyedExit.IO     | [Arch.X86_64]                        || false
        KeyedExit.MMIO   | [Arch.X86_64, Arch.ARM64, Arch.PPC64] || true
        KeyedExit.HCALL  | [Arch.X86_64, Arch.ARM64, Arch.PPC64] || false
        KeyedExit.MSR    | [Arch.X86_64]                        || false
        KeyedExit.SBI    | [Arch.RISCV64]                       || true
        KeyedExit.DEBUG  | [Arch.X86_64, Arch.ARM64, Arch.PPC64] || true
        KeyedExit.SYSTEM | [Arch.X86_64, Arch.ARM64]            || true
    }

    def "#table, #reason: JavaScript members have the same names in Java"() {
        given:
        def exit = exitOf(table, reason)

        expect:
        (exit.members().values().keySet() + exit.members().counts().keySet()).every { name ->
            exit.class.methods.any { it.parameterCount == 0 && it.name in [name, "get${name.capitalize()}".toString(), "is${name.capitalize()}".toString()] }
        }
        exit.members().calls().keySet().every { name -> exit.class.methods.any { it.name == name } }
        exit.members().values().keySet().contains('name')
        !(exit instanceof NamedExit) || exit.fields().names().every { exit.fields().has(it) }

        where:
        [table, reason] << [['x86_64', 'ppc64'], ExitReasons.of(Abi.of('x86_64'))*.name()].combinations()
    }

    def "in JavaScript, a value written to a port is a number and a value written to an address has 64 bits: #guest"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)
        on.run("var seen; var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, hex: '$guest'}, vcpu: {real: 0x1000, regs: {rax: 0xfffffffe, rbx: 0}}, on: {$key, do: e => { seen = e.value }}})")

        expect:
        on.run('m.run({until: hlt}); [typeof seen, seen].join()') == said

        where:
        guest                           | key              || said
        '66 e7 80 f4'                   | 'io: 0x80'       || 'number,4294967294'
        'bb ff ff 8e db 66 a3 00 10 f4' | 'mmio: 0x100ff0' || 'bigint,4294967294'
    }
}
