package org.kvmsh.bindings.code;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Rows of address, bytes and text, as assemblers and debuggers print code. */
final class Listing {
    static final int A_ROW = 8;

    private record Row(long address, byte[] bytes, String text) {}

    private final List<Row> rows = new ArrayList<>();

    /** More bytes than a row has room for go on below it. */
    void row(long address, byte[] bytes, String text) {
        for (int from = 0; from < Math.max(1, bytes.length); from += A_ROW) {
            int length = Math.min(A_ROW, bytes.length - from);
            byte[] part = new byte[length];
            System.arraycopy(bytes, from, part, 0, length);
            rows.add(new Row(address + from, part, from == 0 ? text : ""));
        }
    }

    @Override
    public String toString() {
        int addresses = rows.stream()
                .mapToInt(row -> Long.toHexString(row.address()).length())
                .max()
                .orElse(1);
        int bytes = rows.stream()
                .filter(row -> !row.text().isEmpty())
                .mapToInt(row -> 3 * row.bytes().length - 1)
                .max()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            String hex = HexFormat.ofDelimiter(" ").formatHex(row.bytes());
            String line = String.format(
                    Locale.ROOT,
                    "0x%0" + addresses + "x  %-" + Math.max(1, bytes) + "s  %s",
                    row.address(),
                    hex,
                    row.text());
            text.append(text.isEmpty() ? "" : "\n").append(line.stripTrailing());
        }
        return text.toString();
    }
}
