package org.kvmsh.bindings.code.dwarf;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The lines of a program's addresses. */
public final class LineTable {
    /** That of a file without any. */
    public static final LineTable NONE = new LineTable(List.of());

    private final List<Row> rows;

    /**
     * The line of an address and of those up to the next row.
     *
     * @param file as the compiler found it, in a directory if it was not in that of the compilation
     * @param line from 1; 0 for code of no line
     * @param statement whether a breakpoint of the line may be there
     * @param end whether the code ends before the address
     */
    public record Row(long address, String file, int line, boolean statement, boolean end) {
        /** {@code x.c:12}. */
        @Override
        public String toString() {
            return base() + ":" + line;
        }

        String base() {
            return LineTable.base(file);
        }

        /** Whether a name is the file's, with as many of its directories as the name has. */
        private boolean isOf(String name) {
            return file.equals(name) || file.endsWith("/" + name);
        }

        private boolean isEndOf(String name) {
            return name.endsWith("/" + file);
        }
    }

    /** @param rows in the order of their addresses */
    LineTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    static String base(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** The row that an address belongs to; null if it has no line. */
    public Row of(long address) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(rows.get(middle).address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Row row = low == 0 ? null : rows.get(low - 1);
        return row == null || row.end() || row.line() == 0 ? null : row;
    }

    /** The rows of a file at which a debugger may stop; a name with more directories than any file has counts too. */
    private Stream<Row> of(String file) {
        Predicate<Row> named =
                rows.stream().anyMatch(row -> row.isOf(file)) ? row -> row.isOf(file) : row -> row.isEndOf(file);
        return rows.stream().filter(row -> !row.end() && row.statement()).filter(named);
    }

    /** The addresses at which a debugger may stop for a line; empty if it has no code. */
    public List<Long> addresses(String file, int line) {
        return of(file).filter(row -> row.line() == line)
                .map(Row::address)
                .distinct()
                .toList();
    }

    /** The lines of a file that have code, in their order. */
    public List<Integer> lines(String file) {
        return of(file).filter(row -> row.line() > 0)
                .map(Row::line)
                .distinct()
                .sorted()
                .toList();
    }

    /** The names of the files that have code, without directories. */
    public List<String> files() {
        return rows.stream().map(Row::base).distinct().sorted().toList();
    }
}
