package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Needed
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Bytes are written to guest memory, to memory of the board and to descriptors in every way that a script has them. */
class BytesAreWrittenSpec extends Specification {
    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    @Sample(verify = 4)
    def "#language: #write writes #bytes"() {
        given:
        if (write.contains('asm(')) {
            Needed.orSkip('asm:x86_16')
        }
        on = new OnBoard('model:x86_64', language)

        when:
        on.run(language == Language.GROOVY ? 'm = vm { memory at: 0, size: 64.KB }; list = kvm.allocate 16; m.mem 0x2000, hex: "01 02"'
                : "const m = vm({memory: {at: 0, size: KB(64)}}); const list = kvm.allocate(16); m.mem(0x2000, {hex: '01 02'})")
        on.run(write)

        then:
        on.run('m.mem(0x1000, 4).bytes').toString() == bytes || on.run('list.bytes(0, 4)').toString() == bytes

        where:
        language        | write                                     || bytes
        Language.GROOVY | 'm.mem(0x1000, 4).write([1, 2, 3, 255])'  || '01 02 03 ff'
        Language.GROOVY | 'list.write([1, 2, 3, 255])'              || '01 02 03 ff'
        Language.GROOVY | 'list.write 1, [1, 2]'                    || '00 01 02 00'
        Language.GROOVY | 'list.write 0, [1, 2] as byte[]'          || '01 02 00 00'
        Language.GROOVY | "list.write 1, 'hi'"                      || '00 68 69 00'
        Language.GROOVY | 'list.write 2, m.mem(0x2000, 2)'          || '00 00 01 02'
        Language.GROOVY | "list.write 0, asm('hlt')"                || 'f4 00 00 00'
        Language.JS     | 'm.mem(0x1000, 4).write([1, 2, 3, 255])'  || '01 02 03 ff'
        Language.JS     | 'list.write([1, 2, 3, 255])'              || '01 02 03 ff'
        Language.JS     | 'list.write(1, [1, 2n])'                  || '00 01 02 00'
        Language.JS     | 'list.write(0, Uint8Array.of(1, 2))'      || '01 02 00 00'
        Language.JS     | 'list.write(0, Uint16Array.of(0x102, 3))' || '02 01 03 00'
        Language.JS     | 'list.write(0, Int32Array.of(7, -2).subarray(1))' || 'fe ff ff ff'
        Language.JS     | "list.write(1, 'hi')"                     || '00 68 69 00'
        Language.JS     | 'list.write(2, m.mem(0x2000, 2))'         || '00 00 01 02'
        Language.JS     | 'list.write(2, m.mem(0x2000, 2).bytes)'   || '00 00 01 02'
    }

    def "what does not fit into memory of the board, or is not a byte, is refused: #text"() {
        given:
        on = new OnBoard('model:x86_64')
        on.run('list = kvm.allocate 16')

        when:
        on.run(text)

        then:
        def e = thrown(ScriptError)
        e.message.contains(message)
        e.site().line() == 1

        where:
        text                       || message
        'list.write 15, [1, 2]'    || 'the offset for writing 2 bytes is 15, but must be from 0 to 14'
        'list.write([0] * 17)'     || '17 bytes do not fit into 16 bytes'
        'list.write([256])'        || 'byte 0'
        'list.write 0, null'       || 'bytes must be a list of numbers'
        "list.write '\u20ac'"     || 'has other characters'
    }

    def "Groovy reads a list after a word without parentheses as an index, and the error has the correct spelling: #text"() {
        given:
        def file = Files.writeString(folder.resolve('a.groovy'), "def m = vm { memory at: 0, size: 64.KB }\ndef file = m.descriptor(3)\n$text\n")

        when:
        def checked = Kvmsh.run('-q', '-b', 'model:x86_64', file.toString()).err
        def typed = Kvmsh.run('-q', '-b', 'model:x86_64', '-e', Files.readString(file)).err

        then:
        checked.contains("a.groovy:3:") && typed.contains('-e:3:')
        [checked, typed].every { it.contains("write takes arguments; put parentheses around a list: write([1, 2])") }

        where:
        text << ['file.write [0] as byte[]', 'file.write [0]', 'm.mem(0x1000, 4).write [1, 2, 3, 4]']
    }
}
