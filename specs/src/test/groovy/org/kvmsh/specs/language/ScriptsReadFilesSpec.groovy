package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import spock.lang.Specification
import spock.lang.TempDir

/** A script reads the bytes of a file and their number, in both languages alike. */
class ScriptsReadFilesSpec extends Specification {
    @TempDir
    Path folder

    private Kvmsh.Result run(String language, String text) {
        Files.write(folder.resolve('all.bin'), (0..255).collect { (byte) it } as byte[])
        Files.write(folder.resolve('none.bin'), new byte[0])
        def script = Files.writeString(folder.resolve("a.$language"), text + '\n')
        Kvmsh.run('-q', '-b', 'model:x86_64', script.toString())
    }

    def "in #language, #text reads #bytes"() {
        expect:
        with(run(language, language == 'js' ? "const read = $text\nprintln(read.length + ' ' + [...read].join(','))" : "def read = $text\nprintln read.length + ' ' + read.collect { it & 0xff }.join(',')")) {
            err == ''
            out.trim() == "${bytes.size()} ${bytes.join(',')}".trim()
        }

        where:
        language | text                                            || bytes
        'groovy' | "readFile('all.bin')"                           || 0..255
        'groovy' | "readFile('all.bin', at: 0xfe)"                 || [254, 255]
        'groovy' | "readFile('all.bin', at: 128, length: 2)"       || [128, 129]
        'groovy' | "readFile('all.bin', length: 3)"                || [0, 1, 2]
        'groovy' | "readFile('all.bin', at: 256)"                  || []
        'groovy' | "readFile('none.bin')"                          || []
        'js'     | "readFile('all.bin')"                           || 0..255
        'js'     | "readFile('all.bin', {at: 0xfe})"               || [254, 255]
        'js'     | "readFile('all.bin', {at: 128, length: 2})"     || [128, 129]
        'js'     | "readFile('all.bin', {length: 3})"              || [0, 1, 2]
        'js'     | "readFile('all.bin', {at: 256})"                || []
        'js'     | "readFile('none.bin')"                          || []
    }

    def "the bytes are loaded into a guest, in #language"() {
        expect:
        with(run(language, text)) {
            err == ''
            out.trim().endsWith('1 expectation held')
        }

        where:
        language | text
        'groovy' | "def m = vm { memory at: 0, size: 64.KB; load at: 0x1000, bytes: readFile('all.bin') }\nexpect { m.mem(0x10ff, 1).u8(0) == 255 }"
        'js'     | "const m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, bytes: readFile('all.bin')}})\nexpect(() => m.mem(0x10ff, 1).u8(0) == 255)"
    }

    def "#text is refused at its position: #message"() {
        given:
        def result = run(language, text)

        expect:
        result.status == 1
        result.err.contains("a.$language:1:")
        result.err.contains(message)

        where:
        language | text                                          || message
        'groovy' | "readFile 'missing.bin'"                      || 'no such file: missing.bin'
        'groovy' | "readFile '/'"                                || '/ is a directory'
        'groovy' | "readFile '/dev/zero'"                        || '/dev/zero is not a regular file'
        'groovy' | "readFile 'all.bin', at: 257"                 || 'at: 0x101 is beyond the end of all.bin'
        'groovy' | "readFile 'all.bin', at: 254, length: 4"      || 'all.bin has only 2 of the 4 bytes at 0xfe'
        'groovy' | "readFile 'all.bin', at: -1"                  || 'at:'
        'groovy' | "readFile 'all.bin', length: 0"               || 'length:'
        'js'     | "readFile('missing.bin')"                     || 'no such file: missing.bin'
        'js'     | "readFile('/')"                               || '/ is a directory'
        'js'     | "readFile('all.bin', {at: 257})"              || 'at: 0x101 is beyond the end of all.bin'
        'js'     | "readFile('all.bin', {at: 254, length: 4})"   || 'all.bin has only 2 of the 4 bytes at 0xfe'
    }

    def "a file too large for a script is refused before it is read whole"() {
        given:
        new RandomAccessFile(folder.resolve('large.bin').toFile(), 'rw').withCloseable { it.length = (64 << 20) + 1 }

        expect:
        run('groovy', "readFile 'large.bin'").err.contains('large.bin is larger than 64 MiB, the most that readFile reads at once')
        run('groovy', "println readFile('large.bin', at: 64.MB).length").out.trim() == '1'
    }
}
