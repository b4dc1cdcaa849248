package org.kvmsh.specs.abi

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.ExitReasons
import org.kvmsh.bindings.abi.patch.PatchReader
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** The exit of a patch has the member of kvm_run whose comment names the exit, as in linux/kvm.h. */
class PatchesAddExitsSpec extends Specification {
    private static final String HEAD = '\t\t\t__u64 size;\n\t\t} memory_fault;\n'
    private static final String TAIL = '\t\t/* Fix the size of the union. */\n\t\tchar padding[256];\n'

    private static String hunk(String head, String before, String added, String after) {
        "@@ -100,${(before + after).readLines().size()} +100,${(before + added + after).readLines().size()} @@ $head\n" +
                before.readLines().collect { " $it\n" }.join() + added.readLines().collect { "+$it\n" }.join() + after.readLines().collect { " $it\n" }.join()
    }

    private static String mail(String member) {
        'From: A <a@example.org>\nSubject: [PATCH] KVM: Add exits\n\nThey are new.\n---\n--- a/include/uapi/linux/kvm.h\n+++ b/include/uapi/linux/kvm.h\n' +
                hunk('x', '#define X\n', '#define KVM_EXIT_FRESH 90\n#define KVM_EXIT_GLAD 91\n', '#define Y\n') +
                hunk('struct kvm_run {', HEAD, member, TAIL)
    }

    def "#how"() {
        given:
        def abi = PatchReader.read(mail(member), Abi.of(table)).abi()

        expect:
        [ExitReasons.part(abi, 'KVM_EXIT_FRESH'), ExitReasons.part(abi, 'KVM_EXIT_GLAD')] == parts
        ExitReasons.part(abi, 'KVM_EXIT_MEMORY_FAULT') == 'memory_fault'
        ExitReasons.part(Abi.of(table), 'KVM_EXIT_FRESH') == null

        where:
        how                        | table     | member                                                                                              || parts
        'a struct'                 | 'x86_64'  | '\t\t/* KVM_EXIT_FRESH */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} fresh;\n'                             || ['fresh', null]
        'another name'             | 'arm64'   | '\t\t/* KVM_EXIT_FRESH */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} frsh;\n'                              || ['frsh', null]
        'a number'                 | 'x86_64'  | '\t\t/* KVM_EXIT_GLAD */\n\t\t__u64 glad_flags; /* out; 0 if none */\n'                           || [null, 'glad_flags']
        'two exits with one'       | 'riscv64' | '\t\t/* KVM_EXIT_FRESH / KVM_EXIT_GLAD */\n\t\tstruct {\n\t\t\t__u8 a[3];\n\t\t} both;\n'           || ['both', 'both']
        'a comment of three lines' | 's390x'   | '\t\t/*\n\t\t * KVM_EXIT_FRESH, see api.rst\n\t\t */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} fresh;\n' || ['fresh', null]
        'what it contains'         | 'x86_64'  | '\t\t/* KVM_EXIT_GLAD */\n\t\tstruct {\n#define KVM_GLAD_A (1 << 0)\n\t\t\t__u32 f; /* in */\n\t\t\tunion {\n\t\t\t\t/* KVM_EXIT_FRESH has it too */\n\t\t\t\t__u64 a;\n\t\t\t\t__u32 b;\n\t\t\t} u;\n\t\t} glad;\n' || [null, 'glad']
        'another exit in the sentence' | 'x86_64' | '\t\t/* KVM_EXIT_FRESH: as KVM_EXIT_GLAD, with a reason */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} fresh;\n' || ['fresh', null]
        'another exit in a further line' | 'arm64' | '\t\t/*\n\t\t * KVM_EXIT_FRESH, which comes\n\t\t * after KVM_EXIT_GLAD.\n\t\t */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} fresh;\n' || ['fresh', null]
        'exits in two lines'       | 'x86_64'  | '\t\t/*\n\t\t * KVM_EXIT_FRESH,\n\t\t * KVM_EXIT_GLAD\n\t\t */\n\t\tstruct {\n\t\t\t__u64 a;\n\t\t} both;\n' || ['both', 'both']
        'a struct behind the comment' | 'x86_64' | '\t\t/* KVM_EXIT_FRESH */ struct {\n\t\t\t__u64 a;\n\t\t\t__u64 b;\n\t\t} fresh;\n' || ['fresh', null]
        'no comment'               | 'x86_64'  | '\t\tstruct {\n\t\t\t__u64 a;\n\t\t} fresh;\n'                                                   || [null, null]
    }

    def "#language: the exit is explained and decoded with its fields"() {
        given:
        def on = new OnBoard('model:x86_64', language)
        def text = mail('\t\t/* KVM_EXIT_FRESH */\n\t\tstruct {\n\t\t\t__u64 address;\n\t\t\t__s32 result;\n\t\t} frsh;\n').replace('\n', '\\n').replace('\t', '\\t')
        on.run(language == Language.GROOVY ? "rfc \"$text\"" : "rfc(\"$text\")")
        def abi = on.board.kernel().abi()
        def layout = abi.struct('kvm_run')
        def run = new HeapRegion(new byte[layout.size()], abi.order())
        run.putInt(layout.offset('exit_reason'), 90)
        run.putLong(layout.offset('frsh.address'), 0x1234)
        run.putInt(layout.offset('frsh.result'), -3)

        expect:
        on.run("explain('KVM_EXIT_FRESH')").toString().contains('fields of kvm_run: frsh.address, frsh.result')
        def exit = KeptExit.of(abi, run)
        exit.name() == 'fresh'
        exit.fields().names() as Set == ['address', 'result'] as Set

        cleanup:
        on.close()

        where:
        language << Language.values()
    }
}
