package org.kvmsh.specs.guest

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import spock.lang.Specification

/** The result of allocate is memory: its bytes are a view, not a copy that loses assignments. */
class AllocatedMemoryIsWrittenSpec extends Specification {
    def "assigning a byte writes to the memory, in Groovy"() {
        given:
        def on = new OnBoard('model:x86_64')

        expect:
        on.run('a = (vm { memory at: 0, size: 64.KB }).allocate(64); b = a.bytes(8, 4); b[1] = 0xff; a.bytes(0, 16).toString()') == '00 00 00 00 00 00 00 00 00 ff 00 00 00 00 00 00'
        on.run('a.write 8, [1, 2] as byte[]; b.toString()') == '01 02 00 00'
        on.run('new BigInteger(1, (byte[]) a.bytes(8, 2))') == 0x102

        when:
        on.run('b[4] = 1')

        then:
        def behind = thrown(ScriptError)
        behind.message.contains('the offset is 4, but must be from 0 to 3')

        when:
        on.run('b[-1] = 7')

        then:
        on.run('b.toString()') == '01 02 00 07'

        when:
        on.run('a.bytes(60, 8)')

        then:
        def outside = thrown(ScriptError)
        outside.message.contains('the number of bytes')

        cleanup:
        on.close()
    }

    def "assigning a byte writes to the memory, in JavaScript"() {
        given:
        def on = new OnBoard('model:x86_64', Language.JS)

        expect:
        on.run('const a = vm({memory: {at: 0, size: KB(64)}}).allocate(64); const b = a.bytes(8, 4); b[1] = 0xff; String(a.bytes(0, 16)[9])') == '255'
        on.run('b.reduce((sum, byte) => sum + byte, 0)') as int == 255
        on.run('b.length') as int == 4

        cleanup:
        on.close()
    }
}
