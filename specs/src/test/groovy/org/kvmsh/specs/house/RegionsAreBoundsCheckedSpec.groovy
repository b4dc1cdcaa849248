package org.kvmsh.specs.house

import org.kvmsh.bindings.kernel.Region
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

class RegionsAreBoundsCheckedSpec extends Specification {
    def "#board: an access that is not fully inside is refused: #bytes bytes at #offset of 0x2000"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        def region = on.board.kernel().allocate(0x2000).region()

        when:
        region.get(offset, bytes)

        then:
        thrown(IndexOutOfBoundsException)

        when:
        region.put(offset, bytes, 0)

        then:
        thrown(IndexOutOfBoundsException)

        cleanup:
        region.close()
        on.close()

        where:
        [board, [offset, bytes]] << [OnBoard.x86(), [[-1L, 1], [0x2000L, 1], [0x1fffL, 2], [0x1ffdL, 4], [0x1ff9L, 8], [Long.MAX_VALUE, 8], [Long.MIN_VALUE, 1]]].combinations()
    }

    def "#board: values have the board's byte order, also across chunks of memory"() {
        given:
        def on = new OnBoard(board)
        Region region = on.board.kernel().allocate(0x20000).region()

        when:
        (1..8).each { bytes -> region.put(at + 16 * bytes, bytes, 0x1122334455667788L) }

        then:
        (1..8).every { bytes -> region.get(at + 16 * bytes, bytes) == (0x1122334455667788L & (bytes == 8 ? -1L : (1L << 8 * bytes) - 1)) }
        region.bytes(at + 16 * 4, 4).encodeHex().toString() == word
        region.bytes(at + 16 * 3, 3).encodeHex().toString() == three

        cleanup:
        region.close()
        on.close()

        where:
        board          | at                | word       | three
        'model:x86_64' | 0x100L            | '88776655' | '887766'
        'model:x86_64' | 0xfffeL - 16 * 4  | '88776655' | '887766'
        'model:x86_64' | 0xfffdL - 16 * 8  | '88776655' | '887766'
        'model:rfc'    | 0x100L            | '55667788' | '667788'
        'model:rfc'    | 0xfffeL - 16 * 4  | '55667788' | '667788'
        'model:rfc'    | 0xffffL - 16 * 2  | '55667788' | '667788'
    }

    def "#board: unmapped memory cannot be accessed"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        def region = on.board.kernel().allocate(0x1000).region()
        region.close()
        region.close()

        when:
        region.getByte(0)

        then:
        thrown(IllegalStateException)

        cleanup:
        on.close()

        where:
        board << OnBoard.x86()
    }

    def "#board: bytes are read and written in bulk up to the last byte"() {
        given:
        Needed.orSkip(board)
        def on = new OnBoard(board)
        def region = on.board.kernel().allocate(0x30000).region()
        def bytes = new byte[0x30000]
        new Random(1).nextBytes(bytes)

        when:
        region.write(0, bytes)

        then:
        region.bytes(0, bytes.length) == bytes
        region.bytes(0x30000, 0).length == 0

        when:
        region.write(1, bytes)

        then:
        thrown(IndexOutOfBoundsException)

        cleanup:
        region.close()
        on.close()

        where:
        board << OnBoard.x86()
    }
}
