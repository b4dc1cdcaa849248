package org.kvmsh.specs.model

import org.kvmsh.bindings.board.Board
import org.kvmsh.bindings.board.Boards
import org.kvmsh.specs.kit.EmulatedBoards
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(600)
class ModelOfArm64ExecutesSpec extends Specification {
    static final String MODEL = 'model:arm-vgicv2'
    static final String REAL = 'qemu:arm64'

    @Shared
    @AutoCleanup
    Board model = new Boards(System.getenv()).open(MODEL)

    @Sample(verify = 8)
    def "the instruction is executed: #text"() {
        expect:
        A64Instructions.run(model, hex) == changed

        where:
        [text, hex, changed] << A64Instructions.ROWS
    }

    def "a processor under a kernel's KVM gives the same results"() {
        given:
        Needed.orSkip(REAL)
        def board = EmulatedBoards.open(REAL)

        expect:
        A64Instructions.ROWS.findAll { text, hex, changed -> A64Instructions.run(board, hex) != changed } == []

        cleanup:
        board?.close()
    }
}
