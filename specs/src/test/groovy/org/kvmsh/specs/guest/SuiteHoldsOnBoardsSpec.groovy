package org.kvmsh.specs.guest

import org.kvmsh.repl.runner.TestScript
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.Specification
import spock.lang.Timeout

/** The conformance suite on real kernels: what a kernel does wrong is in known-differences.toml, and nothing else is red. */
@Timeout(900)
class SuiteHoldsOnBoardsSpec extends Specification {
    /** The tests that hold on a board, in each of the parts into which its scripts are divided; a number may only rise. All of a board's take minutes. */
    private static final Map<String, List<Integer>> HELD = [
        'kvm'             : [500, 780, 610],
        'qemu:ppc64'      : [361, 52, 232, 120],
        'qemu:x86_64'     : [158, 155, 421, 204, 540, 301, 290, 239, 265, 370],
        'qemu:arm64'      : [375, 224, 169, 167, 409],
        'qemu:riscv64'    : [187, 108, 466, 156, 198],
        'qemu:arm64-gicv3': [170],
    ]
    /** Scripts that came after the parts were counted; in another place they would move every later script into another part. */
    private static final List<String> LATER = ['scripts/suite/x86/guest-memfd.groovy', 'scripts/suite/stops.groovy']
    private static final List<String> GICV3 = ['scripts/suite/arm/vgic-v3-state.groovy', 'scripts/suite/arm/interrupts.groovy']

    /** CI draws one part of each board but the last. */
    @Sample(of = 8)
    def "part #part of scripts/suite on #board: #held tests pass, and those that fail are known"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board, "asm:${Needed.mode(board)}")

        when:
        def result = Kvmsh.runShared('test', *partOf(board, part, HELD[board].size()), '-b', board)

        then:
        holds(result, held)

        where:
        [board, part] << HELD.collectMany { board, parts -> parts.indices.collect { [board, it] } }
        held = HELD[board][part]
    }

    /** The files of one of the parts into which a board's scripts are divided. */
    static List<String> partOf(String board, int part, int parts) {
        def scripts = ofBoard(board)
        (0..<scripts.size()).findAll { it % parts == part }.collect { Kvmsh.ROOT.resolve(scripts[it]).toString() }
    }

    /** With a GICv3: what another board of arm64 does not show. Otherwise the scripts that are in no folder of another architecture. */
    private static List<String> ofBoard(String board) {
        if (board.endsWith('gicv3')) {
            return GICV3
        }
        def folder = [x86_64: 'x86', arm64: 'arm', riscv64: 'riscv', ppc64le: 'ppc'][Needed.mode(board)]
        TestScript.of([Kvmsh.ROOT.resolve('scripts/suite')])*.name().findAll { !(it =~ '/(x86|arm|riscv|ppc)/') || it.contains("/$folder/") }.sort { a, b -> LATER.indexOf(a) <=> LATER.indexOf(b) ?: a <=> b }
    }

    private static void holds(Kvmsh.Result result, int held) {
        assert result.out.readLines().findAll { it.startsWith('not ok') } == []
        assert result.status == 0
        assert (result.out.readLines().last() =~ /: (\d+) passed, 0 failed/)[0][1].toInteger() >= held
    }
}
