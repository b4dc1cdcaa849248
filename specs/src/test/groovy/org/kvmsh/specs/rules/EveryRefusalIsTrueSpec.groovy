package org.kvmsh.specs.rules

import org.kvmsh.bindings.text.TsvTable
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** What is said of a refused call is true: over every ioctl, each kind of descriptor and each field, on every board no rule that is stated as certain is false. */
@Timeout(900)
class EveryRefusalIsTrueSpec extends Specification {
    /** In the order in which a sample of five has kvm and a board that is quick: it draws the first and the sixth. */
    private static final List<String> BOARDS = ['kvm', 'qemu:arm64-rfc', 'qemu:arm64', 'qemu:x86_64', 'qemu:ppc64-rfc', 'qemu:riscv64', 'qemu:arm64-gicv3', 'qemu:ppc64', 'qemu:ppc64-powernv']
    private static final String COUNTS = 'specs/src/test/resources/org/kvmsh/specs/rules/refusals.tsv'

    /** By board: refusals with a certain rule, a count that may only rise. */
    @Shared
    Map<String, List<Integer>> floor = TsvTable.rows(Kvmsh.ROOT.resolve(COUNTS).toFile().text).collectEntries { [it[0], it.drop(1)*.toInteger()] }

    @Sample(of = 5, verify = 16)
    def "#board: no rule that is stated as certain is false"() {
        given:
        Needed.orSkip(board == 'kvm' ? 'kvm:x86_64' : board)
        def on = board == 'kvm' ? new OnBoard(board) : new OnBoard(EmulatedBoards.open(board))
        def all = new EveryIoctl(on)

        when:
        all.make()
        def refused = all.calls - all.taken
        println "$board: ${all.calls} calls, ${refused} refused: ${all.certain} with a certain rule (${all.absent} absent ioctls), ${all.certain - all.wrong.size()} right, ${all.may} may, ${all.unexplained} without a rule"

        then:
        all.wrong.unique() == []

        and: 'as many are certain as before'
        floor[board] == null || 100 * all.certain >= floor[board][0] * refused

        and: 'as few have no rule'
        floor[board] == null || 100 * all.unexplained <= floor[board][1] * refused

        cleanup:
        all?.unknown?.each { println "$board: no rule: $it" }
        on?.close()

        where:
        board << BOARDS
    }

    def "each board on which a rule is proved is one of them"() {
        expect:
        BOARDS.toSet().containsAll(RuleEvidence.BOARDS.values().flatten())
    }
}
