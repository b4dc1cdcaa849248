package org.kvmsh.specs.board

import java.nio.ByteBuffer
import java.nio.ByteOrder
import org.kvmsh.bindings.board.KernelNotes
import spock.lang.Specification

/** A kernel's build id is read from its ELF notes, in its byte order; notes that were cut, or are wrong, are not taken for one. */
class KernelsHaveABuildIdSpec extends Specification {
    static final List<ByteOrder> ORDERS = [ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN]
    static final String ID = '4a5a9b0affb66c437abcd455d2738af879985fa9'

    def "#what, #order"() {
        expect:
        KernelNotes.buildId(bytes(notes, order), order) == id

        where:
        [[what, notes, id], order] << [[
                ['the first note', [note('GNU', 3, ID), note('Linux', 257, '00000000')], ID],
                ['the last note, after names and contents that are padded', [note('Linux', 257, '00'), note('Xen', 6, '0102030405'), note('GNU', 3, ID)], ID],
                ['an id of another length', [note('GNU', 3, '0102030405')], '0102030405'],
                ['another note of GNU', [note('GNU', 1, ID)], 'none in /sys/kernel/notes'],
                ['the number in another namespace', [note('Xen', 3, ID)], 'none in /sys/kernel/notes'],
                ['no note', [], 'none in /sys/kernel/notes']], ORDERS].combinations()
    }

    def "notes that were cut at any byte have no wrong id, #order"() {
        given:
        def all = bytes([note('Linux', 257, '00'), note('GNU', 3, ID)], order)

        expect:
        (0..<all.length).every { KernelNotes.buildId(Arrays.copyOf(all, it), order) in ['none in /sys/kernel/notes', 'not readable: /sys/kernel/notes'] }
        ORDERS.every { KernelNotes.buildId(all, it) == (it == order ? ID : 'not readable: /sys/kernel/notes') }

        where:
        order << ORDERS
    }

    private static List note(String name, int type, String content) {
        [name, type, content]
    }

    private static byte[] bytes(List notes, ByteOrder order) {
        def all = ByteBuffer.allocate(1000).order(order)
        notes.each { name, type, content ->
            def text = (name + '\0').bytes
            all.putInt(text.length).putInt(content.length().intdiv(2)).putInt(type)
            [text, content.decodeHex()].each { part ->
                all.put((byte[]) part).position(all.position() + (-part.length & 3))
            }
        }
        Arrays.copyOf(all.array(), all.position())
    }
}
