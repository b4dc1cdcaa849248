package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.bindings.code.Assembler
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Every instruction of the powerpc models, on the model of a POWER7 and on a processor that an emulated board has: the same registers and memory come out of it. */
@Timeout(600)
class InstructionsOfPowerpcSpec extends Specification {
    static final String BOARD = 'qemu:ppc64'
    /** How often an instruction is tried with random registers. */
    private static final int TRIES = 5
    private static final byte[] DATA = (0..<PowerpcCode.DATA_BYTES).collect { (byte) (it * 0x11 + 0x83) }
    private static final Map<String, Long> USUAL = [r14: 0L, r15: 0L, r16: 0L, cr: 0L, xer: 0L, lr: PowerpcCode.TARGET, ctr: PowerpcCode.TARGET]

    /** The text, its word, the registers before it, and what differs after it: registers, bytes of memory, whether a branch was taken. */
    private static final String TABLE = '''
        addi 14, 15, -5          | 39cffffb | r15=3                                   | r14=0xfffffffffffffffe
        li 14, -1                | 39c0ffff |                                         | r14=0xffffffffffffffff
        addis 14, 15, 0x7fff     | 3dcf7fff | r15=0x1234                              | r14=0x7fff1234
        lis 14, -0x8000          | 3dc08000 |                                         | r14=0xffffffff80000000
        addic 14, 15, 1          | 31cf0001 | r15=-1                                  | xer=0x20000000
        addic. 14, 15, -1        | 35cfffff | r15=1                                   | cr=0x20000000 xer=0x20000000
        subfic 14, 15, 5         | 21cf0005 | r15=7                                   | r14=0xfffffffffffffffe
        mulli 14, 15, -3         | 1dcffffd | r15=7                                   | r14=0xffffffffffffffeb
        add 14, 15, 16           | 7dcf8214 | r15=0x7fffffffffffffff r16=1            | r14=0x8000000000000000
        add. 14, 15, 16          | 7dcf8215 | r15=-3 r16=1                            | r14=0xfffffffffffffffe cr=0x80000000
        subf 14, 15, 16          | 7dcf8050 | r15=5 r16=3                             | r14=0xfffffffffffffffe
        neg 14, 15               | 7dcf00d0 | r15=1                                   | r14=0xffffffffffffffff
        mullw 14, 15, 16         | 7dcf81d6 | r15=0x1ffffffff r16=3                   | r14=0xfffffffffffffffd
        mulld 14, 15, 16         | 7dcf81d2 | r15=0x100000001 r16=0x100000001         | r14=0x200000001
        mulhw 14, 15, 16         | 7dcf8096 | r15=0x80000000 r16=2                    | r14=0xffffffff
        mulhwu 14, 15, 16        | 7dcf8016 | r15=0x80000000 r16=2                    | r14=0x1
        mulhd 14, 15, 16         | 7dcf8092 | r15=-2 r16=3                            | r14=0xffffffffffffffff
        mulhdu 14, 15, 16        | 7dcf8012 | r15=-1 r16=-1                           | r14=0xfffffffffffffffe
        divw 14, 15, 16          | 7dcf83d6 | r15=-7 r16=2                            | r14=0xfffffffd
        divwu 14, 15, 16         | 7dcf8396 | r15=-1 r16=16                           | r14=0xfffffff
        divd 14, 15, 16          | 7dcf83d2 | r15=-7 r16=2                            | r14=0xfffffffffffffffd
        divdu. 14, 15, 16        | 7dcf8393 | r15=-1 r16=2                            | r14=0x7fffffffffffffff cr=0x40000000
        cmpwi 3, 15, -1          | 2d8fffff | r15=0xffffffff                          | cr=0x20000
        cmpdi 3, 15, -1          | 2dafffff | r15=0xffffffff                          | cr=0x40000
        cmplwi 3, 15, 5          | 298f0005 | r15=0x100000004                         | cr=0x80000
        cmpldi 3, 15, 5          | 29af0005 | r15=0x100000004                         | cr=0x40000
        cmpw 7, 15, 16           | 7f8f8000 | r15=0x80000000 r16=0                    | cr=0x8
        cmpd 7, 15, 16           | 7faf8000 | r15=0x80000000 r16=0                    | cr=0x4
        cmplw 7, 15, 16          | 7f8f8040 | r15=0x80000000 r16=0                    | cr=0x4
        cmpld 7, 15, 16          | 7faf8040 | r15=-1 r16=0 xer=0x80000000             | cr=0x5
        ori 14, 15, 0xff00       | 61eeff00 | r15=0x11                                | r14=0xff11
        oris 14, 15, 0x8000      | 65ee8000 | r15=0x11                                | r14=0x80000011
        xori 14, 15, 0xffff      | 69eeffff | r15=-1                                  | r14=0xffffffffffff0000
        xoris 14, 15, 0xffff     | 6deeffff | r15=-1                                  | r14=0xffffffff0000ffff
        andi. 14, 15, 0x00f0     | 71ee00f0 | r15=0x1234                              | r14=0x30 cr=0x40000000
        andis. 14, 15, 0x8000    | 75ee8000 | r15=-1                                  | r14=0x80000000 cr=0x40000000
        and 14, 15, 16           | 7dee8038 | r15=0xff00 r16=0x0ff0                   | r14=0xf00
        or 14, 15, 16            | 7dee8378 | r15=0xff00 r16=0x0ff0                   | r14=0xfff0
        mr. 14, 15               | 7dee7b79 | r15=-7                                  | r14=0xfffffffffffffff9 cr=0x80000000
        xor 14, 15, 16           | 7dee8278 | r15=0xff00 r16=0x0ff0                   | r14=0xf0f0
        nand 14, 15, 16          | 7dee83b8 | r15=0xff00 r16=0x0ff0                   | r14=0xfffffffffffff0ff
        nor 14, 15, 16           | 7dee80f8 | r15=0xff00 r16=0x0ff0                   | r14=0xffffffffffff000f
        andc 14, 15, 16          | 7dee8078 | r15=0xff00 r16=0x0ff0                   | r14=0xf000
        orc 14, 15, 16           | 7dee8338 | r15=0xff00 r16=0x0ff0                   | r14=0xffffffffffffff0f
        eqv 14, 15, 16           | 7dee8238 | r15=0xff00 r16=0x0ff0                   | r14=0xffffffffffff0f0f
        extsb 14, 15             | 7dee0774 | r15=0x180                               | r14=0xffffffffffffff80
        extsh 14, 15             | 7dee0734 | r15=0x18000                             | r14=0xffffffffffff8000
        extsw 14, 15             | 7dee07b4 | r15=0x180000000                         | r14=0xffffffff80000000
        cntlzw 14, 15            | 7dee0034 | r15=0xf00010000                         | r14=0xf
        cntlzd 14, 15            | 7dee0074 | r15=0x10000                             | r14=0x2f
        rlwinm 14, 15, 8, 16, 23 | 55ee442e | r15=0x12345678                          | r14=0x7800
        rlwinm 14, 15, 4, 28, 3  | 55ee2706 | r15=0x12345678                          | r14=0x2345678120000001
        slwi 14, 15, 4           | 55ee2036 | r15=0xf2345678                          | r14=0x23456780
        rlwimi 14, 15, 8, 16, 23 | 51ee442e | r14=-1 r15=0x12345678                   | r14=0xffffffffffff78ff
        rlwnm 14, 15, 16, 24, 31 | 5dee863e | r15=0x12345678 r16=16                   | r14=0x34
        rldicl 14, 15, 40, 32    | 79ee4022 | r15=0x123456789abcdef0                  | r14=0x3456789a
        sldi 14, 15, 32          | 79ee07c6 | r15=0x123456789abcdef0                  | r14=0x9abcdef000000000
        rldicr. 14, 15, 8, 15    | 79ee43c5 | r15=0x12f4567800000000                  | r14=0xf456000000000000 cr=0x80000000
        rldic 14, 15, 8, 20      | 79ee4508 | r15=0x123456789abcdef0                  | r14=0x89abcdef000
        rldimi 14, 15, 32, 0     | 79ee000e | r14=0x11111111 r15=0x22222222           | r14=0x2222222211111111
        slw 14, 15, 16           | 7dee8030 | r15=0x80000001 r16=1                    | r14=0x2
        srw 14, 15, 16           | 7dee8430 | r15=0x80000001 r16=33                   |
        sraw 14, 15, 16          | 7dee8630 | r15=0x80000001 r16=4                    | r14=0xfffffffff8000000 xer=0x20000000
        srawi 14, 15, 4          | 7dee2670 | r15=0x80000010                          | r14=0xfffffffff8000001
        sld 14, 15, 16           | 7dee8036 | r15=1 r16=63                            | r14=0x8000000000000000
        srd 14, 15, 16           | 7dee8436 | r15=-1 r16=64                           |
        srad 14, 15, 16          | 7dee8634 | r15=-1 r16=70                           | r14=0xffffffffffffffff xer=0x20000000
        sradi 14, 15, 33         | 7dee0e76 | r15=-2                                  | r14=0xffffffffffffffff xer=0x20000000
        b .+0x100                | 48000100 |                                         | taken
        bl .+0x100               | 48000101 |                                         | lr=0x1004 taken
        beq .+0x100              | 41820100 | cr=0x20000000                           | taken
        beq .+0x100              | 41820100 |                                         |
        bne 3, .+0x100           | 408e0100 | cr=0x00020000                           |
        bdnz .+0x100             | 42000100 | ctr=2                                   | ctr=0x1 taken
        bdnz .+0x100             | 42000100 | ctr=1                                   | ctr=0x0
        bdz .+0x100              | 42400100 | ctr=1                                   | ctr=0x0 taken
        bdnzt 2, .+0x100         | 41020100 | ctr=2 cr=0x20000000                     | ctr=0x1 taken
        blr                      | 4e800020 |                                         | taken
        blrl                     | 4e800021 |                                         | lr=0x1004 taken
        bgtlr 1                  | 4d850020 | cr=0x04000000                           | taken
        bctr                     | 4e800420 | lr=0                                    | taken
        bctrl                    | 4e800421 | lr=0                                    | lr=0x1004 taken
        crand 1, 2, 3            | 4c221a02 | cr=0x30000000                           | cr=0x70000000
        crandc 1, 2, 3           | 4c221902 | cr=0x20000000                           | cr=0x60000000
        cror 1, 2, 3             | 4c221b82 | cr=0x10000000                           | cr=0x50000000
        crorc 1, 2, 3            | 4c221b42 |                                         | cr=0x40000000
        crxor 1, 2, 3            | 4c221982 | cr=0x30000000                           |
        crnand 1, 2, 3           | 4c2219c2 | cr=0x30000000                           |
        crnor 1, 2, 3            | 4c221842 |                                         | cr=0x40000000
        creqv 1, 2, 3            | 4c221a42 |                                         | cr=0x40000000
        mcrf 2, 5                | 4d140000 | cr=0x00000a00                           | cr=0xa00a00
        lbz 14, 8(15)            | 89cf0008 | r15=0x2000                              | r14=0xb
        lbzu 14, 8(15)           | 8dcf0008 | r15=0x2000                              | r14=0xb r15=0x2008
        lhz 14, 8(15)            | a1cf0008 | r15=0x2000                              | r14=0xb1c
        lhzu 14, 8(15)           | a5cf0008 | r15=0x2000                              | r14=0xb1c r15=0x2008
        lha 14, 2(15)            | a9cf0002 | r15=0x2000                              | r14=0xffffffffffffa5b6
        lwz 14, 8(15)            | 81cf0008 | r15=0x2000                              | r14=0xb1c2d3e
        lwzu 14, -4(15)          | 85cffffc | r15=0x2008                              | r14=0xc7d8e9fa r15=0x2004
        lwa 14, 4(15)            | e9cf0006 | r15=0x2000                              | r14=0xffffffffc7d8e9fa
        ld 14, 8(15)             | e9cf0008 | r15=0x2000                              | r14=0xb1c2d3e4f607182
        ldu 14, 8(15)            | e9cf0009 | r15=0x2000                              | r14=0xb1c2d3e4f607182 r15=0x2008
        lbzx 14, 15, 16          | 7dcf80ae | r15=0x2000 r16=3                        | r14=0xb6
        lhzx 14, 15, 16          | 7dcf822e | r15=0x2000 r16=3                        | r14=0xb6c7
        lwzx 14, 15, 16          | 7dcf802e | r15=0x2000 r16=3                        | r14=0xb6c7d8e9
        ldx 14, 15, 16           | 7dcf802a | r15=0x2000 r16=3                        | r14=0xb6c7d8e9fa0b1c2d
        lwax 14, 15, 16          | 7dcf82aa | r15=0x2000 r16=3                        | r14=0xffffffffb6c7d8e9
        lhax 14, 15, 16          | 7dcf82ae | r15=0x2000 r16=3                        | r14=0xffffffffffffb6c7
        lhbrx 14, 15, 16         | 7dcf862c | r15=0x2000 r16=2                        | r14=0xb6a5
        lwbrx 14, 15, 16         | 7dcf842c | r15=0x2000 r16=4                        | r14=0xfae9d8c7
        ldbrx 14, 15, 16         | 7dcf8428 | r15=0x2000 r16=8                        | r14=0x8271604f3e2d1c0b
        stb 14, 8(15)            | 99cf0008 | r14=0x1122334455667788 r15=0x2000       | 0x2008=88
        stbu 14, 8(15)           | 9dcf0008 | r14=0x1122334455667788 r15=0x2000       | r15=0x2008 0x2008=88
        sth 14, 8(15)            | b1cf0008 | r14=0x1122334455667788 r15=0x2000       | 0x2008=7788
        sthu 14, 8(15)           | b5cf0008 | r14=0x1122334455667788 r15=0x2000       | r15=0x2008 0x2008=7788
        stw 14, 8(15)            | 91cf0008 | r14=0x1122334455667788 r15=0x2000       | 0x2008=55667788
        stwu 14, 8(15)           | 95cf0008 | r14=0x1122334455667788 r15=0x2000       | r15=0x2008 0x2008=55667788
        std 14, 8(15)            | f9cf0008 | r14=0x1122334455667788 r15=0x2000       | 0x2008=1122334455667788
        stdu 14, -8(15)          | f9cffff9 | r14=0x1122334455667788 r15=0x2008       | r15=0x2000 0x2000=1122334455667788
        stbx 14, 15, 16          | 7dcf81ae | r14=0x1122334455667788 r15=0x2000 r16=1 | 0x2001=88
        sthx 14, 15, 16          | 7dcf832e | r14=0x1122334455667788 r15=0x2000 r16=2 | 0x2002=7788
        stwx 14, 15, 16          | 7dcf812e | r14=0x1122334455667788 r15=0x2000 r16=4 | 0x2004=55667788
        stdx 14, 15, 16          | 7dcf812a | r14=0x1122334455667788 r15=0x2000 r16=8 | 0x2008=1122334455667788
        sthbrx 14, 15, 16        | 7dcf872c | r14=0x1122334455667788 r15=0x2000 r16=2 | 0x2002=8877
        stwbrx 14, 15, 16        | 7dcf852c | r14=0x1122334455667788 r15=0x2000 r16=4 | 0x2004=88776655
        stdbrx 14, 15, 16        | 7dcf8528 | r14=0x1122334455667788 r15=0x2000 r16=8 | 0x2008=8877665544332211
        mfcr 14                  | 7dc00026 | cr=0x12345678                           | r14=0x12345678
        mtcr 15                  | 7deff120 | r15=0x12345678                          | cr=0x12345678
        mtcrf 0x81, 15           | 7de81120 | r15=0x12345678                          | cr=0x10000008
        mtlr 15                  | 7de803a6 | r15=0x1234                              | lr=0x1234
        mflr 14                  | 7dc802a6 |                                         | r14=0x1100
        mtctr 15                 | 7de903a6 | r15=0x1234                              | ctr=0x1234
        mfctr 14                 | 7dc902a6 |                                         | r14=0x1100
        mtxer 15                 | 7de103a6 | r15=0xe0000000                          | xer=0xe0000000
        mfxer 14                 | 7dc102a6 | xer=0xa0000000                          | r14=0xa0000000
        mfmsr 14                 | 7dc000a6 |                                         | r14=0x8000000000001000
        sync                     | 7c0004ac |                                         |
        lwsync                   | 7c2004ac |                                         |
        isync                    | 4c00012c |                                         |
        eieio                    | 7c0006ac |                                         |
        dcbst 0, 15              | 7c00786c | r15=0x2000                              |
        dcbf 0, 15               | 7c0078ac | r15=0x2000                              |
        icbi 0, 15               | 7c007fac | r15=0x2000                              |
        nop                      | 60000000 |                                         |
    '''
    private static final List<Map> ROWS = TABLE.readLines().findAll { it.contains('|') }.collect { line ->
        def columns = line.split(/\|/, -1)*.trim()
        [text: columns[0], word: Integer.parseUnsignedInt(columns[1], 16), before: USUAL + values(columns[2]), after: columns[3]]
    }

