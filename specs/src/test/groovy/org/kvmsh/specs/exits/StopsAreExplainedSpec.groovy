package org.kvmsh.specs.exits

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.kernel.Errno
import org.kvmsh.bindings.kernel.HeapRegion
import org.kvmsh.bindings.kernel.Region
import org.kvmsh.bindings.kvm.Exit
import org.kvmsh.bindings.kvm.KeptExit
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.machine.stop.WhyItStopped
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** A run that ends unexpectedly reports why: the names of the exit's numbers, the instruction, the exception, the vector. */
class StopsAreExplainedSpec extends Specification {
    /** Notes for an exit that no kernel here produces, from the bytes that kvm_run would have. */
    private static List<String> notes(String table, String reason, Map<String, Number> fields, CodeMode mode = null, byte[] bytes = []) {
        def abi = Abi.of(table)
        def layout = abi.struct('kvm_run')
        def run = new HeapRegion(new byte[layout.size()], abi.order())
        run.putInt(layout.offset('exit_reason'), (int) abi.constant(reason))
        fields.each { name, value -> run.put(layout.offset(name), Math.min(8, layout.field(name).bytes()), value.longValue()) }
        if (bytes) {
            run.write(layout.offset('emulation_failure.insn_bytes'), bytes)
        }
        Architecture.of(abi).exitNotes().of(abi, KeptExit.of(abi, run), mode)
    }

    def "not seen on a kernel: KVM_EXIT_FAIL_ENTRY with 0x#hex is #name, with the usual cause"() {
        given:
        def lines = notes('x86_64', 'KVM_EXIT_FAIL_ENTRY', ['fail_entry.hardware_entry_failure_reason': number])

        expect:
        lines[0].startsWith(name)
        lines[0].contains(cause)

        where:
        number               || name                                                                               | cause
        0x80000021L          || 'VMX, EXIT_REASON_INVALID_STATE (0x80000021): '                                     | 'KVM_SET_SREGS'
        0x80000022L          || 'VMX, EXIT_REASON_MSR_LOAD_FAIL (0x80000022): '                                     | 'MSR-load area'
        0x80000029L          || 'VMX, EXIT_REASON_MCE_DURING_VMENTRY (0x80000029): '                                | 'hardware'
        7L                   || 'VMX VM-instruction error, VMXERR_ENTRY_INVALID_CONTROL_FIELD (0x7): '              | 'a bug in KVM'
        26L                  || 'VMX VM-instruction error, VMXERR_ENTRY_EVENTS_BLOCKED_BY_MOV_SS (0x1a): '          | 'interrupt.shadow'
        -1L                  || 'SVM, SVM_EXIT_ERR (0xffffffff): '                                                  | 'EFER.SVME'
        0xffffffffL          || 'SVM, SVM_EXIT_ERR (0xffffffff): '                                                  | 'CR0.CD'
        0x4711L              || 'hardware exit reason 0x4711 is not a VMX or SVM exit reason'                       | 'that kvmsh knows'
        hex = Long.toHexString(number)
    }

    def "not seen on a kernel: KVM_EXIT_INTERNAL_ERROR #suberror names the event and the hardware's exit"() {
        expect:
        notes('x86_64', 'KVM_EXIT_INTERNAL_ERROR', ['internal.suberror': Abi.of('x86_64').constant("KVM_INTERNAL_ERROR_$suberror"), 'internal.ndata': data.size()]
                + data.withIndex().collectEntries { value, i -> ["internal.data[$i]".toString(), value] }) == lines

        where:
        suberror                 | data                                || lines
        'SIMUL_EX'               | [0x80000b0eL, 0x80000b0dL, 0, 1]    || ['being delivered: a hardware exception, vector 14, #PF', 'intercepted meanwhile: a hardware exception, vector 13, #GP']
        'DELIVERY_EV'            | [0x80000020L, 49, 0, 0xfee00000L, 1] || ['being delivered: an external interrupt, vector 32', 'hardware exit reason 0x31: VMX EXIT_REASON_EPT_MISCONFIG, or SVM SVM_EXIT_WRITE_DR1']
        'DELIVERY_EV'            | [0x80000202L, 2, 0, 1]              || ['being delivered: an NMI', 'hardware exit reason 0x2: VMX EXIT_REASON_TRIPLE_FAULT, or SVM SVM_EXIT_READ_CR2']
        'UNEXPECTED_EXIT_REASON' | [0x400, 1]                          || ['hardware exit reason 0x400: SVM SVM_EXIT_NPF']
        'UNEXPECTED_EXIT_REASON' | [0x4e, 1]                           || ['hardware exit reason 0x4e: SVM exception vector 14, #PF']
    }

