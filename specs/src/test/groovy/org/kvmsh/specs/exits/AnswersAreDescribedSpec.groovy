package org.kvmsh.specs.exits

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.kvm.DescribedExit
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.dsl.Kvmsh as Library
import org.kvmsh.dsl.reference.MarkdownPages
import org.kvmsh.dsl.reference.ReferenceEntry
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** The guide says of each exit what a handler's result is, and a guest gets it so. */
@Timeout(120)
class AnswersAreDescribedSpec extends Specification {
    private static final List<DescribedExit> EXITS = DescribedExit.of(Abi.tables().collect { Abi.of(it) })
    private static final List<ReferenceEntry> ENTRIES = MarkdownPages.entries(Library.vocabulary())
    private static final String PPC64 = "def seen = []; m = vm { type HV; memory at: 0, size: 64.KB; load at: 0x100, asm: 'li 4, 0; 1: li 3, 0x58; sc 1; mr 4, 3; b 1b'; " +
            "vcpu(0) { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_PAPR; start 0x100 }; on(hcall: 0x58) { e -> seen << e.vcpu.regs.r4; 42 } }; m.run(until: { seen.size() == 2 }, within: 20.s); seen[1]"
    private static final String RISCV64 = "def seen = []; m = vm { memory at: 0x80000000, size: 2.MB; load at: 0x80000000, hex: 'b7 08 00 09 13 08 00 00 73 00 00 00 6f f0 df ff'; " +
            "vcpu(0) { start 0x80000000 }; on(sbi: 0x9000000) { e -> seen << e.arg(0); 42 } }; m.run(until: { seen.size() == 2 }, within: 20.s); seen[1]"
    private static final String X86 = 'memory at: 0, size: 64.KB; load at: 0x1000, hex:'
    /** A guest that reads the answer 42, by exit. */
    private static final Map<String, List<String>> GUESTS = [
        io         : ['model:x86_64', "m = vm { $X86 'ec f4'; vcpu(0) { real 0x1000; regs rdx: 0x60 }; on(io: 0x60) { 42 } }; m.run until: hlt; m.regs.rax & 0xff"],
        mmio       : ['model:x86_64', "m = vm { $X86 'b8 00 20 8e d8 a0 00 00 f4'; vcpu(0) { real 0x1000 }; on(mmio: 0x20000) { 42 } }; m.run until: hlt; m.regs.rax & 0xff"],
        x86_rdmsr  : ['kvm', "m = vm { $X86 '66 b9 ef be ad de 0f 32 f4'; vcpu(0) { real 0x1000 }; on(msr: 0xdeadbeef) { 42 } }; m.run until: hlt; m.regs.rax & 0xff"],
        hypercall  : ['qemu:x86_64', "m = vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_EXIT_HYPERCALL, args: [1 << 12]; $X86 '0f 01 d9 f4'; vcpu(0) { real 0x1000; regs rax: 12, rbx: 0x1000, rcx: 1, rdx: 0 }; " +
                "on(hcall: 12) { 42 } }; m.run until: hlt; m.regs.rax & 0xff"],
        papr_hcall : ['qemu:ppc64', PPC64],
        riscv_sbi  : ['qemu:riscv64', RISCV64],
        ucall      : ['model:x86_64', "m = vm { guest { c 'int main(void) { return sync(3); }' }; on(ucall: 3) { 42 } }; m.run().code"]]

    def "the exits with a result are those whose class takes a reply"() {
        expect:
        EXITS.findAll { it.answered }*.name() as Set == GUESTS.keySet()
        EXITS.findAll { it.answered != (it.type().getMethod('reply', long).declaringClass != Exit) }*.name() == ['x86_wrmsr']
    }

    def "#exit: the guide has #result, and a guest on #board gets a handler's 42"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board, *(exit == 'ucall' ? ['cc:x86_64'] : []))
        def on = board.startsWith('qemu:') ? new OnBoard(EmulatedBoards.open(board)) : new OnBoard(board)

        expect:
        entry(exit).readLines().find { it.startsWith('- answer: ') } == "- answer: the handler's result, or `e.reply(answer)`: $result"
        on.run(guest).toString() in ['42', '0x2a']

        cleanup:
        on?.close()

        where:
        [exit, board, guest, result] << GUESTS.collect { exit, row -> [exit, *row, EXITS.find { it.name() == exit }.result()] }
    }

    @Sample(of = 8)
    def "#exit: the guide says that a handler's result is ignored"() {
        expect:
        entry(exit).contains("handler's result is ignored") || entry(exit).contains('- answer: the fields that the handler assigns; its result is ignored')

        where:
        exit << EXITS.findAll { !it.answered }*.name()
    }

    private static String entry(String exit) {
        def name = EXITS.find { it.name() == exit }.title()
        ENTRIES.find { it.text().startsWith("### $name\n") }.text()
    }
}
