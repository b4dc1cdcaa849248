package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.kvm.Argument
import org.kvmsh.dsl.arch.Architecture
import org.kvmsh.dsl.register.RegisterCall
import org.kvmsh.dsl.script.Site

/**
 * A64 instructions: as GNU as reads them; their bytes, followed by the store with which they leave the guest; the registers that differ afterwards. A
 * register has the value in {@code BEFORE}, otherwise 0.
 */
class A64Instructions {
    static final Map<String, Long> BEFORE = [x1: 0x123456789abcdef0L, x2: 0xfedcba9876543210L, x3: -1L, x4: 0x7fffffffL, x5: 0x40004000L, x7: 0x80000000L, x8: 0x80L,
            x9: 0x8000000000000000L, x10: 8L, x11: 36L, x12: 0x40005000L, x13: 0x40005010L, x14: 1L, x15: 0xffffffffL, x16: 0x60000000L, x17: 0x40006000L, x29: 0x9000000L, sp_el1: 0x40008000L, sp_el0: 0x40007000L]
    static final String NAMES = (0..30).collect { "x$it" }.join(' ') + ' sp_el0 sp_el1 pc pstate elr_el1 spsr_el1 esr_el1 far_el1'
    /** The value loaded from 0x40005000. */
    static final List<Long> DATA = [0x8091a2b3c4d5e6f7L, 0x1122334455667788L]
    /** str w30, [x29]: the guest leaves, also from vectors at 0x40006000 and 0x40006200. */
    static final int LEAVE = 0xb90003be