    @Shared @AutoCleanup
    Board model = new Boards(System.getenv()).open('model:power7-hv')
    @Shared @AutoCleanup
    PowerpcCode modeled = new PowerpcCode(model)
    @Shared
    Board emulated
    @Shared
    PowerpcCode real

    def cleanupSpec() {
        real?.close()
        emulated?.close()
    }

    @Sample(verify = 4)
    def "#row.text, after #row.set: #row.after"() {
        expect:
        modeled.run(row.word, row.before, DATA) == after(row)

        where:
        row << ROWS.collect { it + [set: it.before.findAll { name, value -> value != USUAL[name] }.collect { name, value -> "$name 0x${Long.toHexString(value)}" }.join(', ') ?: 'nothing'] }
    }

    @Needs('asm:ppc64')
    def "GNU as assembles the texts to the same words"() {
        expect:
        new Assembler().assemble(CodeMode.PPC64, PowerpcCode.CODE, ROWS*.text.join('\n')).bytes().encodeHex().toString() == ROWS.collect { String.format('%08x', it.word) }.join()
    }

    def "a processor gives the same result for random registers: #row.text"() {
        given:
        if (real == null) {
            Needed.orSkip(BOARD)
            emulated = EmulatedBoards.open(BOARD)
            real = new PowerpcCode(emulated)
        }
        def random = new Random(row.word)

        expect:
        (1..TRIES).every {
            def before = registers(row, random)
            byte[] data = new byte[PowerpcCode.DATA_BYTES]
            random.nextBytes(data)
            assert modeled.run(row.word, before, data) == real.run(row.word, before, data)
            true
        }

        where:
        row << ROWS
    }