    def "not seen on a kernel: KVM_EXIT_RISCV_CSR explains CSR #csr"() {
        expect:
        notes('riscv64', 'KVM_EXIT_RISCV_CSR', ['riscv_csr.csr_num': csr])[0].startsWith(said)

        where:
        csr  || said
        0x15 || 'CSR 0x15 is seed, the Zkr entropy source: '
        0x7c0 || 'Linux exits to user space only for seed (0x15), and for sireg (0x151) and stopei (0x15c) if the in-kernel AIA does not emulate the access; not for CSR 0x7c0'
        0x15c || 'CSR 0x15c is stopei: the in-kernel AIA does not emulate this access; '
    }

    def "an instruction that KVM cannot emulate is shown as its first bytes and text"() {
        given:
        Needed.orSkip('libcapstone')

        expect:
        notes('x86_64', 'KVM_EXIT_INTERNAL_ERROR', ['internal.suberror': 1, 'internal.ndata': 8, 'emulation_failure.flags': 1, 'emulation_failure.insn_size': 15], mode,
                [0x0f, 0xfe, 0xc8, 0xf4] as byte[])[0] == "KVM could not emulate $text"

        where:
        mode             || text
        CodeMode.X86_64  || '0f fe c8, paddd %mm0, %mm1'
        CodeMode.X86_16  || '0f fe c8, paddd %mm0, %mm1'
        null             || '0f fe c8 f4 00 00 00 00 00 00 00 00 00 00 00'
    }

    def "bytes left in kvm_run by an earlier exit are not shown as an instruction"() {
        given:
        def abi = Abi.of('x86_64')
        def layout = abi.struct('kvm_run')
        def run = new HeapRegion(new byte[layout.size()], abi.order())
        run.putInt(layout.offset('exit_reason'), (int) abi.constant('KVM_EXIT_INTERNAL_ERROR'))
        fields.each { name, value -> run.put(layout.offset(name), layout.field(name).bytes(), value) }

        expect:
        (KeptExit.of(abi, run) as Exit.InternalError).instruction().length == length

        where:
        fields                                                                                                                              || length
        ['internal.suberror': 1, 'internal.ndata': 8, 'emulation_failure.flags': 1, 'emulation_failure.insn_size': 3]                       || 3
        ['internal.suberror': 1, 'internal.ndata': 8, 'emulation_failure.flags': 1, 'emulation_failure.insn_size': 99]                      || 15
        ['internal.suberror': 1, 'internal.ndata': 8, 'emulation_failure.flags': 0, 'emulation_failure.insn_size': 3]                       || 0
        ['internal.suberror': 1, 'internal.ndata': 0, 'emulation_failure.flags': 1, 'emulation_failure.insn_size': 3]                       || 0
        ['internal.suberror': 2, 'internal.ndata': 4, 'emulation_failure.flags': 1, 'emulation_failure.insn_size': 3]                       || 0
    }

    private static String report(String board, String text) {
        def on = new OnBoard(board)
        try {
            return on.run(text).toString()
        } finally {
            on.close()
        }
    }

