package org.kvmsh.specs.code

import org.kvmsh.bindings.board.Programs
import org.kvmsh.bindings.code.Assembler
import org.kvmsh.bindings.code.CodeError
import org.kvmsh.bindings.code.CodeMode
import org.kvmsh.bindings.code.Disassembler
import org.kvmsh.bindings.code.Objdump
import org.kvmsh.specs.kit.Needed
import spock.lang.Specification

/** What a listing prints for x86 is text for {@code asm:}: each instruction as libcapstone or objdump prints it becomes the same bytes again. */
class ListingsAssembleAgainSpec extends Specification {
    private static final long ORIGIN = 0x1000
    /** Each instruction has a place of its own, so that it is at the same address again whatever becomes of the others. */
    private static final int PLACE = 16
    /** int3, which is between them. */
    private static final byte BETWEEN = 0xcc as byte

    /**
     * What libcapstone prints in another way: version 4 leaves the prefix of an SSE instruction out of account in 16-bit code, does not know some of them at all, has the 32-bit
     * register of SVM's instructions there, and no suffix of the sysexit that returns to 64-bit code.
     */
    private static final Map<CodeMode, String> KNOWN = [(CodeMode.X86_16): /(26)?(66|f2|f3)+(0f.*|90)|0f01d[8abf]/, (CodeMode.X86_64): /480f35/]

    def "what #program prints on #mode assembles to the same bytes"() {
        given:
        Needed.orSkip("asm:$mode", program)
        def texts = assembled(mode, places(X86Instructions.of(mode)))
        def printed = read(program, mode, texts)

        when:
        def again = assembled(mode, printed)
        def reread = read(program, mode, again)
        def same = texts.findAll { place, bytes -> bytes == again[place] }
        def asLong = texts.findAll { place, bytes -> !same.containsKey(place) && bytes.length == again[place]?.length && printed[place] == reread[place] }
        println "$program on $mode: ${texts.size()} instructions; ${same.size()} become the same bytes, ${asLong.size()} others of the same length and meaning"
        def wrong = (texts - same - asLong).collectEntries { place, bytes -> [bytes.encodeHex().toString(), "${printed[place]} -> ${again[place]?.encodeHex()}".toString()] }

        then:
        texts.size() > 600
        wrong.findAll { hex, text -> program == 'objdump' || !(hex ==~ (KNOWN[mode] ?: '')) } == [:]
        same.size() > texts.size() * 0.95

        where:
        [program, mode] << [['libcapstone', 'objdump'], CodeMode.values().findAll { it.name().startsWith('X86') }].combinations()
    }

    private static Map<Long, String> places(List<String> texts) {
        (0..<texts.size()).collectEntries { [ORIGIN + it * PLACE, texts[it]] }
    }

    private static byte[] image(Map<Long, byte[]> pieces) {
        def image = new byte[pieces.keySet().max() + PLACE - ORIGIN]
        Arrays.fill(image, BETWEEN)
        pieces.each { place, bytes -> System.arraycopy(bytes, 0, image, (int) (place - ORIGIN), bytes.length) }
        image
    }

    /** The first instruction of each place, where it is all that is there. */
    private static Map<Long, String> read(String program, CodeMode mode, Map<Long, byte[]> pieces) {
        def image = image(pieces)
        def rows = (program == 'objdump' ? new Objdump(new Programs(System.getenv())).disassemble(mode, ORIGIN, image) : new Disassembler().disassemble(mode, ORIGIN, image).instructions())
        def found = rows.collectEntries { [it.address(), it] }
        pieces.collectEntries { place, bytes -> [place, found[place]?.bytes() == bytes ? found[place].text() : "(none of ${bytes.encodeHex()})".toString()] }
    }

    /** The bytes of each text; a text that as refuses has none. */
    private static Map<Long, byte[]> assembled(CodeMode mode, Map<Long, String> texts) {
        def kept = texts.keySet().toList()
        while (true) {
            try {
                def code = new Assembler().assemble(mode, ORIGIN, kept.collect { ".org ${it - ORIGIN}, $BETWEEN; ${texts[it]}\nend$it:" }.join('\n'))
                return kept.collectEntries { [it, code.bytes()[(int) (it - ORIGIN)..<(int) (code.labels()["end$it".toString()] - ORIGIN)] as byte[]] }
            } catch (CodeError e) {
                def lines = [e.line()] + e.notes().findResults { (it =~ /^line (\d+) of/).with { it.find() ? it.group(1) as int : null } }
                kept.removeAll(lines.collect { kept[((it - 1) / 2) as int] })
            }
        }
    }
}
