package org.kvmsh.specs.guest

import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Needs
import org.kvmsh.specs.kit.ScriptForGdb
import spock.lang.Specification
import spock.lang.TempDir

/** {@code m.gdb}: gdb-multiarch connects to a machine, and debugs its guest. */
@Needs('gdb-multiarch')
class GdbDebugsGuestsSpec extends Specification {
    /** A loop of five rounds that counts in a register and stores it, then an exit that no handler answers. */
    static final Map<String, List<String>> LOOPS = [
        x86_64 : ["memory at: 0, size: 64.KB; load at: 0x1000, hex: '66 b9 05 00 00 00 66 40 67 a2 00 20 00 00 e2 f6 f4'; vcpu(0) { real 0x1000 }", '$rax', '0x1006', '0x2000'],
        arm64  : ["memory at: 0x40000000, size: 64.KB; load at: 0x40001000, asm: 'mov x1, #5; 1: add x0, x0, #1; adr x2, 1b + 0xffc; str x0, [x2]; subs x1, x1, #1; b.ne 1b; mov x3, #0x10000000; str x0, [x3]'; vcpu(0) { start 0x40001000 }", '$x0', '0x40001004', '0x40002000'],
        riscv64: ["memory at: 0x80000000, size: 64.KB; load at: 0x80001000, asm: 'li t1, 5; li t2, 0x80002000; 1: addi a0, a0, 1; sd a0, 0(t2); addi t1, t1, -1; bnez t1, 1b; li t3, 0x10000000; sd a0, 0(t3)'; vcpu(0) { start 0x80001000 }", '$a0', '0x80001010', '0x80002000'],
    ]

    /** The register that LOOPS count in. */
    static final Map<String, String> FIRST = [x86_64: 'rax', arm64: 'x0', riscv64: 'a0', ppc64le: 'r3']

    /** A guest that stores a register of the FPU or of vectors, then leaves with an exit that no handler answers. */
    static final Map<String, List<String>> STORES = [
        x86_64 : ["memory at: 0, size: 64.KB; load at: 0x1000, hex: '0f 29 1e 00 20 f4'; vcpu(0) { real 0x1000; reg cr4: 0x200 }", '$xmm3.v2_int64[1] = 0x123456789', '{long}0x2008'],
        arm64  : ["memory at: 0x40000000, size: 64.KB; load at: 0x40001000, asm: '1: adr x2, 1b + 0x1000; str q3, [x2]; mov x3, #0x10000000; str x0, [x3]'; vcpu(0) { start 0x40001000; reg cpacr_el1: 0x300000 }", '$v3.d.u[1] = 0x123456789', '{long}0x40002008'],
        riscv64: ["memory at: 0x80000000, size: 64.KB; load at: 0x80001000, asm: 'li t2, 0x80002000; fsd ft3, 8(t2); li t3, 0x10000000; sd a0, 0(t3)'; vcpu(0) { start 0x80001000; reg sstatus: 0x2000 }", '$ft3.double = 1.5', '{long}0x80002008'],
        ppc64le: ["platform SPAPR; memory at: 0, size: 16.MB; load at: 0x1000, asm: 'lis 4, 0; ori 4, 4, 0x2000; stfd 3, 8(4); li 3, 0x58; sc 1'; vcpu(0) { start 0x1000; regs msr: 0x8000000000003001 }", '$f3 = 1.5', '{long}0x2008'],
    ]

    @TempDir
    Path folder

    ScriptForGdb script
    Process gdb

    def cleanup() {
        gdb?.destroyForcibly()
        script?.close()
    }

