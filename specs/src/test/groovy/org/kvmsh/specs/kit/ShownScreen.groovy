package org.kvmsh.specs.kit

import org.jline.utils.ScreenTerminal

/** What a terminal shows of what was printed. */
class ShownScreen {
    private final int columns
    private final List<long[]> rows

    ShownScreen(String printed, int columns, int rows) {
        this.columns = columns
        def screen = new ScreenTerminal(columns, rows)
        screen.write(printed.replaceAll(/(?<!\r)\n/, '\r\n'))
        def cells = new long[columns * rows]
        screen.dump(cells, 0, 0, rows, columns, new int[2])
        this.rows = (0..<rows).collect { Arrays.copyOfRange(cells, it * columns, (it + 1) * columns) }
    }

    /** Without the empty lines at its end. */
    List<String> lines() {
        def all = rows.collect { row -> row.collect { text(it) }.join('').stripTrailing() }
        all.take(all.findLastIndexOf { it } + 1)
    }

    /** The texts of the last line with a prompt, and of those below it, that are shown in a way. */
    List<String> where(Closure<Boolean> look) {
        def pieces = []
        rows.each { row ->
            String piece = ''
            row.each { cell ->
                if (look(cell)) {
                    piece += text(cell)
                } else if (piece) {
                    pieces << piece
                    piece = ''
                }
            }
            if (piece) {
                pieces << piece
            }
        }
        pieces
    }

    List<String> underlined() {
        where { ScreenTerminal.cellUnderline(it) }
    }

    private static String text(long cell) {
        Character.toString(Math.max(ScreenTerminal.cellCodePoint(cell), (int) ' '))
    }
}
