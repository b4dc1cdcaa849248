package org.kvmsh.specs.exits

import org.kvmsh.bindings.kernel.NotModelled
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.OnBoard
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.Timeout

/** With vectors true, whatever exception a guest provokes is reported with its name, its pc, its address, its cause and the calls that led to it. */
@Timeout(600)
class ExceptionsAreReportedSpec extends Specification {
    /** What a guest is made of on an architecture: its memory, a function g with a frame that provokes, and what a vCPU needs for a stack. */
    static final Map<String, Map> GUESTS = [
            x86_64 : [base: 0x100000, stack: 'rsp: 0x108000', start: 'long64', call: 'call g; hlt; g: push %rbp; mov %rsp, %rbp;'],
            arm64  : [base: 0x40000000, stack: 'sp_el1: 0x40008000', start: 'start', call: 'bl g; b .; g: stp x29, x30, [sp, #-16]!; mov x29, sp;'],
            riscv64: [base: 0x80000000, stack: 'sp: 0x80008000', start: 'start', call: 'call g; j .; g: addi sp, sp, -16; sd ra, 8(sp); sd s0, 0(sp); addi s0, sp, 16;'],
            ppc64  : [base: 0x10000, stack: 'r1: 0x18000', start: 'start', call: 'bl g; b .; g: mflr 0; std 0, 16(1); stdu 1, -32(1);'],
    ]
    static final Map<String, List<String>> BOARDS = [
            x86_64 : ['kvm', 'qemu:x86_64', 'model:x86_64'],
            arm64  : ['qemu:arm64', 'qemu:arm64-gicv3', 'model:arm-vgicv2'],
            riscv64: ['qemu:riscv64'],
            ppc64  : ['qemu:ppc64', 'qemu:ppc64-powernv'],
    ]
    static final String FAR = 'movabs $0x7ff0000000, %rax;'
    static final String ARM_MMU = 'ldr x0, =0x40002000; msr ttbr0_el1, x0; ldr x0, =0x800019; msr tcr_el1, x0; mov x0, #0x44; msr mair_el1, x0; isb; mrs x0, sctlr_el1; orr x0, x0, #1; msr sctlr_el1, x0; isb;'
    static final String RISCV_MMU = 'li a0, (8 << 60) | 0x80002; csrw satp, a0; sfence.vma;'
    /** The second entry of arm64's table, and the third of riscv64's, map memory, and the next one does so without the right to write. */
    static final Map<String, String> TABLES = [
            arm64  : '00 00 00 00 00 00 00 00  01 04 00 40 00 00 00 00  81 04 00 40 00 00 00 00  00 00 00 00 00 00 00 00',
            riscv64: '00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  cf 00 00 20 00 00 00 00  c3 00 00 20 00 00 00 00',
    ]

