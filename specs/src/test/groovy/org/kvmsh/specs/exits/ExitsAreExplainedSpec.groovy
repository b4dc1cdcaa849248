package org.kvmsh.specs.exits

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Arch
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.dsl.inspect.ExitInWords
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.dsl.script.Site
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Requires
import spock.lang.Specification

/** {@code explain 'KVM_EXIT_SHUTDOWN'}: when an exit comes, what to read, what to do, and whether a KVM_RUN is owed. */
class ExitsAreExplainedSpec extends Specification {
    private static String explained(Abi abi, Object exit) {
        ExitInWords.of(abi, exit, Site.UNKNOWN).get().toString()
    }

    def "every KVM_EXIT_* constant on #table is explained as an exit or as a value of one"() {
        given:
        def abi = Abi.of(table)
        def names = abi.constants()*.name().findAll { it.startsWith('KVM_EXIT_') }

        expect:
        names.size() > 40
        names.every { name ->
            def text = explained(abi, name)
            text.startsWith("$name = ${abi.constant(name)}, ") && (text.contains(', an exit: ') ? text.contains('  what to do: ') && text.contains('  source: ') : text.contains(' of KVM_EXIT_'))
        }

        where:
        table << Abi.tables() - 'arm'
    }

    def "an exit is explained by #named"() {
        expect:
        explained(Abi.of('x86_64'), named).readLines()[0] == 'KVM_EXIT_MMIO = 6, an exit: the guest accessed an address outside all memslots'

        where:
        named << ['KVM_EXIT_MMIO', 'mmio', 6L]
    }

    def "#exit: another KVM_RUN is required: #owed, as api.rst says of operations that complete on re-entry"() {
        expect:
        explained(Abi.of(table), exit).contains('  call KVM_RUN again to complete the operation; ') == owed
        explained(Abi.of(table), exit).contains('  no further KVM_RUN is needed') != owed

        where:
        table     | exit                      || owed
        'x86_64'  | 'KVM_EXIT_IO'             || true
        'x86_64'  | 'KVM_EXIT_MMIO'           || true
        'x86_64'  | 'KVM_EXIT_XEN'            || true
        'x86_64'  | 'KVM_EXIT_X86_RDMSR'      || true
        'x86_64'  | 'KVM_EXIT_X86_WRMSR'      || true
        'ppc64'   | 'KVM_EXIT_OSI'            || true
        'ppc64'   | 'KVM_EXIT_PAPR_HCALL'     || true
        'ppc64'   | 'KVM_EXIT_EPR'            || true
        'x86_64'  | 'KVM_EXIT_HLT'            || false
        'x86_64'  | 'KVM_EXIT_SHUTDOWN'       || false
        'x86_64'  | 'KVM_EXIT_FAIL_ENTRY'     || false
        'x86_64'  | 'KVM_EXIT_INTERNAL_ERROR' || false
        'arm64'   | 'KVM_EXIT_SYSTEM_EVENT'   || false
        'arm64'   | 'KVM_EXIT_ARM_NISV'       || false
    }

    def "an exit of another architecture is explained with its architecture"() {
        expect:
        explained(Abi.of('x86_64'), 'KVM_EXIT_PAPR_HCALL').contains('  no x86_64 kernel has this exit; it is an exit of ppc64')
        !explained(Abi.of('ppc64'), 'KVM_EXIT_PAPR_HCALL').contains('no kernel of')
        explained(Abi.of('x86_64'), 'KVM_EXIT_FAIL_ENTRY').contains('  VMX, EXIT_REASON_INVALID_STATE (0x80000021): the guest state is invalid')
        explained(Abi.of('x86_64'), 'KVM_EXIT_FAIL_ENTRY').contains('  SVM, SVM_EXIT_ERR (0xffffffff): ')
        !explained(Abi.of('arm64'), 'KVM_EXIT_FAIL_ENTRY').contains('VMX')
        explained(Abi.of('arm64'), 'KVM_EXIT_FAIL_ENTRY').contains('KVM_EXIT_FAIL_ENTRY_CPU_UNSUPPORTED (1): ')
        !explained(Abi.of('x86_64'), 'KVM_EXIT_FAIL_ENTRY').contains('CPU_UNSUPPORTED')
    }