    static final String TABLE = '''
        movz x0, #0x1234                       | 80 46 82 d2  be 03 00 b9 | x0 1234
        movz x0, #0x1234, lsl #48              | 80 46 e2 d2  be 03 00 b9 | x0 1234000000000000
        movz w0, #0xffff, lsl #16              | e0 ff bf 52  be 03 00 b9 | x0 ffff0000
        movn x0, #0                            | 00 00 80 92  be 03 00 b9 | x0 ffffffffffffffff
        movn w0, #0x12                         | 40 02 80 12  be 03 00 b9 | x0 ffffffed
        movk x1, #0xbeef, lsl #32              | e1 dd d7 f2  be 03 00 b9 | x1 1234beef9abcdef0
        movk w1, #0xbeef                       | e1 dd 97 72  be 03 00 b9 | x1 9abcbeef
        mov x0, x1                             | e0 03 01 aa  be 03 00 b9 | x0 123456789abcdef0
        mov w0, w1                             | e0 03 01 2a  be 03 00 b9 | x0 9abcdef0
        mov x0, sp                             | e0 03 00 91  be 03 00 b9 | x0 40008000
        mov sp, x5                             | bf 00 00 91  be 03 00 b9 | sp_el1 40004000
        mvn x0, x1                             | e0 03 21 aa  be 03 00 b9 | x0 edcba9876543210f
        add x0, x1, #0xfff                     | 20 fc 3f 91  be 03 00 b9 | x0 123456789abceeef
        add w0, w1, #1, lsl #12                | 20 04 40 11  be 03 00 b9 | x0 9abceef0
        add sp, sp, #16                        | ff 43 00 91  be 03 00 b9 | sp_el1 40008010
        sub x0, x1, #1                         | 20 04 00 d1  be 03 00 b9 | x0 123456789abcdeef
        sub sp, sp, #0x20                      | ff 83 00 d1  be 03 00 b9 | sp_el1 40007fe0
        adds x0, x1, #1                        | 20 04 00 b1  be 03 00 b9 | x0 123456789abcdef1
        adds x0, x3, #1                        | 60 04 00 b1  be 03 00 b9 | pstate 600003c5
        adds w0, w4, #1                        | 80 04 00 31  be 03 00 b9 | x0 80000000, pstate 900003c5
        subs x0, x1, x1                        | 20 00 01 eb  be 03 00 b9 | pstate 600003c5
        subs x0, x6, #1                        | c0 04 00 f1  be 03 00 b9 | x0 ffffffffffffffff, pstate 800003c5
        subs w0, w6, #1                        | c0 04 00 71  be 03 00 b9 | x0 ffffffff, pstate 800003c5
        cmp x1, x2                             | 3f 00 02 eb  be 03 00 b9 |
        cmp w2, w1                             | 5f 00 01 6b  be 03 00 b9 | pstate 900003c5
        cmn x3, #1                             | 7f 04 00 b1  be 03 00 b9 | pstate 600003c5
        cmp sp, x5                             | ff 63 25 eb  be 03 00 b9 | pstate 200003c5
        add x0, x1, x2                         | 20 00 02 8b  be 03 00 b9 | x0 1111111111111100
        add x0, x1, x2, lsl #7                 | 20 1c 02 8b  be 03 00 b9 | x0 8091a2b3c4d5e6f0
        add x0, x1, x2, lsr #60                | 20 f0 42 8b  be 03 00 b9 | x0 123456789abcdeff
        add x0, x1, x2, asr #60                | 20 f0 82 8b  be 03 00 b9 | x0 123456789abcdeef
        add w0, w1, w2, asr #4                 | 20 10 82 0b  be 03 00 b9 | x0 a2222211
        sub w0, w2, w1, lsl #31                | 40 7c 01 4b  be 03 00 b9 | x0 76543210
        adds x0, x2, x2                        | 40 00 02 ab  be 03 00 b9 | x0 fdb97530eca86420, pstate a00003c5
        adds w0, w7, w7                        | e0 00 07 2b  be 03 00 b9 | pstate 700003c5
        neg x0, x1                             | e0 03 01 cb  be 03 00 b9 | x0 edcba98765432110
        add x0, x1, w2, uxtb                   | 20 00 22 8b  be 03 00 b9 | x0 123456789abcdf00
        add x0, x1, w2, sxth #2                | 20 a8 22 8b  be 03 00 b9 | x0 123456789abda730
        add x0, sp, x1, lsl #3                 | e0 6f 21 8b  be 03 00 b9 | x0 91a2b3c515e77780
        sub x0, x1, w2, sxtw #1                | 20 c4 22 cb  be 03 00 b9 | x0 12345677ae147ad0
        subs x0, x1, w8, sxtb                  | 20 80 28 eb  be 03 00 b9 | x0 123456789abcdf70
        add w0, w1, w2, uxth                   | 20 20 22 0b  be 03 00 b9 | x0 9abd1100
        adc x0, x1, x2                         | 20 00 02 9a  be 03 00 b9 | x0 1111111111111100
        adcs x0, x3, xzr                       | 60 00 1f ba  be 03 00 b9 | x0 ffffffffffffffff, pstate 800003c5
        sbc w0, w1, w2                         | 20 00 02 5a  be 03 00 b9 | x0 2468acdf
        sbcs x0, x6, x6                        | c0 00 06 fa  be 03 00 b9 | x0 ffffffffffffffff, pstate 800003c5
        ngc x0, x1                             | e0 03 01 da  be 03 00 b9 | x0 edcba9876543210f
        and x0, x1, #0xff                      | 20 1c 40 92  be 03 00 b9 | x0 f0
        and w0, w1, #0xf0f0f0f0                | 20 cc 04 12  be 03 00 b9 | x0 90b0d0f0
        orr x0, x1, #0x8000000000000001        | 20 04 41 b2  be 03 00 b9 | x0 923456789abcdef1
        orr w0, wzr, #0x7fffffff               | e0 7b 00 32  be 03 00 b9 | x0 7fffffff
        eor x0, x1, #0xaaaaaaaaaaaaaaaa        | 20 f0 01 d2  be 03 00 b9 | x0 b89efcd23016745a
        ands x0, x3, #0xf000000000000000       | 60 0c 44 f2  be 03 00 b9 | x0 f000000000000000, pstate 800003c5
        tst w1, #0x80000000                    | 3f 00 01 72  be 03 00 b9 | pstate 800003c5
        and x0, x1, x2                         | 20 00 02 8a  be 03 00 b9 | x0 1214121812141210
        and sp, x5, #0xfffffffffffffff0        | bf ec 7c 92  be 03 00 b9 | sp_el1 40004000
        bic x0, x1, x2                         | 20 00 22 8a  be 03 00 b9 | x0 20446088a8cce0
        orr x0, x1, x2, ror #8                 | 20 20 c2 aa  be 03 00 b9 | x0 12fedefa9afedef2
        orn w0, w1, w2                         | 20 00 22 2a  be 03 00 b9 | x0 9bbfdfff
        eor w0, w1, w2, lsl #3                 | 20 0c 02 4a  be 03 00 b9 | x0 281d4e70
        eon x0, x1, x2                         | 20 00 22 ca  be 03 00 b9 | x0 1317131f1317131f
        ands x0, x1, x6                        | 20 00 06 ea  be 03 00 b9 | pstate 400003c5
        bics w0, w1, w1                        | 20 00 21 6a  be 03 00 b9 | pstate 400003c5
        lsl x0, x1, #12                        | 20 cc 74 d3  be 03 00 b9 | x0 456789abcdef0000
        lsl w0, w1, #31                        | 20 00 01 53  be 03 00 b9 |
        lsr x0, x1, #60                        | 20 fc 7c d3  be 03 00 b9 | x0 1
        asr x0, x2, #60                        | 40 fc 7c 93  be 03 00 b9 | x0 ffffffffffffffff
        asr w0, w2, #4                         | 40 7c 04 13  be 03 00 b9 | x0 7654321
        ror x0, x1, #8                         | 20 20 c1 93  be 03 00 b9 | x0 f0123456789abcde
        ror w0, w1, #4                         | 20 10 81 13  be 03 00 b9 | x0 9abcdef
        extr x0, x1, x2, #12                   | 20 30 c2 93  be 03 00 b9 | x0 ef0fedcba9876543
        extr w0, w1, w2, #31                   | 20 7c 82 13  be 03 00 b9 | x0 3579bde0
        ubfx x0, x1, #8, #16                   | 20 5c 48 d3  be 03 00 b9 | x0 bcde
        sbfx w0, w1, #4, #4                    | 20 1c 04 13  be 03 00 b9 | x0 ffffffff
        ubfiz x0, x1, #4, #8                   | 20 1c 7c d3  be 03 00 b9 | x0 f00
        sbfiz x0, x1, #40, #12                 | 20 2c 58 93  be 03 00 b9 | x0 fffef00000000000
        bfi x2, x1, #16, #8                    | 22 1c 70 b3  be 03 00 b9 | x2 fedcba9876f03210
        bfxil w2, w1, #4, #12                  | 22 3c 04 33  be 03 00 b9 | x2 76543def
        uxtb w0, w1                            | 20 1c 00 53  be 03 00 b9 | x0 f0
        uxth w0, w1                            | 20 3c 00 53  be 03 00 b9 | x0 def0
        sxtb x0, w1                            | 20 1c 40 93  be 03 00 b9 | x0 fffffffffffffff0
        sxth w0, w1                            | 20 3c 00 13  be 03 00 b9 | x0 ffffdef0
        sxtw x0, w2                            | 40 7c 40 93  be 03 00 b9 | x0 76543210
        lsl x0, x1, x10                        | 20 20 ca 9a  be 03 00 b9 | x0 3456789abcdef000
        lsr w0, w1, w10                        | 20 24 ca 1a  be 03 00 b9 | x0 9abcde
        asr x0, x2, x10                        | 40 28 ca 9a  be 03 00 b9 | x0 fffedcba98765432
        ror w0, w1, w11                        | 20 2c cb 1a  be 03 00 b9 | x0 9abcdef
        mul x0, x1, x2                         | 20 7c 02 9b  be 03 00 b9 | x0 236d88fe5618cf00
        madd x0, x1, x2, x3                    | 20 0c 02 9b  be 03 00 b9 | x0 236d88fe5618ceff
        madd w0, w1, w2, w3                    | 20 0c 02 1b  be 03 00 b9 | x0 5618ceff
        msub x0, x1, x2, x3                    | 20 8c 02 9b  be 03 00 b9 | x0 dc927701a9e730ff
        mneg w0, w1, w2                        | 20 fc 02 1b  be 03 00 b9 | x0 a9e73100
        smull x0, w1, w2                       | 20 7c 22 9b  be 03 00 b9 | x0 d131c0ee5618cf00
        smaddl x0, w1, w2, x3                  | 20 0c 22 9b  be 03 00 b9 | x0 d131c0ee5618ceff
        smsubl x0, w1, w2, x3                  | 20 8c 22 9b  be 03 00 b9 | x0 2ece3f11a9e730ff
        umull x0, w1, w2                       | 20 7c a2 9b  be 03 00 b9 | x0 4785f2fe5618cf00
        umsubl x0, w1, w2, x3                  | 20 8c a2 9b  be 03 00 b9 | x0 b87a0d01a9e730ff
        smulh x0, x1, x2                       | 20 7c 42 9b  be 03 00 b9 | x0 ffeb49923cc09532
        umulh x0, x1, x2                       | 20 7c c2 9b  be 03 00 b9 | x0 121fa00ad77d7422
        udiv x0, x2, x10                       | 40 08 ca 9a  be 03 00 b9 | x0 1fdb97530eca8642
        udiv x0, x1, x6                        | 20 08 c6 9a  be 03 00 b9 |
        udiv w0, w2, w10                       | 40 08 ca 1a  be 03 00 b9 | x0 eca8642
        sdiv x0, x2, x10                       | 40 0c ca 9a  be 03 00 b9 | x0 ffdb97530eca8642
        sdiv w0, w4, w3                        | 80 0c c3 1a  be 03 00 b9 | x0 80000001
        sdiv x0, x9, x3                        | 20 0d c3 9a  be 03 00 b9 | x0 8000000000000000
        rbit x0, x1                            | 20 00 c0 da  be 03 00 b9 | x0 f7b3d591e6a2c48
        rbit w0, w1                            | 20 00 c0 5a  be 03 00 b9 | x0 f7b3d59
        rev16 x0, x1                           | 20 04 c0 da  be 03 00 b9 | x0 34127856bc9af0de
        rev16 w0, w1                           | 20 04 c0 5a  be 03 00 b9 | x0 bc9af0de
        rev32 x0, x1                           | 20 08 c0 da  be 03 00 b9 | x0 78563412f0debc9a
        rev w0, w1                             | 20 08 c0 5a  be 03 00 b9 | x0 f0debc9a
        rev x0, x1                             | 20 0c c0 da  be 03 00 b9 | x0 f0debc9a78563412
        clz x0, x10                            | 40 11 c0 da  be 03 00 b9 | x0 3c
        clz w0, w6                             | c0 10 c0 5a  be 03 00 b9 | x0 20
        cls x0, x2                             | 40 14 c0 da  be 03 00 b9 | x0 6
        cls w0, w2                             | 40 14 c0 5a  be 03 00 b9 |
        cls x0, x3                             | 60 14 c0 da  be 03 00 b9 | x0 3f
        cset x0, eq                            | e0 17 9f 9a  be 03 00 b9 |
        cset w0, ne                            | e0 07 9f 1a  be 03 00 b9 | x0 1
        csel x0, x1, x2, hi                    | 20 80 82 9a  be 03 00 b9 | x0 fedcba9876543210
        csel x0, x1, x2, al                    | 20 e0 82 9a  be 03 00 b9 | x0 123456789abcdef0
        csinc x0, x1, x2, mi                   | 20 44 82 9a  be 03 00 b9 | x0 fedcba9876543211
        csinv w0, w1, w2, gt                   | 20 c0 82 5a  be 03 00 b9 | x0 9abcdef0
        csneg x0, x1, x2, cs                   | 20 24 82 da  be 03 00 b9 | x0 123456789abcdf0
        cinc x0, x1, vc                        | 20 64 81 9a  be 03 00 b9 | x0 123456789abcdef1
        ccmp x1, x2, #0, eq                    | 20 00 42 fa  be 03 00 b9 |
        ccmp x1, #3, #15, ne                   | 2f 18 43 fa  be 03 00 b9 | pstate 200003c5
        ccmn w3, #1, #0, ne                    | 60 18 41 3a  be 03 00 b9 | pstate 600003c5
        adr x0, .+16                           | 80 00 00 10  be 03 00 b9 | x0 40000010
        adrp x0, .                             | 00 00 00 90  be 03 00 b9 | x0 40000000
        b 1f; mov x0, #1; 1: mov x2, #2        | 02 00 00 14  20 00 80 d2  42 00 80 d2  be 03 00 b9 | x2 2
        adr x9, 1f; br x9; mov x0, #1; 1: nop  | 69 00 00 10  20 01 1f d6  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x9 4000000c
        adr x9, 1f; ret x9; mov x0, #1; 1: nop | 69 00 00 10  20 01 5f d6  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x9 4000000c
        cbz x6, 1f; mov x0, #1; 1: nop         | 46 00 00 b4  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        cbz w9, 1f; mov x0, #1; 1: nop         | 49 00 00 34  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        cbnz x6, 1f; mov x0, #1; 1: nop        | 46 00 00 b5  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x0 1
        cbnz w1, 1f; mov x0, #1; 1: nop        | 41 00 00 35  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        tbz x1, #63, 1f; mov x0, #1; 1: nop    | 41 00 f8 b6  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        tbz w1, #4, 1f; mov x0, #1; 1: nop     | 41 00 20 36  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x0 1
        tbnz x2, #63, 1f; mov x0, #1; 1: nop   | 42 00 f8 b7  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        tbnz w1, #5, 1f; mov x0, #1; 1: nop    | 41 00 28 37  20 00 80 d2  1f 20 03 d5  be 03 00 b9 |
        cmp x1, x2; b.lt 1f; mov x0, #1; 1: nop | 3f 00 02 eb  4b 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x0 1
        cmp x1, x2; b.hs 1f; mov x0, #1; 1: nop | 3f 00 02 eb  42 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x0 1
        cmp x1, x1; b.ls 1f; mov x0, #1; 1: nop | 3f 00 01 eb  49 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | pstate 600003c5
        cmp x1, x1; b.ge 1f; mov x0, #1; 1: nop | 3f 00 01 eb  4a 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | pstate 600003c5
        cmp x1, x1; b.le 1f; mov x0, #1; 1: nop | 3f 00 01 eb  4d 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | pstate 600003c5
        cmp x1, x1; b.pl 1f; mov x0, #1; 1: nop | 3f 00 01 eb  45 00 00 54  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | pstate 600003c5
        mov x0, #3; 1: subs x0, x0, #1; b.ne 1b | 60 00 80 d2  00 04 00 f1  e1 ff ff 54  be 03 00 b9 | pstate 600003c5
        str x1, [x5]; ldr x0, [x5]             | a1 00 00 f9  a0 00 40 f9  be 03 00 b9 | x0 123456789abcdef0
        str w1, [x5, #4]; ldr x0, [x5]         | a1 04 00 b9  a0 00 40 f9  be 03 00 b9 | x0 9abcdef000000000
        strh w1, [x5, #2]; ldr x0, [x5]        | a1 04 00 79  a0 00 40 f9  be 03 00 b9 | x0 def00000
        strb w1, [x5, #7]; ldr x0, [x5]        | a1 1c 00 39  a0 00 40 f9  be 03 00 b9 | x0 f000000000000000
        str x1, [x5], #8; ldr x0, [x5, #-8]!   | a1 84 00 f8  a0 8c 5f f8  be 03 00 b9 | x0 123456789abcdef0
        str x1, [sp, #-16]!; ldr w0, [sp], #16 | e1 0f 1f f8  e0 07 41 b8  be 03 00 b9 | x0 9abcdef0
        ldrb w0, [x12], #1                     | 80 15 40 38  be 03 00 b9 | x0 f7, x12 40005001
        ldrh w0, [x12, #2]!                    | 80 2d 40 78  be 03 00 b9 | x0 c4d5, x12 40005002
        ldr w0, [x12, #4]                      | 80 05 40 b9  be 03 00 b9 | x0 8091a2b3
        ldrsb x0, [x12, #3]                    | 80 0d 80 39  be 03 00 b9 | x0 ffffffffffffffc4
        ldrsb w0, [x12, #3]                    | 80 0d c0 39  be 03 00 b9 | x0 ffffffc4
        ldrsh x0, [x12, #6]                    | 80 0d 80 79  be 03 00 b9 | x0 ffffffffffff8091
        ldrsh w0, [x12, #6]                    | 80 0d c0 79  be 03 00 b9 | x0 ffff8091
        ldrsw x0, [x12, #4]                    | 80 05 80 b9  be 03 00 b9 | x0 ffffffff8091a2b3
        ldrsb w0, [x12], #7                    | 80 75 c0 38  be 03 00 b9 | x0 fffffff7, x12 40005007
        ldrsw x0, [x12, #4]!                   | 80 4d 80 b8  be 03 00 b9 | x0 ffffffff8091a2b3, x12 40005004
        ldur x0, [x13, #-8]                    | a0 81 5f f8  be 03 00 b9 | x0 1122334455667788
        ldur w0, [x13, #-4]                    | a0 c1 5f b8  be 03 00 b9 | x0 11223344
        ldurb w0, [x13, #-1]                   | a0 f1 5f 38  be 03 00 b9 | x0 11
        stur x1, [x13, #-16]; ldur x0, [x13, #-16] | a1 01 1f f8  a0 01 5f f8  be 03 00 b9 | x0 123456789abcdef0
        sturh w1, [x13, #-10]; ldursh x0, [x13, #-10] | a1 61 1f 78  a0 61 9f 78  be 03 00 b9 | x0 ffffffffffffdef0
        ldr x0, [x12, x10]                     | 80 69 6a f8  be 03 00 b9 | x0 1122334455667788
        ldr x0, [x12, x14, lsl #3]             | 80 79 6e f8  be 03 00 b9 | x0 1122334455667788
        ldr w0, [x12, w15, sxtw #2]            | 80 d9 6f b8  be 03 00 b9 |
        ldrh w0, [x12, w14, uxtw #1]           | 80 59 6e 78  be 03 00 b9 | x0 c4d5
        ldrb w0, [x12, x14]                    | 80 69 6e 38  be 03 00 b9 | x0 e6
        strb w1, [x5, x14]; ldr x0, [x5]       | a1 68 2e 38  a0 00 40 f9  be 03 00 b9 | x0 f000
        str w1, [x5, w14, uxtw #2]; ldr x0, [x5] | a1 58 2e b8  a0 00 40 f9  be 03 00 b9 | x0 9abcdef000000000
        ldr x0, =0x123456789                   | 40 00 00 58  be 03 00 b9  89 67 45 23  01 00 00 00 | x0 123456789
        ldr w0, =0x89abcdef                    | 40 00 00 18  be 03 00 b9  ef cd ab 89 | x0 89abcdef
        1: ldrsw x0, 1b                        | 00 00 00 98  be 03 00 b9 | x0 ffffffff98000000
        prfm pldl1keep, [x12]                  | 80 01 80 f9  be 03 00 b9 |
        stp x1, x2, [x5]; ldp x3, x4, [x5]     | a1 08 00 a9  a3 10 40 a9  be 03 00 b9 | x3 123456789abcdef0, x4 fedcba9876543210
        stp w1, w2, [x5, #8]; ldr x0, [x5, #8] | a1 08 01 29  a0 04 40 f9  be 03 00 b9 | x0 765432109abcdef0
        stp x1, x2, [sp, #-16]!; ldp x3, x4, [sp], #16 | e1 0b bf a9  e3 13 c1 a8  be 03 00 b9 | x3 123456789abcdef0, x4 fedcba9876543210
        ldp w3, w4, [x12]                      | 83 11 40 29  be 03 00 b9 | x3 c4d5e6f7, x4 8091a2b3
        ldpsw x3, x4, [x12]                    | 83 11 40 69  be 03 00 b9 | x3 ffffffffc4d5e6f7, x4 ffffffff8091a2b3
        ldp x3, x4, [x12], #16                 | 83 11 c1 a8  be 03 00 b9 | x3 8091a2b3c4d5e6f7, x4 1122334455667788, x12 40005010
        ldp x3, x4, [x13, #-16]!               | a3 11 ff a9  be 03 00 b9 | x3 8091a2b3c4d5e6f7, x4 1122334455667788, x13 40005000
        stnp x1, x2, [x5]; ldnp x3, x4, [x5]   | a1 08 00 a8  a3 10 40 a8  be 03 00 b9 | x3 123456789abcdef0, x4 fedcba9876543210
        stlr x1, [x5]; ldar x0, [x5]           | a1 fc 9f c8  a0 fc df c8  be 03 00 b9 | x0 123456789abcdef0
        stlrb w1, [x5]; ldarb w0, [x5]         | a1 fc 9f 08  a0 fc df 08  be 03 00 b9 | x0 f0
        stlrh w1, [x5]; ldarh w0, [x5]         | a1 fc 9f 48  a0 fc df 48  be 03 00 b9 | x0 def0
        nop                                    | 1f 20 03 d5  be 03 00 b9 |
        yield                                  | 3f 20 03 d5  be 03 00 b9 |
        wfe                                    | 5f 20 03 d5  be 03 00 b9 |
        sev                                    | 9f 20 03 d5  be 03 00 b9 |
        sevl                                   | bf 20 03 d5  be 03 00 b9 |
        hint #20                               | 9f 22 03 d5  be 03 00 b9 |
        isb                                    | df 3f 03 d5  be 03 00 b9 |
        dsb sy                                 | 9f 3f 03 d5  be 03 00 b9 |
        dmb ish                                | bf 3b 03 d5  be 03 00 b9 |
        clrex                                  | 5f 3f 03 d5  be 03 00 b9 |
        mrs x0, CurrentEL                      | 40 42 38 d5  be 03 00 b9 | x0 4
        mrs x0, DAIF                           | 20 42 3b d5  be 03 00 b9 | x0 3c0
        msr DAIFClr, #2; mrs x0, DAIF; msr DAIFSet, #2 | ff 42 03 d5  20 42 3b d5  df 42 03 d5  be 03 00 b9 | x0 340
        msr DAIFSet, #15                       | df 4f 03 d5  be 03 00 b9 |
        msr DAIF, x10                          | 2a 42 1b d5  be 03 00 b9 | pstate 5
        mrs x0, NZCV                           | 00 42 3b d5  be 03 00 b9 |
        msr NZCV, x16                          | 10 42 1b d5  be 03 00 b9 | pstate 600003c5
        mrs x0, SPSel                          | 00 42 38 d5  be 03 00 b9 | x0 1
        msr SPSel, #0; mov x0, sp              | bf 40 00 d5  e0 03 00 91  be 03 00 b9 | x0 40007000, pstate 3c4
        msr SPSel, x6; mov x0, sp              | 06 42 18 d5  e0 03 00 91  be 03 00 b9 | x0 40007000, pstate 3c4
        mrs x0, SP_EL0                         | 00 41 38 d5  be 03 00 b9 | x0 40007000
        msr SP_EL0, x1; mrs x0, SP_EL0         | 01 41 18 d5  00 41 38 d5  be 03 00 b9 | x0 123456789abcdef0, sp_el0 123456789abcdef0
        mrs x0, MIDR_EL1                       | 00 00 38 d5  be 03 00 b9 | x0 411fd070
        mrs x0, MPIDR_EL1                      | a0 00 38 d5  be 03 00 b9 | x0 80000000
        mrs x0, ID_AA64PFR0_EL1                | 00 04 38 d5  be 03 00 b9 | x0 1000000000000222
        mrs x0, ID_AA64MMFR0_EL1               | 00 07 38 d5  be 03 00 b9 | x0 1124
        mrs x0, CTR_EL0                        | 20 00 3b d5  be 03 00 b9 | x0 8444c004
        mrs x0, CNTFRQ_EL0                     | 00 e0 3b d5  be 03 00 b9 | x0 3b9aca0
        mrs x0, SCTLR_EL1                      | 00 10 38 d5  be 03 00 b9 | x0 c50078
        msr TPIDR_EL0, x1; mrs x0, TPIDR_EL0   | 41 d0 1b d5  40 d0 3b d5  be 03 00 b9 | x0 123456789abcdef0
        msr TPIDR_EL1, x1; mrs x0, TPIDR_EL1   | 81 d0 18 d5  80 d0 38 d5  be 03 00 b9 | x0 123456789abcdef0
        msr VBAR_EL1, x1; mrs x0, VBAR_EL1     | 01 c0 18 d5  00 c0 38 d5  be 03 00 b9 | x0 123456789abcdee0
        msr CSSELR_EL1, x1; mrs x0, CSSELR_EL1 | 01 00 1a d5  00 00 3a d5  be 03 00 b9 |
        msr AFSR0_EL1, x1; mrs x0, AFSR0_EL1   | 01 51 18 d5  00 51 38 d5  be 03 00 b9 |
        ic iallu                               | 1f 75 08 d5  be 03 00 b9 |
        ic ivau, x12                           | 2c 75 0b d5  be 03 00 b9 |
        dc civac, x12                          | 2c 7e 0b d5  be 03 00 b9 |
        dc cvau, x12                           | 2c 7b 0b d5  be 03 00 b9 |
        tlbi vmalle1                           | 1f 87 08 d5  be 03 00 b9 |
        msr VBAR_EL1, x17; svc #0x42; mov x0, #1 | 11 c0 18 d5  41 08 00 d4  20 00 80 d2  be 03 00 b9 | pc 40006200, elr_el1 40000008, spsr_el1 3c5, esr_el1 56000042
        msr VBAR_EL1, x17; brk #0x42; mov x0, #1 | 11 c0 18 d5  40 08 20 d4  20 00 80 d2  be 03 00 b9 | pc 40006200, elr_el1 40000004, spsr_el1 3c5, esr_el1 f2000042
        msr VBAR_EL1, x17; msr SPSel, #0; svc #1 | 11 c0 18 d5  bf 40 00 d5  21 00 00 d4  be 03 00 b9 | pc 40006000, elr_el1 4000000c, spsr_el1 3c4, esr_el1 56000001
        smc #0                                 | 03 00 00 d4  be 03 00 b9 | x0 ffffffffffffffff
        mov x0, #0x84000000; hvc #0            | 00 80 b0 d2  02 00 00 d4  be 03 00 b9 | x0 10001, x1 0, x2 0, x3 0
        mov x0, #0x80000000; hvc #0            | 00 00 b0 d2  02 00 00 d4  be 03 00 b9 | x0 10001, x1 0, x2 0, x3 0
        ldr x0, =0x84000000; hvc #0            | 80 00 00 58  02 00 00 d4  be 03 00 b9  00 00 00 00  00 00 00 84  00 00 00 00 | x0 10001, x1 0, x2 0, x3 0
        ldr x0, =0x80000000; hvc #0            | 80 00 00 58  02 00 00 d4  be 03 00 b9  00 00 00 00  00 00 00 80  00 00 00 00 | x0 10001, x1 0, x2 0, x3 0
        ldr x0, =0x84000006; hvc #0            | 80 00 00 58  02 00 00 d4  be 03 00 b9  00 00 00 00  06 00 00 84  00 00 00 00 | x0 2, x1 0, x2 0, x3 0
        ldr x0, =0x84000005; hvc #0            | 80 00 00 58  02 00 00 d4  be 03 00 b9  00 00 00 00  05 00 00 84  00 00 00 00 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        ldr x0, =0x84001234; hvc #0x77         | 80 00 00 58  e2 0e 00 d4  be 03 00 b9  00 00 00 00  34 12 00 84  00 00 00 00 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        ldr x0, =0xc4000008; hvc #0            | 80 00 00 58  02 00 00 d4  be 03 00 b9  00 00 00 00  08 00 00 c4  00 00 00 00 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        mov x0, #0x1234; hvc #0                | 80 46 82 d2  02 00 00 d4  be 03 00 b9 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        elr_el1 and spsr_el1 | 21 40 18 d5  10 40 18 d5  20 40 38 d5  02 40 38 d5  be 03 00 b9 | x0 123456789abcdef0, x2 60000000, elr_el1 123456789abcdef0, spsr_el1 60000000
        translation registers, unused | 01 a2 18 d5  42 20 18 d5  0c 20 18 d5  00 a2 38 d5  43 20 38 d5  04 20 38 d5  be 03 00 b9 | x0 123456789abcdef0, x3 fedcba9876543210, x4 40005000
        eret to EL1t | c9 00 00 10  29 40 18 d5  89 78 80 d2  09 40 18 d5  e0 03 9f d6  20 00 80 d2  1f 20 03 d5  be 03 00 b9 | x9 3c4, pstate 3c4, elr_el1 40000018, spsr_el1 3c4
        code without memory | 11 c0 18 d5  09 00 82 d2  20 01 1f d6  be 03 00 b9 | x9 1000, pc 40006200, elr_el1 1000, spsr_el1 3c5, esr_el1 ffffffff86000010, far_el1 1000
        PSCI FEATURES of CPU_ON | 80 00 00 58  a1 00 00 58  02 00 00 d4  be 03 00 b9  0a 00 00 84  00 00 00 00  03 00 00 84  00 00 00 00 | x1 0, x2 0, x3 0
        PSCI FEATURES of SYSTEM_RESET2 | 80 00 00 58  a1 00 00 58  02 00 00 d4  be 03 00 b9  0a 00 00 84  00 00 00 00  12 00 00 84  00 00 00 00 | x1 0, x2 0, x3 0
        PSCI FEATURES of SYSTEM_SUSPEND | 80 00 00 58  a1 00 00 58  02 00 00 d4  be 03 00 b9  0a 00 00 84  00 00 00 00  0e 00 00 84  00 00 00 00 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        PSCI FEATURES of VERSION 64 | 80 00 00 58  a1 00 00 58  02 00 00 d4  be 03 00 b9  0a 00 00 84  00 00 00 00  00 00 00 c4  00 00 00 00 | x0 ffffffffffffffff, x1 0, x2 0, x3 0
        PSCI AFFINITY_INFO: on | c0 00 00 58  01 00 80 d2  02 00 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  04 00 00 c4  00 00 00 00 | x1 0, x2 0, x3 0
        ... of no vCPU | c0 00 00 58  21 00 80 d2  02 00 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  04 00 00 84  00 00 00 00 | x0 fffffffffffffffe, x1 0, x2 0, x3 0
        ... of level 1 | c0 00 00 58  21 00 80 d2  22 00 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  04 00 00 84  00 00 00 00 | x1 0, x2 0, x3 0
        ... of no level | c0 00 00 58  01 00 80 d2  22 01 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  04 00 00 84  00 00 00 00 | x0 fffffffffffffffe, x1 0, x2 0, x3 0
        PSCI CPU_ON: already | c0 00 00 58  01 00 80 d2  02 00 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  03 00 00 84  00 00 00 00 | x0 fffffffffffffffc, x1 0, x2 0, x3 0
        ... of no vCPU | c0 00 00 58  a1 00 80 d2  02 00 80 d2  02 00 00 d4  be 03 00 b9  00 00 00 00  03 00 00 c4  00 00 00 00 | x0 fffffffffffffffe, x1 0, x2 0, x3 0
    '''

