package org.kvmsh.bindings.kernel;

/** The huge pages that a board's kernel provides: its pools of hugetlbfs (hugetlbpage.rst). */
public interface HugePages {
    /** A board that gives none. */
    HugePages NONE = new HugePages() {
        @Override public long usual() {
            return 0;
        }

        @Override public String whyNot(long size, long page) {
            return "kvmsh can use them only on this host's own kernel";
        }
    };

    /** Bytes of a page where nobody says how many; 0 if there are none. */
    long usual();

    /** Why there is no such memory, in words; null if there is. */
    String whyNot(long size, long page);
}
