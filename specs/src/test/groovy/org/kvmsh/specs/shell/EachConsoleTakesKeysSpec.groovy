package org.kvmsh.specs.shell

import java.nio.file.Path
import org.kvmsh.specs.kit.KvmshOnPty
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** attach on a terminal of the kernel's: keys reach the guest by every console that takes input, on each board. */
@Timeout(300)
@Needs('script')
class EachConsoleTakesKeysSpec extends Specification {
    static final String CTRL_RIGHT_BRACKET = '\u001d'

    // Each guest polls for a character and prints it with bit 5 inverted: k as K, Ctrl-C as #, Enter as -.
    /** again: mov dx, 0x3fd; in al, dx; test al, 1; jz again; mov dx, 0x3f8; in al, dx; xor al, 0x20; out dx, al; jmp again */
    static final String SERIAL = "memory at: 0, size: 64.KB; load at: 0x1000, hex: 'ba fd 03 ec a8 01 74 f8 ba f8 03 ec 34 20 ee eb ef'; vcpu(0) { real 0x1000 }; serial io: 0x3f8"
    /** mov x1, #0x9000000; again: ldr w4, [x1, #0x18]; tbnz w4, #4, again; ldr w5, [x1]; eor w5, w5, #0x20; strb w5, [x1]; b again */
    static final String PL011 = "memory at: 0x40000000, size: 64.KB; load at: 0x40000000, hex: '01 20 a1 d2 24 18 40 b9 e4 ff 27 37 25 00 40 b9 a5 00 1b 52 25 00 00 39 fb ff ff 17'; " +
            'vcpu(0) { start 0x40000000 }; pl011 mmio: 0x9000000'
    /**
     * again: li r3, 0x54; li r4, 0; sc 1; cmpdi r4, 0; beq again; lis r8, 0x2020; ori r8, r8, 0x2020; sldi r9, r8, 32; or r8, r8, r9;
     * xor r7, r6, r8; xor r6, r5, r8; mr r5, r4; li r4, 0; li r3, 0x58; sc 1; b again: H_GET_TERM_CHAR, then H_PUT_TERM_CHAR of what it gave
     */
    static final String VTERM = "platform SPAPR; arch 206; rma 128.MB; load at: 0x1000, hex: '54 00 60 38 00 00 80 38 22 00 00 44 00 00 24 2c f0 ff 82 41 20 20 00 3d 20 20 08 61 c6 07 09 79 " +
            "78 4b 08 7d 78 42 c7 7c 78 42 a6 7c 78 23 85 7c 00 00 80 38 58 00 60 38 22 00 00 44 c4 ff ff 4b'; vcpu(0) { start 0x1000; regs msr: 0x8000000000001001 }; vterm 0"
    /**
     * again: li a7, 0x4442434e; li a6, 1; li a0, 1; la a1, line; li a2, 0; ecall; beqz a1, again; la a1, line; lb t0, 0(a1); xori t0, t0, 0x20;
     * sb t0, 0(a1); li a6, 0; li a0, 1; li a2, 0; ecall; j again; line: CONSOLE_READ of DBCN, then CONSOLE_WRITE
     */
    static final String DBCN = "memory at: 0x80000000, size: 64.KB; load at: 0x80000000, hex: 'b7 48 42 44 9b 88 e8 34 13 08 10 00 13 05 10 00 97 05 00 00 93 85 c5 03 13 06 00 00 73 00 00 00 " +
            'e3 80 05 fe 97 05 00 00 93 85 85 02 83 82 05 00 93 c2 02 02 23 80 55 00 13 08 00 00 13 05 10 00 13 06 00 00 73 00 00 00 6f f0 9f fb\'; ' +
            'vcpu(0) { start 0x80000000 }; console sbi: SBI_EXT_DBCN'

    @TempDir
    Path folder

    @AutoCleanup(quiet = true)
    KvmshOnPty kvmsh

    @Sample(of = 3, verify = 48)
    def "#console on #board: each key, Ctrl-C and Enter too, until Ctrl-]"() {
        given:
        Needed.orSkip(*(board.startsWith('model:') ? [] : [board == 'kvm' ? 'kvm:x86_64' : board]))
        kvmsh = new KvmshOnPty(folder, '-q', '-b', board)
        kvmsh.await('/help lists')
        kvmsh.type("m = vm { $guest }").await('machine on ')

        when:
        kvmsh.type('m.start(); m.attach()').await('Ctrl-] leaves')
        kvmsh.keys('kVM')

        then:
        kvmsh.await('Kvm')

        when:
        kvmsh.ctrlC()

        then:
        kvmsh.await('Kvm#')

        when:
        kvmsh.keys('\r')

        then:
        kvmsh.await('Kvm#-')

        when: 'what m.type types arrives by the same way'
        kvmsh.keys(CTRL_RIGHT_BRACKET).await('left the console; run 1 continues')
        kvmsh.type("m.type 'TYPED'").await('typed')
        kvmsh.type('m.stop()').await('run 1 ended: stopped')

        then:
        kvmsh.type('m.console').await('Kvm#-typed')
        kvmsh.type('/quit').status() == 0

        where:
        console  | board                | guest
        'serial' | 'model:x86_64'       | SERIAL
        'serial' | 'kvm'                | SERIAL
        'pl011'  | 'model:arm-vgicv2'   | PL011
        'pl011'  | 'qemu:arm64'         | PL011
        'vterm'  | 'model:power7-hv'    | VTERM
        'vterm'  | 'model:rfc'          | VTERM
        'vterm'  | 'qemu:ppc64'         | VTERM
        'vterm'  | 'qemu:ppc64-powernv' | VTERM
        'sbi'    | 'qemu:riscv64'       | DBCN
    }
}
