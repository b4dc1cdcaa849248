package org.kvmsh.specs.language

import java.nio.file.Files
import java.nio.file.Path
import org.kvmsh.dsl.lang.Language
import org.kvmsh.dsl.script.ScriptError
import org.kvmsh.specs.kit.OnBoard
import org.kvmsh.specs.kit.Sample
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The bytes of a board's memory and of guest memory are a list, a copy as an array on request, and what takes only an array says how to ask for one. */
class BytesAreReadSpec extends Specification {
    static final Map<Language, String> SET_UP = [
            (Language.GROOVY): "m = vm { memory at: 0, size: 64.KB; load at: 0x1000, bytes: [0x41, 0x42, 0x43, 200] }; list = kvm.allocate 16; list.write([0x41, 0x42, 0x43, 200])",
            (Language.JS): 'var m = vm({memory: {at: 0, size: KB(64)}, load: {at: 0x1000, bytes: [0x41, 0x42, 0x43, 200]}}); var list = kvm.allocate(16); list.write([0x41, 0x42, 0x43, 200])']
    static final Map<Language, List<String>> BYTES = [(Language.GROOVY): ['list.bytes(0, 4)', 'm.mem(0x1000, 4).bytes'], (Language.JS): ['list.bytes(0, 4)', 'm.mem(0x1000, 4).bytes']]

    /** What is done with bytes, and its result as text. */
    static final Map<String, String> IN_GROOVY = [
            '(BYTES as byte[]).length': '4', '(BYTES as byte[]).encodeHex().toString()': '414243c8', 'BYTES.toByteArray().encodeHex().toString()': '414243c8', "new String(BYTES as byte[], 'ISO-8859-1')": 'ABC\u00c8',
            'java.nio.ByteBuffer.wrap(BYTES as byte[]).getInt(0) == 0x414243c8': 'true', 'Arrays.equals(BYTES as byte[], [0x41, 0x42, 0x43, 200] as byte[])': 'true', 'Arrays.copyOf(BYTES.toByteArray(), 1).encodeHex().toString()': '41',
            'def a = BYTES as byte[]; a[3]': '-56', 'byte[] a = BYTES; a.length': '4', 'BYTES[3]': '200', 'BYTES.length': '4', 'BYTES.size()': '4', 'BYTES == [0x41, 0x42, 0x43, 200]': 'true', 'BYTES[0..1]': '[65, 66]',
            'BYTES.collect { it + 1 }': '[66, 67, 68, 201]', 'BYTES.sum()': '398', 'BYTES.toList()': '[65, 66, 67, 200]', 'list.write(8, BYTES); list.bytes(8, 4)': '41 42 43 c8', 'list.write(8, BYTES as byte[]); list.bytes(8, 4)': '41 42 43 c8',
            '(BYTES as byte[]).getClass().simpleName': 'byte[]']
    static final Map<String, String> IN_JS = [
            'BYTES[3]': '200', 'BYTES.length': '4', 'String([...BYTES])': '65,66,67,200', 'let s = ""; for (const each of BYTES) s += each; s': '656667200', 'String(Uint8Array.from(BYTES))': '65,66,67,200', 'String(new Uint8Array(BYTES))': '65,66,67,200',
            'String(Array.from(BYTES))': '65,66,67,200', 'String(BYTES.map(x => x + 1))': '66,67,68,201', 'String(BYTES.slice(1))': '66,67,200', 'String.fromCharCode(...BYTES)': 'ABC\u00c8', 'JSON.stringify(BYTES)': '[65,66,67,200]', 'Array.isArray(BYTES)': 'true',
            'BYTES.indexOf(0x42)': '1', 'BYTES.every(x => x > 0)': 'true', 'const [a, b] = BYTES; b': '66', 'new DataView(Uint8Array.from(BYTES).buffer).getUint32(0) == 0x414243c8': 'true', 'list.write(8, BYTES); list.bytes(8, 4)': '41 42 43 c8',
            'list.write(8, Uint8Array.from(BYTES)); list.bytes(8, 4)': '41 42 43 c8', 'Uint8Array.from(BYTES).subarray(3)[0]': '200']

    /** What only an array has, or only takes. */
    static final List<String> ARRAYS_ONLY = [
            "new String(BYTES, 'ISO-8859-1')", 'java.nio.ByteBuffer.wrap(BYTES)', 'Arrays.equals(BYTES, [1] as byte[])', 'Arrays.copyOf(BYTES, 2)', 'java.util.HexFormat.of().formatHex(BYTES)', 'new java.math.BigInteger(BYTES)',
            'new ByteArrayInputStream(BYTES)', 'BYTES.encodeHex()', 'BYTES.encodeBase64()', 'def a = BYTES; java.nio.ByteBuffer.wrap(a)', 'def a = [BYTES]; java.nio.ByteBuffer.wrap(a[0])']

    @TempDir
    Path folder

    @AutoCleanup
    OnBoard on

    @Sample(verify = 16)
    def "#language: #expression is #value"() {
        given:
        on = new OnBoard('model:x86_64', language)

        expect:
        BYTES[language].every { bytes ->
            on.run(SET_UP[language])
            def names = expression.replaceFirst('^(let|const) ', language == Language.JS ? 'var ' : '$1 ').replace('BYTES', bytes)
            on.run(names).toString() == value
        }

        where:
        [language, expression, value] << IN_GROOVY.collect { [Language.GROOVY, it.key, it.value] } + IN_JS.collect { [Language.JS, it.key, it.value] }
    }

    @Sample(verify = 8)
    def "what takes only an array names the form that makes one: #text, in a file: #file"() {
        given:
        on = new OnBoard('model:x86_64')

        when:
        def wrong = BYTES[Language.GROOVY].findResults { bytes ->
            def script = "${SET_UP[Language.GROOVY]}\n${text.replace('BYTES', bytes)}\n"
            try {
                file ? on.runFile(Files.writeString(folder.resolve('a.groovy'), script)) : on.run(script)
                'nothing was said'
            } catch (ScriptError e) {
                e.site().line() == 2 && e.notes() == ['for a byte array, write: list.bytes(0, 8) as byte[]'] && !e.headline().contains('org.kvmsh') ? null : e.toString()
            }
        }

        then:
        wrong == []

        where:
        [text, file] << [ARRAYS_ONLY, [false, true]].combinations()
    }
}
