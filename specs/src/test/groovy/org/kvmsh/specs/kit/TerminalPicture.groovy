package org.kvmsh.specs.kit

import groovy.transform.Immutable
import javax.xml.stream.XMLOutputFactory
import javax.xml.stream.XMLStreamWriter
import org.jline.utils.ScreenTerminal

/** What a terminal shows of a program's output, as SVG: with its own background, so that a page of any color can show it. */
class TerminalPicture {
    static final int ROWS = 100
    /** A cell of a font that is 14 units high; each piece is stretched to its cells, for any font. */
    static final BigDecimal WIDTH = 8.4
    static final int HEIGHT = 20, MARGIN = 16, FONT = 14
    static final String BACKGROUND = '#1b1f27', TEXT = '#dbe2ea', FAINT = '#8d97a5'
    /** The terminal's colors, 4 bits each of red, green and blue. */
    static final Map<Integer, String> COLORS = [0x800: '#ff7b72', 0x080: '#6fdd8b', 0x880: '#e6c15a']

    /** The text of cells with the same style. */
    @Immutable
    static class Piece {
        int column
        String text, color
        boolean bold
    }

    /**
     * The picture of what a terminal of that width shows at the end.
     *
     * @param printed with the sequences of a terminal
     */
    static String of(String printed, int columns, String title) {
        def rows = rows(printed, columns)
        def out = new StringWriter()
        def xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out)
        def width = (columns * WIDTH + 2 * MARGIN).toBigInteger(), height = rows.size() * HEIGHT + 2 * MARGIN
        xml.writeStartElement('svg')
        xml.writeDefaultNamespace('http://www.w3.org/2000/svg')
        attributes(xml, [viewBox: "0 0 $width $height", width: width, height: height, role: 'img', 'font-size': FONT, fill: TEXT,
                'font-family': "ui-monospace, 'SFMono-Regular', Menlo, Consolas, 'DejaVu Sans Mono', monospace"])
        element(xml, 'title', [:], title)
        element(xml, 'rect', [width: width, height: height, rx: 8, fill: BACKGROUND], null)
        rows.eachWithIndex { pieces, row ->
            pieces.each { piece ->
                def look = (piece.color ? [fill: piece.color] : [:]) + (piece.bold ? ['font-weight': 'bold'] : [:])
                element(xml, 'text', [x: MARGIN + piece.column * WIDTH, y: MARGIN + row * HEIGHT + FONT, textLength: piece.text.length() * WIDTH, lengthAdjust: 'spacingAndGlyphs', 'xml:space': 'preserve'] + look, piece.text)
            }
        }
        xml.writeCharacters('\n')
        xml.writeEndElement()
        xml.close()
        out.toString() + '\n'
    }

    private static List<List<Piece>> rows(String printed, int columns) {
        def screen = new ScreenTerminal(columns, ROWS)
        screen.write(printed)
        def cells = new long[columns * ROWS]
        screen.dump(cells, 0, 0, ROWS, columns, new int[2])
        def rows = (0..<ROWS).collect { pieces(cells[it * columns..<(it + 1) * columns]) }
        rows.take(rows.findLastIndexOf { !it.empty } + 1)
    }

    private static List<Piece> pieces(List<Long> cells) {
        def pieces = []
        int from = 0
        while (from < cells.size()) {
            int to = from
            while (to < cells.size() && ScreenTerminal.cellAttr(cells[to]) == ScreenTerminal.cellAttr(cells[from])) {
                to++
            }
            def text = cells[from..<to].collect { Character.toString(Math.max(ScreenTerminal.cellCodePoint(it), (int) ' ')) }.join('')
            if (!text.blank) {
                pieces << new Piece(from + text.length() - text.stripLeading().length(), text.strip(), color(cells[from]), ScreenTerminal.cellBold(cells[from]))
            }
            from = to
        }
        pieces
    }

    private static String color(long cell) {
        ScreenTerminal.cellDim(cell) ? FAINT : ScreenTerminal.cellHasForeground(cell) ? COLORS[ScreenTerminal.cellForeground(cell)] : null
    }

    private static void element(XMLStreamWriter xml, String name, Map<String, Object> attributes, String text) {
        xml.writeCharacters('\n')
        xml.writeStartElement(name)
        TerminalPicture.attributes(xml, attributes)
        if (text != null) {
            xml.writeCharacters(text)
        }
        xml.writeEndElement()
    }

    private static void attributes(XMLStreamWriter xml, Map<String, Object> named) {
        named.each { name, value -> xml.writeAttribute(name, value instanceof BigDecimal ? value.stripTrailingZeros().toPlainString() : "$value") }
    }
}
