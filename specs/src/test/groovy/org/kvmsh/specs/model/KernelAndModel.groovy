package org.kvmsh.specs.model

import org.kvmsh.specs.kit.OnBoard

/** The same guest on this machine's kernel and on the model of an x86 board, each with a few sets of registers: the results, for comparison. */
class KernelAndModel implements AutoCloseable {
    static final Map<String, Long> FLAGS = [CF: 1L, PF: 1L << 2, AF: 1L << 4, ZF: 1L << 6, SF: 1L << 7, OF: 1L << 11]

    private static final String GUEST = '''
        sets = [
            [rax: 0x123456789abcdef0, rbx: 0x2010, rcx: 0x3, rdx: 0xfedcba9876543210, rsi: 0x2020, rdi: 0x2080, rbp: 0x2040, rsp: 0x8000, rflags: 0x2, r8: 0x11, r12: 0x100, r13: 0x2030, r15: -1],
            [rax: 0xffffffff80000080, rbx: 0x2014, rcx: 0x25, rdx: 0x7f7f, rsi: 0x2028, rdi: 0x2088, rbp: 0x2048, rsp: 0x8000, rflags: 0x8d7, r8: 0x22, r12: 0x200, r13: 0x2038, r15: 5],
            [rax: 0x7f, rbx: 0x2018, rcx: 0x10, rdx: 0x0, rsi: 0x2030, rdi: 0x2090, rbp: 0x2050, rsp: 0x8000, rflags: 0x203, r8: 0x33, r12: 0x300, r13: 0x2040, r15: 0x8000000000000000]]
        data = (0..<0x140).collect { (it * 37 + 11 ^ it >> 2) & 0xff }
        guest = { bits, code, set ->
            def m = vm {
                memory at: 0, size: 60.KB
                memory at: 0x10000, size: 4.KB
                load at: 0x1000, hex: code
                load at: 0x2000, bytes: data
                vcpu(0) {
                    if (bits == 16) { real 0x1000 } else if (bits == 32) { prot32 0x1000 } else { long64 0x1000, tables: 0x9000 }
                    regs set
                }
                on(io: 0..0xffff) { e -> 0x41424344 }
                on(mmio: 0xf000..0xffff) { e -> 0x1234 }
            }
            def end = m.run within: 60.s
            [m, m.regs.rflags, [end.detail(), end.exits(), m.exits.all*.toString().take(64), m.regs.toString().replaceAll(/rflags +[0-9a-fx]+/, 'rflags'),
                m.mem(0x2000, 0x140).bytes, m.mem(0x7f00, 0x110).bytes, m.vcpu(0).ioctl(KVM_GET_SREGS).toString()]]
        }
    '''

    private long lastUndefined
    private final List<OnBoard> boards = ['kvm', 'model:x86_64'].collect { new OnBoard(it) }

    KernelAndModel() {
        boards*.run(GUEST)
    }

    /**
     * The guest's results for each set of registers on the kernel and on the model. Flags that Intel's manual leaves undefined
     * after the guest's instructions, according to the model, are left out of both: they depend on the processor.
     */
    List<List> run(int bits, String hex) {
        def made = boards.collect { it.run("sets.collect { guest($bits, '$hex', it) }") }
        def undefined = made[1].collect { machine, flags, result -> boards[1].board.kernel().undefinedFlags(machine.vcpu(0).vcpu().fd()) }
        made.each { board -> board*.first()*.close() }
        lastUndefined = undefined.inject(0L) { all, mask -> all | mask }
        made.collect { board -> [board, undefined].transpose().collect { of, mask -> of[2] + ['rflags', of[1] & ~mask] } }
    }

    /** The flags that the model reported as undefined after the last guest, with at least one set of registers. */
    Set<String> getUndefined() {
        FLAGS.findAll { name, bit -> (lastUndefined & bit) != 0 }.keySet()
    }

    @Override
    void close() {
        boards*.close()
    }
}
