package org.kvmsh.specs.guest

import java.nio.file.Path
import javax.xml.parsers.DocumentBuilderFactory
import org.kvmsh.specs.kit.GdbPackets
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.ScriptForGdb
import spock.lang.Specification
import spock.lang.TempDir

/** Each register of the description that {@code m.gdb} sends is read and written by its number. */
class GdbReadsEveryRegisterSpec extends Specification {
    static final Map<String, String> MACHINES = [
        x86_64 : 'memory at: 0, size: 64.KB; vcpu(0) { real 0x1000 }',
        arm64  : 'memory at: 0x40000000, size: 64.KB; vcpu(0) { start 0x40001000 }',
        riscv64: 'memory at: 0x80000000, size: 64.KB; vcpu(0) { start 0x80001000 }',
        ppc64le: 'platform SPAPR; memory at: 0, size: 16.MB; vcpu(0) { start 0x1000 }',
        ppc64  : 'memory at: 0, size: 16.MB; vcpu(0) { start 0x1000 }',
    ]
    /** The features whose registers take any value. */
    static final List<String> FREE = ['org.gnu.gdb.i386.sse', 'org.gnu.gdb.aarch64.fpu', 'org.gnu.gdb.riscv.fpu', 'org.gnu.gdb.power.fpu', 'org.gnu.gdb.power.altivec', 'org.gnu.gdb.power.vsx']

    @TempDir
    Path folder

    ScriptForGdb script
    GdbPackets gdb

    def cleanup() {
        gdb?.close()
        script?.close()
    }

    def "on #board, at least #least registers are described, at most #most of them are unavailable, and the others are read and written"() {
        given:
        Needed.orSkip(board)
        script = new ScriptForGdb(folder, board, "m = vm { ${MACHINES[Needed.mode(board)]} }\nm.gdb 0, within: 60.s\n")
        gdb = new GdbPackets(script.port)
        def registers = registers()
        def random = new Random(20261129)

        when: 'each is read, and written back'
        def read = registers.withIndex().collect { register, number -> gdb.ask('p' + Integer.toHexString(number)) }
        def unavailable = registers.indices.findAll { read[it].startsWith('xx') }.collect { registers[it][1] }
        def refused = registers.indices.findAll { !(registers[it][1] in unavailable + CONSTANT) && gdb.ask("P${Integer.toHexString(it)}=${read[it]}") != 'OK' }.collect { registers[it][1] }

        then:
        registers.size() >= least
        registers.indices.findAll { read[it].size() != registers[it][2] }.collect { registers[it][1] + ": " + read[it] } == []
        read[0..<16].join('') == gdb.ask('g').take(16 * 16)
        refused == []
        unavailable.size() <= most

        when: 'drawn values are written to those that take any'
        def free = registers.indices.findAll { registers[it][0] in FREE && !(registers[it][1] in unavailable + STATUS) }
        def drawn = free.collectEntries { [it, (1..registers[it][2]).collect { Integer.toHexString(random.nextInt(16)) }.join('')] }
        // The floating-point registers are halves of the vector-scalar ones; they are written last.
        def order = free.sort { registers[it][0].endsWith('vsx') ? 0 : 1 }
        order.each { assert gdb.ask("P${Integer.toHexString(it)}=${drawn[it]}") == 'OK' }

        then:
        free.every { gdb.ask('p' + Integer.toHexString(it)) == drawn[it] }
        free.size() >= written

        cleanup:
        gdb?.ask('D')

        where:
        board                | least | most | written
        'model:x86_64'       | 90    | 0    | 16
        'kvm'                | 90    | 0    | 16
        'qemu:x86_64'        | 90    | 0    | 16
        'model:arm-vgicv2'   | 107   | 1    | 32
        'qemu:arm64'         | 107   | 1    | 32
        'qemu:riscv64'       | 77    | 0    | 32
        'model:ppc-pr'       | 150   | 102  | 0
        'qemu:ppc64'         | 150   | 0    | 96
        'qemu:ppc64-powernv' | 150   | 0    | 96
    }

    /** The registers whose value is always the same. */
    private static final List<String> CONSTANT = ['zero']
    /** Of those features, the registers that have bits of their own. */
    private static final List<String> STATUS = ['mxcsr', 'fpsr', 'fpcr', 'fcsr', 'fpscr', 'vscr', 'vrsave']

    /** The feature, the name and the number of hex digits of each, in the order of their numbers. */
    private List<List> registers() {
        def text = new StringBuilder()
        for (String part = 'm'; part.startsWith('m');) {
            part = gdb.ask("qXfer:features:read:target.xml:${Integer.toHexString(text.length())},800")
            text << part.substring(1)
        }
        def factory = DocumentBuilderFactory.newInstance()
        factory.setFeature('http://apache.org/xml/features/nonvalidating/load-external-dtd', false)
        def found = factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.toString().bytes)).getElementsByTagName('reg')
        (0..<found.length).collect { found.item(it) }.collect { [it.parentNode.getAttribute('name'), it.getAttribute('name'), (it.getAttribute('bitsize') as int).intdiv(4)] }
    }
}