    def "on #board, gdb steps, stops at breakpoints, and reads and writes registers and memory"() {
        given:
        Needed.orSkip(board)
        def (machine, counter, loop, stored) = LOOPS[Needed.mode(board)]

        when:
        def said = session(board, "m = vm { $machine }",
                "tbreak *$loop", 'continue', "p/d $counter",
                'stepi', "p/d $counter",
                "break *$loop", 'continue', 'continue', "p/d $counter", "x/1db $stored",
                'delete', "hbreak *$loop", 'continue', "p/d $counter", 'delete',
                "set $counter = 40", "p/d $counter", "set {char}$stored = 7", "x/1db $stored", 'info threads', 'continue', "p/d $counter", "monitor m.regs.${counter.substring(1)} + 1", 'detach')

        then:
        values(said) == [0, 1, 2, 2, 3, 40, 7, 42]
        said.count { it =~ /^(Temporary b|B)reakpoint \d, 0x0*${loop.substring(2)} in/ } == 4
        said.any { it ==~ /\* 1 +Thread 1 \(vCPU 0\).*/ }
        said.any { it =~ /^kvmsh: (hlt|mmio write)/ }
        said.any { it in ['0x2b', '43'] }
        script.lines.contains('the script goes on: 42')

        where:
        board << ['model:x86_64', 'kvm', 'qemu:x86_64', 'qemu:arm64', 'qemu:riscv64']
    }

    def "on #board, a guest stores what gdb wrote to a register of the FPU or of vectors"() {
        given:
        Needed.orSkip(board)
        def (machine, assignment, stored) = STORES[Needed.mode(board)]

        when:
        def said = session(board, "m = vm { $machine }", "set $assignment", 'continue', "p/x $stored", 'detach')

        then:
        said.any { it == (assignment.endsWith('1.5') ? '$1 = 0x3ff8000000000000' : '$1 = 0x123456789') }

        where:
        board << ['kvm', 'qemu:x86_64', 'qemu:arm64', 'qemu:riscv64', 'qemu:ppc64']
    }

    def "on #board, gdb goes back in a recorded guest, instruction by instruction and to breakpoints"() {
        given: 'five turns, each of which adds what it reads from port 0x60, and hlt'
        Needed.orSkip(board)

        when:
        def said = session(board, "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: 'b9 05 00 e4 60 00 06 00 20 49 75 f7 f4'; vcpu(0) { real 0x1000 }; on(io: 0x60) { 3 } }",
                'reverse-stepi', 'monitor m.remember()', 'break *0x1009', 'continue', 'continue', 'continue', 'x/1db 0x2000',
                'reverse-continue', 'x/1db 0x2000', 'reverse-stepi', 'x/1db 0x2000', 'p/d $pc',
                'reverse-continue', 'x/1db 0x2000', 'reverse-continue', 'p/d $pc', 'x/1db 0x2000',
                'delete', 'continue', 'p/d $cx', 'x/1db 0x2000', 'reverse-stepi', 'reverse-stepi', 'p/d $pc', 'detach')

        then:
        values(said) == [9, 6, 3, 0x1005, 3, 0x1000, 0, 0, 15, 0x100a]
        said.any { it.contains('this machine is not being recorded; to record: m.remember()') }
        said.count { it == 'No more reverse-execution history.' } == 1
        said.count { it =~ /^Breakpoint 1, / } == 5

        where:
        board << ['model:x86_64', 'kvm', 'qemu:x86_64']
    }

    private List<String> session(String board, String machine, String... commands) {
        script = new ScriptForGdb(folder, board, "$machine\nm.gdb 0, within: 60.s\nprintln 'the script goes on: ' + m.regs.${FIRST[Needed.mode(board)]}\n")
        def out = folder.resolve('gdb.txt').toFile()
        gdb = new ProcessBuilder(['gdb-multiarch', '-nx', '-batch', '-ex', 'set pagination off', '-ex', "target remote localhost:$script.port".toString()] + commands.collectMany { ['-ex', it] })
                .redirectErrorStream(true).redirectOutput(out).start()
        assert gdb.waitFor(120, TimeUnit.SECONDS): out.text
        assert script.ends(): 'kvmsh did not end after gdb'
        out.readLines()
    }

    /** What gdb printed of registers and of memory. */
    private static List<Long> values(List<String> said) {
        said.findResults { (it =~ /^(?:\$\d+ = |0x[0-9a-f]+:\t)(-?\d+)$/).with { it.find() ? Long.valueOf(it.group(1)) : null } }
    }
}
