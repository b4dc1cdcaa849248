package org.kvmsh.specs.agent

import java.nio.ByteBuffer
import java.util.function.Supplier
import org.kvmsh.bindings.kernel.BoardLost
import org.kvmsh.bindings.remote.CollectedWrites
import spock.lang.Specification

/** The agent sends what the vCPUs of a VM wrote with their replies, each with its position in the log; threads take the replies in any order. */
class CollectedWritesSpec extends Specification {
    static final int VCPU = 7

    def log = new CollectedWrites()
    def taken = new StringBuffer()

    def "a reply is accepted once all earlier ones have arrived: #replies"() {
        when: 'one after another, none of which may wait'
        replies.each { position, text -> take(position, text) { throw new AssertionError((Object) "$text at $position waits") } }

        then:
        taken.toString() == 'abcde'

        where:
        replies << [
                [[0, 'abc'], [11, 'de']],
                [[0, ''], [0, 'abc'], [11, ''], [11, 'de'], [21, '']],
                [[0, 'abc'], [0, ''], [11, 'de'], [11, '']],
                [[0, 'abc'], [11, 'de'], [0, '']],
        ]
    }

    def "a reply waits for the earlier ones: #text at 11"() {
        given:
        def waits = new Thread({ take(11, text) { null } })
        waits.start()

        when:
        take(0, 'abc') { null }
        waits.join()

        then:
        taken.toString() == 'abc' + text

        where:
        text << ['de', '']
    }

    def "a reply from a lost board does not wait"() {
        when:
        take(11, 'de') { new BoardLost('its link was closed') }

        then:
        taken.toString() == 'de'
    }

    /** A reply's part of the log: one chunk, of 8 bytes and its text. */
    private void take(long position, String text, Supplier<BoardLost> lost) {
        def chunks = ByteBuffer.allocate(text ? 8 + text.length() : 0)
        if (text) {
            chunks.putInt(VCPU).putInt(text.length()).put(text.bytes)
        }
        log.take(position, chunks.flip(), { int vcpu, int entry, byte[] bytes -> taken << new String(bytes) }, lost)
    }
}