    static final List<List<String>> ROWS = TABLE.strip().readLines().collect { it.split('\\|', 3)*.strip() }

    /** What a guest of a row changed on a board: registers in hex, and the program counter where it is not at the store. */
    static String run(Board board, String hex) {
        def kernel = board.kernel()
        def names = Architecture.of(kernel.abi()).registers(kernel.abi())
        def vm = board.kvm().createVm(0).get()
        def memory = kernel.allocate(0x10000).region()
        def vcpu = vm.createVcpu(0, 0x2000).get()
        try {
            vm.setUserMemoryRegion(0, 0x40000000L, 0x10000, memory).get()
            memory.write(0, hex.replaceAll(' ', '').decodeHex())
            DATA.eachWithIndex { value, i -> memory.putLong(0x5000 + 8 * i, value) }
            [0x6000, 0x6200].each { memory.putInt(it, LEAVE) }
            Argument.of(kernel, 'kvm_vcpu_init').withCloseable { init ->
                vm.ioctl('KVM_ARM_PREFERRED_TARGET', init).get()
                vcpu.ioctl('KVM_ARM_VCPU_INIT', init.set('features[0]', 1L << kernel.abi().constant('KVM_ARM_VCPU_PSCI_0_2'))).get()
            }
            def before = NAMES.split(' ').collectEntries { [it, names.get(it, Site.UNKNOWN).read(vcpu)] } + BEFORE
            RegisterCall.writeAll(vcpu, (BEFORE + [pc: 0x40000000L]).collectEntries { name, value -> [names.get(name, Site.UNKNOWN), value as Long] })
            assert vcpu.run() == 0
            assert vcpu.exit().toString() == 'mmio write 0x9000000 length 4 value 0x0'
            before.pc = 0x40000000L + hex.replaceAll(' ', '').indexOf('be0300b9').intdiv(2)
            before.collectMany { name, value ->
                def now = names.get(name, Site.UNKNOWN).read(vcpu)
                now == value ? [] : ["$name ${Long.toHexString(now)}"]
            }.join(', ')
        } finally {
            [vcpu, vm, memory]*.close()
        }
    }
}