    def "on #board a jump to unmapped memory is explained"() {
        given:
        Needed.orSkip(board)

        expect:
        report(board, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ea 00 00 00 80'; vcpu(0) { real 0x1000 } }.run(within: 60.s)")
                .contains('pc 0x80000 is not in any memslot: there is no code to fetch')

        where:
        board << ['kvm:x86_64', 'qemu:x86_64']
    }

    def "on #board a triple fault names the exception and why it was not delivered"() {
        given:
        Needed.orSkip(board)
        def text = report(board, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$hex'; vcpu(0) { $mode 0x1000 } }.run(within: 60.s)")

        expect:
        text.startsWith('shutdown after 1 exit')
        text.contains("why: the guest's processor shut down: on x86 a triple fault")
        text.contains('last exception that KVM injected: vector 6, #UD')
        // AMD's processors lose the state, and KVM resets the vCPU; others keep it.
        text.contains('the registers already have their INIT values') || text.contains(idt)

        where:
        board         | mode     | hex                      || idt
        'kvm:x86_64'  | 'long64' | '0f 0b'                  || 'vector 6, #UD: its gate at 0x60 is not present\n  vector 8, #DF: its gate at 0x80 is not present'
        'kvm:x86_64'  | 'prot32' | '0f 01 1d 00 20 00 00 0f 0b' || 'IDT base 0x0, limit 0x0: it has no gates'
        'qemu:x86_64' | 'long64' | '0f 0b'                  || 'vector 6, #UD: its gate at 0x60 is not present'
    }

    def "an error of run until: includes the reason"() {
        given:
        Needed.orSkip('kvm:x86_64')
        def result = Kvmsh.run('-q', '-b', 'kvm', '-e', "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 0b'; vcpu(0) { long64 0x1000 } }.run(until: hlt, within: 60.s)")

        expect:
        result.status == 1
        result.err.contains("why: the guest's processor shut down: on x86 a triple fault")
        result.err.contains("see: explain 'KVM_EXIT_SHUTDOWN'")
    }

    /** ldp x1, x2, [x0], of an address without memory. */
    static final String PAIR = "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '010840a9'; vcpu(0) { start 0x40000000; regs x0: 0x10000000 }"

    def "ENOSYS of KVM_RUN on arm64 names the instruction without a valid syndrome"() {
        given:
        Needed.orSkip('qemu:arm64')
        def result = Kvmsh.runShared('-q', '-b', 'qemu:arm64', '-e', "vm { $PAIR }.run(within: 60.s)".toString())

        expect:
        result.status == 1
        result.err.contains('KVM_RUN of vCPU 0 failed with ENOSYS')
        result.err.contains('the instruction at pc 0x40000000')
        result.err.contains('the processor reports no valid syndrome for it')
        result.err.contains('KVM_CAP_ARM_NISV_TO_USER')
    }

    def "with KVM_CAP_ARM_NISV_TO_USER the same access is KVM_EXIT_ARM_NISV, and is explained as that"() {
        given:
        Needed.orSkip('qemu:arm64')
        def text = report('qemu:arm64', "vm { ioctl KVM_ENABLE_CAP, cap: KVM_CAP_ARM_NISV_TO_USER; $PAIR }.run(within: 60.s)".toString())

        expect:
        text.startsWith('arm_nisv, ')
        text.contains('fault_ipa: 0x10000000')
        text.contains('or: on(exit: KVM_EXIT_ARM_NISV) { }')
    }

    def "a guest of #board that loops at an exception vector is explained with the exception and its cause"() {
        given:
        Needed.orSkip(board)
        def text = report(board, guest)

        expect:
        text.startsWith('timeout after 0 exits')
        lines.every { text.contains(it) }

        where:
        board        | guest || lines
        'qemu:arm64' | "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00000000'; vcpu(0) { start 0x40000000 } }.run(within: 3.s)" ||
                ['why: pc 0x200 is in exception vector VBAR_EL1 + 0x200: synchronous exception from the current EL with SP_EL1', 'ELR_EL1 0x200, which is also inside the vectors', 'class 0x21 (instruction abort)', 'VBAR_EL1 is 0, its value after reset', 'the first exception is overwritten', '-mstrict-align', 'vectors true']
        'qemu:arm64' | "m = vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00000000'; vcpu(0) { start 0x40000000 } }\nm.vcpu(0).reg vbar_el1: 0x40001000\nm.run(within: 3.s)" ||
                ['why: pc 0x40001200 is in exception vector VBAR_EL1 + 0x200', 'class 0x0 (undefined instruction)']
        'qemu:ppc64' | "vm { platform SPAPR; memory at: 0, size: 1.MB; load at: 0x10000, hex: '00000000'; vcpu(0) { start 0x10000 } }.run(within: 3.s)" ||
                ['why: pc 0x700 is the vector of the program interrupt', 'SRR0 0x700, the vector itself: the handler takes the same interrupt again, endlessly', 'vectors true']
        'qemu:riscv64' | "vm { memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: '00000000'; vcpu(0) { start 0x80000000 } }.run(within: 3.s)" ||
                ['is the trap vector stvec', 'stvec is 0, its value after reset', 'vectors true']
    }

    /** int3 is at 0x1002, and its handler at 0x1100 goes back to it 16 times and then stays. */
    def "on #board a guest in real mode that takes one exception endlessly is explained by the frames on its stack"() {
        given:
        Needed.orSkip(board)
        def text = report(board, "vm { memory at: 0, size: 64.KB; load at: 0xc, hex: '00 11 00 00'; load at: 0x1000, hex: '31 db cc'; load at: 0x1100, hex: '43 83 fb 10 74 fe e9 f9 fe'; "
                + "vcpu(0) { real 0x1000; regs rsp: 0x8000 } }.run(within: 3.s)")

        expect:
        text.startsWith('timeout')
        text.contains('why: the stack is full of frames of one exception, breakpoint (#BP) at 0x1002: its handler executes the same instruction and faults again, endlessly\n'
                + '  the interrupt vector table at 0x0 has 0x0:0x1100 for vector 3\n  try: long64 ADDRESS and vectors true')

        where:
        board << ['kvm:x86_64', 'qemu:x86_64', 'model:x86_64']
    }

    def "on #board an SSE instruction without CR4.OSFXSR is explained, as a triple fault and as an error of KVM's emulator"() {
        given:
        Needed.orSkip(board)
        def text = report(board, "vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 28 c8 f4'; vcpu(0) { long64 0x1000 } }.run(within: 60.s)")

        expect: 'AMD processors lose the state'
        text.contains('SSE instructions are off: CR4.OSFXSR is 0. Compile the guest with -mno-sse') || text.contains('the registers already have their INIT values')

        where:
        board << ['kvm:x86_64', 'qemu:x86_64', 'model:x86_64']
    }

    def "a guest that loops in its own code is not reported at a vector"() {
        given:
        Needed.orSkip(board)

        expect:
        !report(board, guest).contains('why:')

        where:
        board        | guest
        'qemu:arm64' | "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00000014'; vcpu(0) { start 0x40000000 } }.run(within: 500.ms)"
        'qemu:ppc64' | "vm { platform SPAPR; memory at: 0, size: 1.MB; load at: 0x10000, hex: '00000048'; vcpu(0) { start 0x10000 } }.run(within: 500.ms)"
    }

    /** mov x0, #0x84000008, PSCI's SYSTEM_OFF; hvc #0. */
    def "an unexpected system event is explained with what the guest requested"() {
        given:
        Needed.orSkip('qemu:arm64')
        def result = Kvmsh.runShared('-q', '-b', 'qemu:arm64', '-e', "vm { memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '00 01 80 d2  00 80 b0 f2  02 00 00 d4'; "
                + "vcpu(0) { start 0x40000000 } }.run(until: mmio, within: 60.s)")

        expect:
        result.err.contains('why: KVM_SYSTEM_EVENT_SHUTDOWN: the guest asked to be shut down (PSCI SYSTEM_OFF, SBI system reset)')
    }

    def "not seen on a kernel: KVM_EXIT_MEMORY_FAULT comes with an errno, and is read with #errno alone"() {
        given:
        Needed.orSkip('kvm:x86_64')
        def on = new OnBoard('kvm')
        def m = on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'f4'; vcpu(0) { real 0x1000 } }\nm.run until: hlt\nm")
        def abi = on.board.kernel().abi()
        def layout = abi.struct('kvm_run')
        Region run = m.vcpu(0).vcpu().@page.@run
        run.putInt(layout.offset('exit_reason'), (int) abi.constant('KVM_EXIT_MEMORY_FAULT'))
        run.putLong(layout.offset('memory_fault.flags'), abi.constant('KVM_MEMORY_EXIT_FLAG_PRIVATE'))
        run.putLong(layout.offset('memory_fault.gpa'), 0x12000L)
        run.putLong(layout.offset('memory_fault.size'), 0x1000L)

        expect:
        WhyItStopped.ofErrno(m.machineParts(), m.vcpu(0).engine(), errno.number()).any { it.contains('gpa: 0x12000') } == read

        cleanup:
        on?.close()

        where:
        errno           || read
        Errno.EFAULT    || true
        Errno.EHWPOISON || true
        Errno.EINVAL    || false
    }
}
