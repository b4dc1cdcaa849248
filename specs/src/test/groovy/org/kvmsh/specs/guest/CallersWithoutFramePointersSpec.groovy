package org.kvmsh.specs.guest

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The callers in a file whose functions keep no frame pointer are found by its frame information, at each instruction. */
@Timeout(600)
class CallersWithoutFramePointersSpec extends Specification {
    private static final int MOST = 400

    /** How a guest is compiled and begins. */
    static final Map<String, Map> GUESTS = [
            x86_64 : [gcc: ['x86_64-linux-gnu-gcc', '-m64', '-mno-red-zone', '-mgeneral-regs-only'], begin: 'call main; hlt', vcpu: 'long64 entry; regs rsp: 0x3ffff8', pc: 'rip'],
            x86_32 : [gcc: ['x86_64-linux-gnu-gcc', '-m32', '-mgeneral-regs-only'], begin: 'call main; hlt', vcpu: 'prot32 entry; regs rsp: 0x3ffff8', pc: 'rip'],
            arm64  : [gcc: ['aarch64-linux-gnu-gcc', '-mstrict-align', '-mgeneral-regs-only'], begin: 'bl main; b .', vcpu: 'start entry; regs sp_el1: 0x40400000', pc: 'pc'],
            riscv64: [gcc: ['riscv64-linux-gnu-gcc', '-march=rv64imac_zicsr', '-mabi=lp64', '-mcmodel=medany'], begin: 'call main; j .', vcpu: 'start entry; regs sp: 0x80400000', pc: 'pc']]

    static final Map<String, Integer> MEMORY = [arm64: 0x40000000, riscv64: 0x80000000]

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    /** Functions that call those with higher numbers, some with a frame of variable size, which needs a frame pointer. */
    private static String program(Random random, String begin) {
        int count = 5
        def functions = (0..<count).collect { int f ->
            def calls = ((f + 1)..<count + 1).findAll { it < count && (it == f + 1 || random.nextInt(3) > 1) }.collect { "a += f${it}(a ^ n, b + $it, n);" }
            def frame = random.nextInt(3) == 0 ? 'volatile char room[(n & 15) + 1]; room[0] = n; a += room[0];' : random.nextBoolean() ? "volatile long room[${1 + random.nextInt(80)}]; room[0] = b; a += room[0];" : ''
            "__attribute__((noinline, noclone)) static long f${f}(long n, long b, long c) { long a = n + $f; $frame ${calls.join(' ')} return a * b ^ c; }"
        }
        "__asm__(\".globl _start\\n_start: $begin\\n\");\n" + (0..<count).collect { "static long f$it(long, long, long);" }.join('\n') + '\n' + functions.join('\n') + '\nint main(void) { return f0(2, 3, 4) & 7; }\n'
    }

    private void compile(Map guest, String optimize, long from) {
        def compiler = new ProcessBuilder(*guest.gcc, optimize, '-g', '-fomit-frame-pointer', '-ffreestanding', '-fno-stack-protector', '-fno-pic', '-no-pie', '-fno-asynchronous-unwind-tables', '-nostdlib', '-static',
                "-Wl,-Ttext=0x${Long.toHexString(from + 0x200000)},-e,_start,--build-id=none", '-o', 'x.elf', 'x.c').directory(folder.toFile()).redirectErrorStream(true).start()
        def said = compiler.inputStream.text
        assert compiler.waitFor() == 0 : said
    }

    @Sample(verify = 4)
    def "on #board, #mode, #optimize, seed #seed: the callers are those that single steps show"() {
        given:
        def guest = GUESTS[mode]
        def (call, back) = CallsAreSteppedOverSpec.CALLS[mode == 'x86_32' ? 'x86_64' : mode]
        Needed.orSkip(board, guest.gcc[0])
        Files.writeString(folder.resolve('x.c'), program(new Random(seed), guest.begin))
        long from = MEMORY.getOrDefault(mode, 0)
        compile(guest, optimize, from)
        on = new OnBoard(board)
        def m = on.run("m = vm { memory at: $from, size: 4.MB; load elf: '${folder.resolve('x.elf')}'; vcpu(0) { $guest.vcpu } }")

        when: 'each instruction is stepped, until main has returned'
        def texts = [:]
        List<Long> returns = []
        int compared = 0
        int deepest = 0
        int steps = 0
        while (steps == 0 || !returns.empty && steps < MOST) {
            long at = on.run("m.regs.$guest.pc") as long
            def code = texts.computeIfAbsent(at) { CallsAreSteppedOverSpec.listed(m, at) }
            def text = CallsAreSteppedOverSpec.text(code[0])
            if (!returns.empty) {
                def calls = m.backtrace()
                assert calls.frames.tail()*.pc().collect { Long.toHexString(it) } == returns.reverse().collect { Long.toHexString(it) } : "step $steps at ${Long.toHexString(at)}: $text\n$calls"
                assert calls.end == ''
                compared++
            }
            if (text.matches(call)) {
                returns << Long.decode(code[1].replaceFirst(/^\W*(0x[0-9a-f]+).*/, '$1'))
            } else if (text.matches(back)) {
                returns.removeLast()
            }
            deepest = Math.max(deepest, returns.size())
            m.step()
            steps++
        }

        then:
        compared > 40
        deepest > 4

        where:
        [board, mode, optimize, seed] << [['model:x86_64', 'x86_64'], ['model:x86_64', 'x86_32'], ['kvm', 'x86_64'], ['model:arm-vgicv2', 'arm64'], ['qemu:riscv64', 'riscv64']].collectMany { at ->
            [['-O1', '-O2', '-Os'], 1..2].combinations().collect { [*at, *it] }
        }
    }

