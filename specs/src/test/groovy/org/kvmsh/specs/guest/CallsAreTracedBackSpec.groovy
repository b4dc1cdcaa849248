package org.kvmsh.specs.guest

import java.nio.ByteOrder
import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.specs.kit.NamedElf
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The calls that led to where a guest has stopped, by its frame pointers: main calls outer, outer calls inner. */
@Timeout(600)
class CallsAreTracedBackSpec extends Specification {
    /** main: xor bp, bp; call outer; hlt. outer: push bp; mov bp, sp; call inner; pop bp; ret. inner: push bp; mov bp, sp; nop; pop bp; ret. */
    static final Map X86 = [elf: [code: '31ede80100f45589e5e802005dc35589e5905dc3'.decodeHex(), symbols: [main: [0, 6], outer: [6, 8], inner: [14, 6]]],
                            vm : 'memory at: 0, size: 64.KB; load elf: FILE; vcpu(0) { real 0x1000; regs rsp: 0x8000 }']
    /** main: mov x29, 0; bl outer; b . outer: stp x29, x30, [sp, -16]!; mov x29, sp; bl inner; ldp x29, x30, [sp], 16; ret. inner: nop; ret. */
    static final Map ARM64 = [elf: [code: '1d0080d20200009400000014fd7bbfa9fd03009103000094fd7bc1a8c0035fd61f2003d5c0035fd6'.decodeHex(), machine: NamedElf.ARM64, linked: 0x40001000,
                                    symbols: [main: [0, 12], outer: [12, 20], inner: [32, 8]]],
                              vm : 'memory at: 0x40000000, size: 64.KB; load elf: FILE; vcpu(0) { start 0x40001000; regs sp_el1: 0x40008000 }']
    /** main: bl outer; b . outer: mflr 0; std 0, 16(1); stdu 1, -32(1); bl inner; addi 1, 1, 32; ld 0, 16(1); mtlr 0; blr. inner: sc 1, which ends the run, or nop; blr. */
    static final Map PPC64LE = [elf: [code: '0900004800000048a602087c100001f8e1ff21f81500004820002138100001e8a603087c2000804e220000442000804e'.decodeHex(), machine: NamedElf.PPC64,
                                      symbols: [main: [0, 8], outer: [8, 32], inner: [40, 8]]],
                                vm : 'platform SPAPR; memory at: 0, size: 1.MB; load elf: FILE; vcpu(0) { start 0x1000; regs r1: 0x8000, msr: 0x8000000000001001 }']
    static final Map PPC64 = [elf: [code: '48000009480000007c0802a6f8010010f821ffe14800001538210020e80100107c0803a64e800020600000004e800020'.decodeHex(), machine: NamedElf.PPC64,
                                    order: ByteOrder.BIG_ENDIAN, symbols: [main: [0, 8], outer: [8, 32], inner: [40, 8]]],
                              vm : 'memory at: 0, size: 64.KB; load elf: FILE; vcpu(0) { start 0x1000; regs r1: 0x8000 }']
    /** main: li s0, 0; jal outer; j . outer: addi sp, sp, -16; sd ra, 8(sp); sd s0, 0(sp); addi s0, sp, 16; jal inner; … inner: nop; ret. */
    static final Map RISCV64 = [elf: [code: '13040000ef0080006f000000130101ff233411002330810013040101ef004001833081000334010013010101678000001300000067800000'.decodeHex(), machine: NamedElf.RISCV64,
                                      linked: 0x80001000L, symbols: [main: [0, 12], outer: [12, 36], inner: [48, 8]]],
                                vm : 'memory at: 0x80000000, size: 64.KB; load elf: FILE; vcpu(0) { start 0x80001000; regs sp: 0x80008000 }']

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    /** The text that makes a machine with such a guest. */
    static String machine(Map guest, Path folder) {
        "m = vm { ${guest.vm.replace('FILE', "'${Files.write(folder.resolve('calls.elf'), new NamedElf(guest.elf).bytes())}'")} }"
    }

    private void make(String board, Map guest) {
        Needed.orSkip(board)
        on = new OnBoard(board)
        on.run(machine(guest, folder))
    }

    @Sample(verify = 8)
    def "a function and its callers, where it has a frame, none yet or none any more: #board, #at"() {
        given:
        make(board, guest)
        if (at != null) {
            on.run("m.breakpoint at: '$at'")
        }

        when:
        on.run('m.run().line()')

        then:
        on.run('backtrace.toString()').lines().collect { it.replaceAll(/0x[0-9a-f]+ /, '') } == frames
        on.run('m.vcpu(0).backtrace.end') == ''

        where:
        [board, guest, at, frames] << [
                *['kvm', 'model:x86_64'].collectMany { board ->
                    [['inner', ['#0  (inner)', '#1  (outer+0x6)', '#2  (main+0x5)']],
                     ['inner+1', ['#0  (inner+0x1)', '#1  (outer+0x6)', '#2  (main+0x5)']],
                     ['inner+3', ['#0  (inner+0x3)', '#1  (outer+0x6)', '#2  (main+0x5)']],
                     ['inner+5', ['#0  (inner+0x5)', '#1  (outer+0x6)', '#2  (main+0x5)']],
                     ['outer+6', ['#0  (outer+0x6)', '#1  (main+0x5)']]].collect { [board, X86, *it] }
                },
                *['model:arm-vgicv2', 'qemu:arm64'].collectMany { board ->
                    [['inner', ['#0  (inner)', '#1  (outer+0xc), in x30', '#2  (main+0x8)']],
                     ['outer+8', ['#0  (outer+0x8)', '#1  (main+0x8)']],
                     ['outer', ['#0  (outer)', '#1  (main+0x8), in x30']]].collect { [board, ARM64, *it] }
                },
                *[['inner', ['#0  (inner)', '#1  (outer+0x14), in ra', '#2  (main+0x8)']],
                  ['outer+16', ['#0  (outer+0x10)', '#1  (main+0x8)']]].collect { ['qemu:riscv64', RISCV64, *it] }]
    }

