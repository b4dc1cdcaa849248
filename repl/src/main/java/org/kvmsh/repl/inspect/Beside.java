package org.kvmsh.repl.inspect;

import java.util.Map;

/** Another board's values, shown beside those of the inspected one. */
public interface Beside {
    /** No other board. */
    Beside NOTHING = new Beside() {
        @Override
        public String kernel() {
            return "";
        }

        @Override
        public String capabilities(Map<?, ?> inspected) {
            return "";
        }
    };

    /** The end of the line about the kernel. */
    String kernel();

    /**
     * The end of the line about the capabilities.
     *
     * @param inspected those of the inspected board
     */
    String capabilities(Map<?, ?> inspected);
}
