package org.kvmsh.specs.exits

import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification

/** {@code rep insb} is one exit with several values: the answer is a list, bytes, a text, or one number for all of them. */
class RepeatedInputIsAnsweredSpec extends Specification {
    /** mov di, 0x4000; mov cx, 4; mov dx, 0x60; rep insb; hlt, and with insw in place of insb */
    private static final String BYTES = 'bf0040 b90400 ba6000 f36c f4'
    private static final String WORDS = 'bf0040 b90400 ba6000 f36d f4'
    /** mov eax, [0x8000] of 4 bytes, as MMIO beside 16 KiB of memory; mov [0x1800], eax; hlt */
    private static final String READ = '66 a1 00 80 66 a3 00 18 f4'

    @AutoCleanup
    OnBoard on

    private String guest(String code, String key, String handler, String size = '64.KB') {
        "m = vm { memory at: 0, size: $size; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }; on($key) { e -> $handler } }; m.run until: hlt"
    }

    @Sample(verify = 4)
    def "#board: a handler's #answer for four #what reaches the guest as #hex"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("${guest(code, 'io: 0x60', answer)}; m.mem(0x4000, 8).bytes.toString()") == hex

        where:
        [board, [what, code, answer, hex]] << [OnBoard.x86(), [
                ['bytes', BYTES, '[1, 2, 3, 4]', '01 02 03 04 00 00 00 00'],
                ['bytes', BYTES, '[1, 2, 3, -1]', '01 02 03 ff 00 00 00 00'],
                ['bytes', BYTES, "'kvm!'", '6b 76 6d 21 00 00 00 00'],
                ['bytes', BYTES, '[9, 8, 7, 6] as byte[]', '09 08 07 06 00 00 00 00'],
                ['bytes', BYTES, '[9, 8, 7, 6] as int[]', '09 08 07 06 00 00 00 00'],
                ['bytes', BYTES, 'e.machine.mem(0x1000, 4)', 'bf 00 40 b9 00 00 00 00'],
                ['bytes', BYTES, '0x11', '11 11 11 11 00 00 00 00'],
                ['words', WORDS, '[1, 0x203, 0xfffe, -1]', '01 00 03 02 fe ff ff ff'],
                ['words', WORDS, "'12345678'", '31 32 33 34 35 36 37 38']]].combinations()
    }

    def "#board: a fixed answer is each of the values"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("m = vm { memory at: 0, size: 64.KB; load at: 0x1000, hex: '$code'; vcpu(0) { real 0x1000 }; answer io: 0x60, value: 0x241 }; m.run until: hlt; m.mem(0x4000, 8).bytes.toString()") == hex

        where:
        [board, [code, hex]] << [OnBoard.x86(), [[BYTES, '41 41 41 41 00 00 00 00'], [WORDS, '41 02 41 02 41 02 41 02']]].combinations()
    }

    @Sample(verify = 4)
    def "#board: an MMIO read accepts bytes too"() {
        given:
        Needed.orSkip(board)
        on = new OnBoard(board)

        expect:
        on.run("${guest(READ, 'mmio: 0x8000', "'abcd'", '16.KB')}; m.mem(0x1800, 4).text") == 'abcd'

        where:
        board << OnBoard.x86()
    }

    def "in JavaScript the answer is #answer"() {
        given:
        on = new OnBoard('model:x86_64', Language.JS)

        expect:
        on.run("""var m = vm(v => { v.memory({at: 0, size: KB(64)}); v.load({at: 0x1000, hex: '$BYTES'}); v.vcpu(0, c => c.real(0x1000)); v.on({io: 0x60}, e => $answer) })
                  m.run({until: hlt}); m.mem(0x4000, 4).text == 'kvm!'""") == true

        where:
        answer << ["'kvm!'", '[0x6b, 0x76, 0x6d, 0x21]', 'Uint8Array.of(0x6b, 0x76, 0x6d, 0x21)', "bytes('kvm!')"]
    }

    def "an answer of the wrong size is reported at the handler: #answer"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        on.run(guest(BYTES, 'io: 0x60', answer))

        then:
        def e = thrown(ScriptError)
        (e.message + e.cause?.message).contains(message)

        where:
        answer                || message
        '[1, 2, 3]'           || 'io in port 0x60 size 1 count 4 takes 4 values, but the answer has 3'
        "'kvm'"               || 'io in port 0x60 size 1 count 4 takes 4 bytes, but the answer has 3'
        '[1, 2, 3, 4, 5]'     || 'takes 4 values, but the answer has 5'
        '[1, 2, 3, 256]'      || 'value 3 of the answer to io has 8 bits: 256 (0x100) does not fit'
        "[1, 2, 3, 'x']"      || "value 3 of the answer to io must be an integer, not 'x', a string"
        "'ab€d'"              || "has a character above 0xff"
        'null'                || 'must return a number, a list of 4 numbers, bytes or a string, but it returned nothing'
        '[a: 1]'              || 'must return a number, a list of 4 numbers, bytes or a string'
    }
}