    def "on big-endian powerpc, by the back chain: #board"() {
        given:
        make(board, PPC64)
        on.run("m.reg r1: 0x7000, lr: 0x101c, pc: 0x1028; m.mem 0x7000, u64: 0x7020; m.mem 0x7030, u64: 0x1004")

        expect:
        on.run('backtrace.toString()') == '#0  0x1028 (inner)\n#1  0x101c (outer+0x14), in lr\n#2  0x1004 (main+0x4)'

        where:
        board << ['model:ppc-pr']
    }

    def "a chain that is damaged ends with the reason: #what"() {
        given:
        make('model:x86_64', X86)
        on.run("m.reg rip: 0x1011; m.reg rbp: $rbp; $damage")

        expect:
        on.run('m.backtrace.end') == end
        on.run('m.backtrace.frames.size()') == count

        where:
        what                      | rbp    | damage                                              || count | end
        'it leads to itself'      | 0x7000 | 'm.mem 0x7000, u16: [0x7000, 0x100c]'               || 2     | 'ends here: the frame pointer 0x7000 is not above 0x7000'
        'it leads down'           | 0x7000 | 'm.mem 0x7000, u16: [0x6000, 0x100c]'               || 2     | 'ends here: the frame pointer 0x6000 is not above 0x7000'
        'it leads out of memory'  | 0x7000 | 'm.reg "ss.base": 0x100000'                         || 1     | 'ends here: 0x107002 is not in any memslot'
        'it has too many frames'  | 0x7000 | '(0..80).each { m.mem(0x7000 + 4 * it, u16: [0x7004 + 4 * it, 0x100c]) }' || 64 | 'ends here: at most 64 calls are listed'
        'no frame'                | 0      | ''                                                  || 1     | ''
    }

    def "it is the same in JavaScript, and goes through the guest's page tables with KVM_TRANSLATE: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board, Language.JS)
        on.run("var m = vm({memory: {at: 0, size: MB(2)}, load: {at: 0x1000, hex: 'f4'}, vcpu: {long64: 0x1000}}); m.reg({rbp: 0x7000}); m.mem(0x7000, {u64: [0x7100, 0x1234]})")

        expect:
        on.run('String(m.backtrace)') == '#0  0x1000\n#1  0x1234'
        on.run('backtrace.frames[1].pc') == 0x1234
        on.run('m.reg({rbp: 0x7ffffff00000n}); m.backtrace.end').startsWith('ends here: 0x7ffffff00008 cannot be translated: ')

        where:
        board << OnBoard.x86()
    }

    def "code and frames are found through the guest's page tables, also where a page is mapped elsewhere: #board"() {
        given:
        Needed.orSkip(board, "cc:${Needed.mode(board)}")
        on = new OnBoard(board)
        on.run("""m = vm { guest c: \'\'\'
            static unsigned char page[4096] __attribute__((aligned(4096)));
            static unsigned int *const alias = (unsigned int *)0x8000000;
            __attribute__((noinline)) int inner(int n) { sync(1, alias); return n + 1; }
            int main(void)
            {
                mmu_on();
                map_page((uintptr_t)alias, (uintptr_t)page, MAP_READ | MAP_WRITE | MAP_EXECUTE);
                alias[3] = 77;
                return inner(4) + 1;
            }\'\'\'
            on(ucall: 1) { e -> seen = [e.machine.backtrace.frames*.name, e.machine.backtrace.end, e.machine.context.toString()]; null } }; null""")

        expect:
        on.run('m.run().code') == 6
        on.run('seen[0]').collect { "$it".replaceFirst(/\+0x.*/, '') } == ['guest_exit', 'guest_sync', 'inner', 'main', 'guest_start', '_start']
        on.run('seen[1]') == ''
        on.run('seen[2]') =~ /(?m)^-> 0x[0-9a-f]+  /
        on.run("m.mem(m.symbols.address('page'), 16).u32(12)") == 77

        where:
        board << ['kvm', 'qemu:arm64', 'qemu:arm64-gicv3', 'qemu:riscv64']
    }

    def "where the guest's address translation is on and its page tables do not have the address, it says so"() {
        given:
        make('qemu:arm64', ARM64)
        on.run('m.reg x29: 0x40007000, sctlr_el1: 0x30d00801')

        expect:
        on.run('m.backtrace.end') == "ends here: 0x40007008 cannot be translated: the guest's address translation is on, and its page tables do not map it"
    }
}
