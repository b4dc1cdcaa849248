package org.kvmsh.bindings.board;

import java.util.List;
import java.util.stream.Collectors;

/** The options of a board whose kernel has a pool of real mode areas: {@code ?rma_size=128M&rma_count=4}. */
public final class RmaOptions {
    public static final String SIZE = "rma_size";
    public static final String COUNT = "rma_count";
    public static final String CPU = "cpu";
    /** The defaults of kvm_rma_size and kvm_rma_count. */
    private static final String USUAL_SIZE = "128M";

    private static final String USUAL_COUNT = "4";
    private static final int MOST = 9999;
    private static final String UNITS = "KMG";
    private static final int UNIT_BITS = 10;

    private RmaOptions() {}

    /**
     * Checks that a kernel on a processor could set the pool aside.
     *
     * @param sizes the sizes in bytes that an area may have there
     * @param cpu the processor, in words
     * @throws NoSuchBoard if it could not
     */
    public static void check(BoardName name, List<Long> sizes, String cpu) throws NoSuchBoard {
        if (!sizes.contains(size(name))) {
            throw new NoSuchBoard(name.base() + " has " + SIZE + "=" + name.option(SIZE) + "; on " + cpu
                    + ", the size of a real mode area must be one of "
                    + sizes.stream().map(RmaOptions::text).collect(Collectors.joining(", ")));
        }
        String count = name.option(COUNT);
        if (count != null && (!count.matches("[0-9]{1,4}"))) {
            throw new NoSuchBoard(
                    name.base() + " has " + COUNT + "=" + count + "; the number of areas must be from 0 to " + MOST);
        }
    }

    /**
     * The size of an area in bytes, in whole units, read as the kernel's command line is (lib/cmdline.c, memparse); -1
     * for what is no size.
     */
    public static long size(BoardName name) {
        String text = name.options().getOrDefault(SIZE, USUAL_SIZE);
        if (!text.matches("[0-9]{1,9}[" + UNITS + "]")) {
            return -1;
        }
        int unit = UNITS.indexOf(text.charAt(text.length() - 1)) + 1;
        return Long.parseLong(text.substring(0, text.length() - 1)) << unit * UNIT_BITS;
    }

    /** The pool's number of areas. */
    public static int count(BoardName name) {
        return Integer.parseInt(name.options().getOrDefault(COUNT, USUAL_COUNT));
    }

    private static String text(long size) {
        int unit = Math.min(Long.numberOfTrailingZeros(size) / UNIT_BITS, UNITS.length());
        return (size >> unit * UNIT_BITS) + UNITS.substring(unit - 1, unit);
    }
}