    /** What is provoked, by which instructions, and what the report says: the name, the vector, the address and the cause. */
    static final Map<String, List<List>> PROVOKED = [
            x86_64 : [
                    ['division by zero', 'xor %ecx, %ecx; div %ecx', 'divide error (#DE)', 0, null, /division by zero/],
                    ['breakpoint', 'int3', 'breakpoint (#BP)', 3, null, /INT3/],
                    ['overflow', 'int $4', 'overflow (#OF)', 4, null, /overflow/],
                    ['undefined instruction', 'ud2', 'invalid opcode (#UD)', 6, null, /the instruction at 0x\w+ is invalid in this mode/],
                    ['SSE that is off', 'movaps %xmm0, %xmm1', 'invalid opcode (#UD)', 6, null, /CR4.OSFXSR is 0. Compile the guest with -mno-sse/],
                    ['FPU that is off', 'mov %cr0, %rax; or $4, %rax; mov %rax, %cr0; fld1', 'device not available (#NM)', 7, null, /CR0.EM or CR0.TS/],
                    ['address that is not canonical', 'movabs $0x8000000000000000, %rax; mov (%rax), %ebx', 'general protection fault (#GP)', 13, null, /non-canonical address/],
                    ['selector beyond the GDT', 'mov $0x28, %eax; mov %eax, %ds', 'general protection fault (#GP)', 13, null, /selector 0x28 of the GDT/],
                    ['read', FAR + 'mov (%rax), %ebx', 'page fault (#PF)', 14, 0x7ff0000000, /read of 0x7ff0000000: its page-directory-pointer table entry at 0x\w+ is 0x0, not present/],
                    ['write', FAR + 'mov %ebx, (%rax)', 'page fault (#PF)', 14, 0x7ff0000000, /write to 0x7ff0000000: its page-directory-pointer table entry/],
                    ['jump', FAR + 'jmp *%rax', 'page fault (#PF)', 14, 0x7ff0000000, /fetch from 0x7ff0000000: its page-directory-pointer table entry/],
                    ['interrupt', 'int $0x80', 'interrupt 0x80', 0x80, null, /without a handler/],
                    ['null pointer', 'xor %eax, %eax; mov 12(%rax), %ebx', 'null pointer', -1, 12, /read of 0xc: there is no memory below 0x1000/],
            ],
            arm64  : [
                    ['undefined instruction', '.inst 0', 'undefined instruction', 0, null, /the instruction at 0x\w+ is undefined at this exception level/],
                    ['register that is not there', 'mrs x0, s3_0_c15_c0_0', 'undefined instruction', 0, null, /is undefined at this exception level/],
                    ['floating point that is off', 'fmov d0, xzr', 'floating point access', 7, null, /CPACR_EL1.FPEN to 3, or compile with -mgeneral-regs-only/],
                    ['system call', 'svc #3', 'SVC', 0x15, null, /SVC, immediate 0x3/],
                    ['jump outside of memory', 'ldr x0, =0x10000000; br x0', 'instruction abort', 0x21, 0x10000000, /fetch from 0x10000000: external abort: the address is not in any memslot/],
                    ['pc that is not aligned', 'ldr x0, =0x40000802; br x0', 'pc alignment', 0x22, 0x40000802, /is not a multiple of 4/],
                    ['access that is not aligned', 'mrs x0, sctlr_el1; orr x0, x0, #2; msr sctlr_el1, x0; isb; ldr x0, =0x40000801; ldr x1, [x0]', 'data abort', 0x25, 0x40000801, /read of 0x40000801: alignment fault: while the MMU is off.*-mstrict-align/],
                    ['breakpoint', 'brk #5', 'BRK', 0x3c, null, /BRK, immediate 0x5/],
                    ['read through page tables', ARM_MMU + 'ldr x0, =0xc0000000; ldr x1, [x0]', 'data abort', 0x25, 0xc0000000, /read of 0xc0000000: translation fault, level 1/],
                    ['write through page tables', ARM_MMU + 'ldr x0, =0x80000000; str x1, [x0]', 'data abort', 0x25, 0x80000000, /write to 0x80000000: permission fault, level 1/],
                    ['jump through page tables', ARM_MMU + 'ldr x0, =0xc0000000; br x0', 'instruction abort', 0x21, 0xc0000000, /fetch from 0xc0000000: translation fault, level 1/],
                    ['null pointer', 'mov x0, #0; ldr w1, [x0, #12]', 'null pointer', -1, 12, /read of 0xc: there is no memory below 0x1000/],
            ],
            riscv64: [
                    ['jump outside of memory', 'li a0, 0x10000000; jr a0', 'instruction access fault', 1, 0x10000000, /fetch from 0x10000000: the address is not in any memslot/],
                    ['undefined instruction', '.word 0', 'illegal instruction', 2, null, /the instruction at 0x\w+ is illegal in this mode/],
                    ['register of another mode', 'csrr a0, mstatus', 'illegal instruction', 2, null, /the instruction 0x30002573 at 0x\w+ is illegal/],
                    ['floating point that is off', '.word 0x02007053', 'illegal instruction', 2, null, /floating point is off: set FS \(0x2000\) in sstatus, or compile with -march=rv64imac/],
                    ['breakpoint', 'ebreak', 'breakpoint', 3, null, /EBREAK/],
                    ['access that is not aligned', 'li a0, 0x80000801; lr.w a1, (a0)', 'load misaligned', 4, 0x80000801, /read of 0x80000801: the address is not aligned/],
                    ['jump through page tables', RISCV_MMU + 'li a0, 0xc0000000; jr a0', 'instruction page fault', 12, 0xc0000000, /fetch from 0xc0000000: its level 2 entry at 0x80002018 is 0x200000c3, a page without the required permission: X is 0/],
                    ['read through page tables', RISCV_MMU + 'li a0, 0x100000000; ld a1, (a0)', 'load page fault', 13, 0x100000000, /read of 0x100000000: its level 2 entry at 0x80002020 is 0x0, not valid: V is 0/],
                    ['read outside of Sv39', RISCV_MMU + 'li a0, 0x2580000000000; ld a1, (a0)', 'load page fault', 13, 0x2580000000000, /read of 0x2580000000000: Sv39 needs bits 39 to 63 to equal bit 38/],
                    ['write through page tables', RISCV_MMU + 'li a0, 0xc0000000; sd a1, (a0)', 'store page fault', 15, 0xc0000000, /write to 0xc0000000: .*W is 0/],
                    ['null pointer', 'li a0, 0; lw a1, 12(a0)', 'null pointer', -1, 12, /read of 0xc: there is no memory below 0x1000/],
            ],
            ppc64  : [
                    ['read through page tables', 'mfmsr 4; ori 4, 4, 16; mtmsrd 4; lis 5, 0x20; ld 6, 0(5)', 'data storage interrupt', 0x300, 0x200000, /read of 0x200000: no translation: the page tables do not map the address/],
                    ['address beyond the largest', 'li 4, -16; ld 5, 12(4)', 'data segment interrupt', 0x380, -4, /access to 0xfffffffffffffffc: no segment maps the address/],
                    ['access that is not aligned', 'lis 4, 1; addi 4, 4, 1; lwarx 5, 0, 4', 'alignment interrupt', 0x600, 0x10001, /needs an aligned address/],
                    ['undefined instruction', '.long 0', 'program interrupt', 0x700, null, /the instruction at 0x\w+ is illegal/],
                    ['trap', 'trap', 'program interrupt', 0x700, null, /a trap instruction's condition is true/],
                    ['register of the hypervisor', 'mfspr 3, 318', 'program interrupt', 0x700, null, /is only for the hypervisor/],
                    ['floating point that is off', 'fadd 1, 1, 1', 'floating point unavailable interrupt', 0x800, null, /set FP \(0x2000\) in MSR, or compile with -msoft-float/],
                    ['system call', 'sc', 'system call interrupt', 0xc00, null, /SC that neither KVM nor the guest handles/],
                    ['vector instruction that is off', 'vor 1, 1, 1', 'vector unavailable interrupt', 0xf20, null, /-mno-altivec/],
                    ['VSX that is off', 'xxlor 1, 1, 1', 'VSX unavailable interrupt', 0xf40, null, /-mno-vsx/],
            ],
    ]
    /** The KVM of a host may emulate every instruction, and say of some that it cannot; so does the model. */
    static final String NOT_EMULATED = 'KVM could not emulate'

    @AutoCleanup
    OnBoard on

    private static String arch(String board) {
        Needed.mode(board) - 'le'
    }

    private static String guest(String arch, String code, Language language = Language.GROOVY) {
        def parts = GUESTS[arch]
        def text = (parts.call + code).replace(';', '\n')
        def start = "0x${Long.toHexString(parts.base + (arch == 'x86_64' ? 0x1000 : 0))}"
        def memory = arch == 'ppc64' ? 0 : parts.base
        if (language == Language.JS) {
            return "const m = vm({${arch == 'ppc64' ? 'platform: SPAPR, ' : ''}memory: {at: $memory, size: KB(128)}, load: {at: $start, asm: `$text`}, " +
                    "vcpu: {${parts.start}: $start, vectors: true, regs: {${parts.stack}}}})"
        }
        return "m = vm { ${arch == 'ppc64' ? 'platform SPAPR; ' : ''}memory at: $memory, size: 128.KB; load at: $start, asm: '''$text'''; " +
                (TABLES[arch] ? "load at: ${parts.base + 0x2000}, hex: '${TABLES[arch]}'; " : '') + "vcpu(0) { ${parts.start} $start; vectors true; regs ${parts.stack} } }"
    }

    def "#what on #board: #name"() {
        given:
        Needed.orSkip(board, "asm:${arch(board)}")
        on = new OnBoard(board)
        on.run(guest(arch(board), code))
        def text
        try {
            text = on.run('m.run(within: 60.s)').toString()
        } catch (ScriptError e) {
            // A model that does not execute an instruction says so, in place of an exception.
            assert board.startsWith('model') && e.cause instanceof NotModelled
            return
        }

        expect:
        if (!(board in ['kvm', 'model:x86_64'] && text.contains(NOT_EMULATED))) {
            reported(text, name, vector, address, cause)
        }

        where:
        [board, row] << BOARDS.collectMany { arch, boards -> [boards, PROVOKED[arch]].combinations() }
        what = row[0]
        code = row[1]
        name = row[2]
        vector = row[3]
        address = row[4]
        cause = row[5]
    }

    private void reported(String text, String name, int vector, Long address, cause) {
        def exception = on.run('m.vcpu(0).exception')
        assert text.startsWith("exception, $name, at 0x")
        assert text.readLines()[1] =~ cause
        assert exception.name() == name
        assert exception.vector() == vector
        assert exception.address() == address
        assert text.contains("calls:\n   #0  0x${Long.toHexString(exception.pc())}")
        // The vCPU is where the exception was taken, not in the vectors.
        assert on.run('m.vcpu(0)').engine().address() == exception.pc()
        assert text =~ /\n   #1  /
    }

    def "an exception of ring 3 is reported there: #board"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)
        def text = on.run("m = vm { memory at: 0, size: 128.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { long64 0x1000; vectors true; reg 'cs.dpl': 3, 'cs.selector': 0x1b, 'ss.dpl': 3, 'ss.selector': 0x23 } }; m.run(within: 60.s)").toString()