    /** Addresses and branch targets are kept; everything else is random, often near an edge. */
    private static Map<String, Long> registers(Map row, Random random) {
        def before = new LinkedHashMap<>(row.before)
        boolean addressed = before.r15 >= PowerpcCode.DATA && before.r15 < PowerpcCode.DATA + PowerpcCode.DATA_BYTES
        (addressed ? ['r14'] : ['r14', 'r15', 'r16']).each { before[it] = value(random) }
        if (addressed) {
            before.r16 += random.nextInt(8)
        }
        if (row.text.startsWith('div')) {
            before.r16 |= 2
        }
        before.cr = random.nextInt() & 0xffffffffL
        before.xer = random.nextInt() & PowerpcCode.XER
        if (row.text.startsWith('bd')) {
            before.ctr = [0L, 1L, 2L, 1L << 32, (1L << 32) + 1, random.nextLong()][random.nextInt(6)]
        }
        before
    }

    private static long value(Random random) {
        switch (random.nextInt(4)) {
            case 0: return random.nextLong()
            case 1: return random.nextInt(80)
            case 2: return -random.nextInt(80)
            default: return (1L << random.nextInt(64)) - random.nextInt(2)
        }
    }

    private static Map<String, Object> after(Map row) {
        def after = row.before + [taken: false]
        byte[] data = DATA.clone()
        row.after.split(' ').findAll { it }.each { change ->
            if (change == 'taken') {
                after.taken = true
            } else if (change.startsWith('0x')) {
                def (at, bytes) = change.split('=')
                bytes.decodeHex().eachWithIndex { value, i -> data[(int) (Long.decode(at) - PowerpcCode.DATA + i)] = value }
            } else {
                after.putAll(values(change))
            }
        }
        after + [data: data.encodeHex().toString()]
    }

    private static Map<String, Long> values(String text) {
        text.split(' ').findAll { it }.collectEntries { set ->
            def (name, value) = set.split('=')
            [(name): value.startsWith('0x') ? Long.parseUnsignedLong(value.substring(2), 16) : Long.parseLong(value)]
        }
    }
}
