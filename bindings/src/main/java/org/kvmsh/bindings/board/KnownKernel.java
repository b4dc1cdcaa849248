package org.kvmsh.bindings.board;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The facts known of the kernel that a board has booted, besides those that the kernel tells itself.
 *
 * @param symbols adds file and line to functions in lines of its log
 * @param console the lines that the board has printed since it was started; none of a board whose console is not read
 * @param git what git describe prints of its source; null if it is not known
 * @param config the SHA-256 of its configuration; null if it is not known
 */
public record KnownKernel(
        UnaryOperator<List<String>> symbols, Supplier<List<String>> console, String git, String config) {
    /** The facts known of a kernel that runs already: none. */
    public static final KnownKernel NOTHING = new KnownKernel(UnaryOperator.identity(), List::of, null, null);
}
