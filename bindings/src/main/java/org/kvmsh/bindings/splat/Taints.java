package org.kvmsh.bindings.splat;

import java.util.List;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.text.TsvTable;

/**
 * The bits of a kernel's {@code /proc/sys/kernel/tainted}, named by the table {@code taints.tsv}.
 *
 * @param bits 0 of a kernel that is not tainted
 */
public record Taints(long bits) {
    private static final String FILE = "/proc/sys/kernel/tainted";
    private static final Taints NONE = new Taints(0);

    /** A kernel's as they are now; null if the file cannot be read. */
    static Taints of(HostFiles files) {
        String text = files.read(FILE);
        return text == null || !text.strip().matches("\\d{1,18}") ? null : new Taints(Long.parseLong(text.strip()));
    }

    /** The bits set since the start. */
    Taints since(Taints before) {
        return before == null ? NONE : new Taints(bits & ~before.bits);
    }

    /** The taints that are not among the letters of a text. */
    Taints without(String letters) {
        long left = bits;
        for (String[] row : rows()) {
            left &= letters.contains(row[1]) ? ~(1L << Integer.parseInt(row[0])) : ~0L;
        }
        return new Taints(left);
    }

    boolean isEmpty() {
        return bits == 0;
    }

    private static List<String[]> rows() {
        return TsvTable.rows(Taints.class, "taints.tsv");
    }

    /** {@code W (kernel issued warning)}, and a number for a bit that has no name yet. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((bits >>> bit & 1) != 0) {
                text.append(text.isEmpty() ? "" : ", ").append(name(bit));
            }
        }
        return text.toString();
    }

    private static String name(int bit) {
        return rows().stream()
                .filter(row -> Integer.parseInt(row[0]) == bit)
                .map(row -> row[1] + " (" + row[2] + ")")
                .findFirst()
                .orElse("bit " + bit);
    }
}