    def "values of an exit's fields are explained by name: #name"() {
        expect:
        explained(Abi.of('x86_64'), name) == text

        where:
        name                           || text
        'KVM_INTERNAL_ERROR_EMULATION' || "KVM_INTERNAL_ERROR_EMULATION = 1, in suberror of KVM_EXIT_INTERNAL_ERROR: KVM had to emulate an instruction and could not\n  try: explain 'KVM_EXIT_INTERNAL_ERROR'"
        'KVM_SYSTEM_EVENT_RESET'       || "KVM_SYSTEM_EVENT_RESET = 2, in type of KVM_EXIT_SYSTEM_EVENT: the guest asked to be reset (PSCI SYSTEM_RESET, SBI system reset)\n  try: explain 'KVM_EXIT_SYSTEM_EVENT'"
    }

    def "each suberror and system event in the headers is explained"() {
        given:
        def abi = Abi.of('x86_64')

        expect:
        abi.constants()*.name().findAll { it.startsWith('KVM_INTERNAL_ERROR_') || it.startsWith('KVM_SYSTEM_EVENT_') }.every { ExitReasons.value(it) }
    }

    def "an exit that no kernel could produce here is marked, on each architecture"() {
        expect:
        ExitReasons.of(Abi.of('x86_64')).every { reason ->
            def advice = ExitReasons.advice(reason.name())
            def text = explained(Abi.of('x86_64'), reason.name())
            advice.seen().empty ? text.contains('\n  not yet seen on a real kernel\n') : advice.seen().split(', ').every { it in ['real', 'emulated'] }
        }
        ExitReasons.of(Abi.of('x86_64')).every { ExitReasons.advice(it.name()).architectures().every { it == '*' || Arch.values()*.toString().contains(it) } }
        explained(Abi.of('x86_64'), 'KVM_EXIT_FAIL_ENTRY').contains('not yet seen on a real kernel')
        explained(Abi.of('x86_64'), 'KVM_EXIT_SHUTDOWN').contains('seen on boards: real, emulated')
    }

    def "a misspelled exit gets the nearest exit as a suggestion, not an ioctl"() {
        when:
        ExitInWords.of(Abi.of('x86_64'), 'KVM_EXIT_SHUTDWN', Site.UNKNOWN)

        then:
        def e = thrown(ScriptError)
        e.message.startsWith('unknown exit KVM_EXIT_SHUTDWN on x86_64')
        e.notes() == ['did you mean \'KVM_EXIT_SHUTDOWN\'?']
    }

    def "the word explains ioctls and exits"() {
        expect:
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "explain 'KVM_EXIT_HLT'").out.startsWith('KVM_EXIT_HLT = 5, an exit: ')
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', 'explain KVM_EXIT_HLT').out.startsWith('KVM_EXIT_HLT = 5, an exit: ')
        Kvmsh.run('-q', '-b', 'model:x86_64', '-e', "explain 'KVM_GET_REGS'").out.startsWith('KVM_GET_REGS struct kvm_regs is issued on the vCPU')
        Kvmsh.run('-q', '-b', 'model:x86_64', '--lang', 'js', '-e', "explain('KVM_EXIT_HLT')").out.startsWith('KVM_EXIT_HLT = 5, an exit: ')
    }

    static final List<Path> HARDWARE = ['vmx.h', 'svm.h'].collect { Path.of('/usr/include/x86_64-linux-gnu/asm', it) }

    /** Headers of another release lack some, or have more behind those that are known. */
    @Requires(value = { Files.exists(Path.of('/usr/include/x86_64-linux-gnu/asm/vmx.h')) }, reason = 'asm/vmx.h of x86 not found; on Debian: apt-get install linux-libc-dev')
    def "the numbers of VMX exit reasons and SVM exit codes match the kernel's headers"() {
        given:
        def rows = getClass().getResource('/org/kvmsh/dsl/arch/x86/hardware-exits.tsv').readLines().findAll { !it.startsWith('#') }*.split('\t')
        def defined = HARDWARE.collectEntries { Path header ->
            Files.readAllLines(header).collectMany { (it =~ /^#define (\w+)\s+(-1|0x[0-9a-f]+|\d+)\s*$/).collect { all, name, number -> [name, Long.decode(number)] } }.collectEntries { it }
        }

        expect:
        rows.count { it[0] in ['vmx', 'svm', 'flag'] && defined.containsKey(it[1]) } > 100
        rows.findAll { it[0] in ['vmx', 'svm', 'flag'] }.every { row -> !defined.containsKey(row[1]) || defined[row[1]] == Long.decode(row[2]) }
        defined.findAll { it.key.startsWith('EXIT_REASON_') && it.value <= rows.findAll { it[0] == 'vmx' }.collect { Long.decode(it[2]) }.max() }.keySet().every { name -> rows.any { it[1] == name } }
    }
}