        expect:
        text.startsWith('exception, general protection fault (#GP), at 0x1000 after')
        on.run("m.reg('cs.dpl') + m.reg('ss.dpl')") == 6

        where:
        board << ['kvm', 'qemu:x86_64']
    }

    /** A null pointer where page 0 is no memory; on ppc64 the vectors are there, so that its pointer is below 0. */
    def "the same null pointer has the same report on every architecture"() {
        given:
        def codes = ['kvm': 'xor %eax, %eax; mov 12(%rax), %ebx', 'qemu:x86_64': 'xor %eax, %eax; mov 12(%rax), %ebx', 'qemu:arm64': 'mov x0, #0; ldr w1, [x0, #12]',
                     'qemu:riscv64': 'li a0, 0; lw a1, 12(a0)', 'qemu:ppc64': 'li 4, -16; lwz 5, 12(4)']
        codes.keySet().each { Needed.orSkip(it, "asm:${arch(it)}") }

        when:
        def reports = codes.collect { board, code ->
            def own = new OnBoard(board)
            try {
                own.run(guest(arch(board), code))
                own.run('m.run(within: 60.s)').toString()
            } finally {
                own.close()
            }
        }

        then:
        reports*.readLines()*.first()*.replaceFirst(/ after .*/, '') == [
                'exception, null pointer, at 0x10100c (g+0x6), for 0xc',
                'exception, null pointer, at 0x10100c (g+0x6), for 0xc',
                'exception, null pointer, at 0x40000014 (g+0xc), for 0xc',
                'exception, null pointer, at 0x80000020 (g+0x14), for 0xc',
                'exception, data segment interrupt, at 0x10018 (g+0x10), for 0xfffffffffffffffc']
        reports*.readLines()*.get(1) == ['why: read of 0xc: there is no memory below 0x1000'] * 4 +
                ['why: access to 0xfffffffffffffffc: no segment maps the address, or it is beyond the address limit of this mode']
        reports.collect { shape(it) }.unique() == [['exception', 'why', 'vCPU', 'code', 'calls', 'stack', 'last exits']]
    }

    /** The parts of a report in their order. */
    private static List<String> shape(String text) {
        text.readLines().collect { it.find(/^(exception|why|vCPU|code|calls|stack|last exits)\b/) }.findAll()
    }

    def "a script handles the exception, and the guest goes on where the script says: #language on #board"() {
        given:
        Needed.orSkip(board, "asm:${arch(board)}")
        on = new OnBoard(board, language)
        def js = language == Language.JS
        def run = js ? 'm.run({until: exception, within: seconds(60)})' : 'm.run(until: exception, within: 60.s)'
        on.run(guest(arch(board), code, language))
        on.run(run)
        on.run("m.regs.$pc = m.vcpu(0).exception.pc + ${js ? '4n' : '4'}")

        expect: 'the second exception is behind the first'
        on.run("${js ? 'String' : 'String.valueOf'}(${run}.exit)") == 'exception'
        on.run('m.vcpu(0).exception.name') == name
        on.run(js ? "String(m.regs.$register)" : "m.regs.${register} == 7 ? '7' : 'other'") == '7'

        where:
        [board, code, pc, register, name, language] << [
                ['model:x86_64', 'mov $7, %ecx; ud2; nop; nop; int3', 'rip', 'rcx', 'breakpoint (#BP)'],
                ['qemu:arm64', 'mov x9, #7; .inst 0; brk #1', 'pc', 'x9', 'BRK'],
                ['qemu:riscv64', 'li a7, 7; .word 0; ebreak', 'pc', 'a7', 'breakpoint'],
                ['qemu:ppc64', 'li 3, 7; .long 0; sc', 'pc', 'r3', 'system call interrupt'],
        ].collectMany { row -> Language.values().collect { row + [it] } }
    }

    @Needs('asm:arm64')
    def "the vectors are in memmap, and in the plan"() {
        given:
        on = new OnBoard('model:arm-vgicv2')
        on.run(guest('arm64', 'b .'))

        expect:
        on.run('m.memmap').toString().contains('0x4001f000 to 0x4001f7ff  2 KiB       exception vectors')
        on.run('m.steps').toString().contains('exception vectors, 2 KiB at 0x4001f000')
        on.run('m.vcpu(0).reg("vbar_el1")') == 0x4001f000
    }

    def "vectors that do not fit are refused: #words on #board"() {
        given:
        on = new OnBoard(board)

        when:
        on.run("vm { $words }")

        then:
        def e = thrown(ScriptError)
        e.message == said

        where:
        board              | words                                                                                                   || said
        'model:x86_64'     | 'memory at: 0, size: 64.KB; vcpu(0) { real 0x1000; vectors true }'                                      || 'vectors: on x86 needs 64-bit mode'
        'model:x86_64'     | 'memory at: 0, size: 64.KB; vcpu 0, vectors: true'                                                      || 'entry point needs load elf:'
        'model:x86_64'     | 'memory at: 0, size: 64.KB; vcpu(0) { long64 0x1000; vectors 3 }'                                       || 'vectors takes handlers keyed by vector, or true, not 3'
        'model:arm-vgicv2' | 'memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40000000; vectors UD: 0x40001000 }'              || 'vectors: must be true on this board; handlers keyed by vector need an x86 board'
        'model:ppc-pr'     | "memory at: 0, size: 64.KB; load at: 0x700, hex: '00 00 00 00'; vcpu(0) { start 0x1000; vectors true }" || 'exception vectors are at 0x100 to 0xfff, but the script loads something at 0x700'
        'model:ppc-pr'     | 'memory at: 0x10000, size: 64.KB; vcpu(0) { start 0x10000; vectors true }'                              || 'exception vectors are at 0x100 to 0xfff, where this VM has no memory'
    }
}