    /** The functions of a backtrace at a place of a guest whose last function is assembly without frame information. */
    private List<String> functions(String board, String mode, String assembly, String place, String also = '') {
        def guest = GUESTS[mode]
        long from = MEMORY.getOrDefault(mode, 0)
        Files.writeString(folder.resolve('x.c'), """__asm__(".globl _start\\n_start: $guest.begin\\n$assembly");
            long stub(long);
            __attribute__((noinline, noclone)) static long f2(long n) { volatile long room[5]; room[0] = n; return stub(n) + room[0]; }
            __attribute__((noinline, noclone)) static long f1(long n) { volatile long room[9]; room[0] = n; return f2(n + 1) * 3 + room[0]; }
            int main(void) { return f1(2) & 7; }
            """)
        compile(guest, '-O2', from)
        on = new OnBoard(board)
        on.run("m = vm { memory at: $from, size: 4.MB; load elf: '${folder.resolve('x.elf')}'; vcpu(0) { $guest.vcpu } }; $also; m.breakpoint at: '$place'; m.run within: 60.s")
        on.run('m.backtrace.frames*.name').collect { (it as String).replaceFirst(/\+.*/, '') }
    }

    def "on #board, #mode, the callers of a function without frame information are found at #place"() {
        given:
        Needed.orSkip(board, GUESTS[mode].gcc[0])

        expect:
        functions(board, mode, ".type stub,%function\\nstub: $code\\n.size stub, .-stub\\n", place, also) == ['stub', 'f2', 'f1', 'main', '_start']
        on.run('m.backtrace.end') == ''

        where:
        board              | mode      | code                                  | place    | also
        'model:x86_64'     | 'x86_64'  | 'nop; nop; ret'                       | 'stub'   | ''
        'model:x86_64'     | 'x86_64'  | 'nop; nop; ret'                       | 'stub+2' | ''
        'kvm'              | 'x86_64'  | 'nop; nop; ret'                       | 'stub+2' | ''
        'model:x86_64'     | 'x86_64'  | 'push %rbp; mov %rsp, %rbp; nop; pop %rbp; ret' | 'stub+4' | ''
        'model:x86_64'     | 'x86_32'  | 'nop; nop; ret'                       | 'stub'   | ''
        'model:x86_64'     | 'x86_32'  | 'nop; nop; ret'                       | 'stub'   | "m.reg 'cs.base': 0x10000, 'ss.base': 0x8000, rip: m.reg('rip') - 0x10000, rsp: m.reg('rsp') - 0x8000"
        'model:arm-vgicv2' | 'arm64'   | 'nop; nop; ret'                       | 'stub'   | ''
        'model:arm-vgicv2' | 'arm64'   | 'nop; nop; ret'                       | 'stub+8' | ''
        'qemu:riscv64'     | 'riscv64' | 'nop; nop; ret'                       | 'stub+4' | ''
    }

    def "a function without frame information that has moved the stack pointer has no false callers"() {
        given:
        Needed.orSkip('model:arm-vgicv2', GUESTS.arm64.gcc[0])

        expect:
        functions('model:arm-vgicv2', 'arm64', ".type stub,%function\\nstub: sub sp, sp, #32; nop; add sp, sp, #32; ret\\n.size stub, .-stub\\n", 'stub+4') == ['stub', 'f2']
    }

    def "with bases of CS and SS, the callers of 32-bit code are found by frame information"() {
        given:
        Needed.orSkip('model:x86_64', GUESTS.x86_32.gcc[0])

        expect:
        functions('model:x86_64', 'x86_32', '.type stub,%function\\nstub: ret\\n.size stub, .-stub\\n', 'f2',
                "m.reg 'cs.base': 0x10000, 'ss.base': 0x8000, rip: m.reg('rip') - 0x10000, rsp: m.reg('rsp') - 0x8000") == ['f2', 'f1', 'main', '_start']
    }

    def "a caller that does not save its return address ends the backtrace, and says so unless it is the outermost one: #directive"() {
        given:
        Needed.orSkip('model:arm-vgicv2', GUESTS.arm64.gcc[0])

        expect:
        functions('model:arm-vgicv2', 'arm64', ".type stub,%function\\nstub: .cfi_startproc; $directive nop; bl last; .cfi_endproc\\n.size stub, .-stub\\n.type last,%function\\nlast: b .\\n.size last, .-last\\n", 'last') == ['last', 'stub']
        on.run('m.backtrace.end') == end

        where:
        directive            || end
        ''                   || 'ends here: the frame information of stub does not say where the return address is saved'
        '.cfi_undefined 30;' || ''
    }
}
