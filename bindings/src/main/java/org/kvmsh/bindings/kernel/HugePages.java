package org.kvmsh.bindings.kernel;

/** The huge pages that a board's kernel provides: its pools of hugetlbfs (hugetlbpage.rst). */
public interface HugePages {
    /** A board without huge pages. */
    HugePages NONE = new HugePages() {
        @Override
        public long usual() {
            return 0;
        }

        @Override
        public String whyNot(long size, long page) {
            return "kvmsh can use huge pages only on this host's kernel";
        }
    };

    /** The default page size in bytes; 0 if there are none. */
    long usual();

    /**
     * Why memory in huge pages cannot be allocated.
     *
     * @param size bytes of the memory, a multiple of the page size
     * @param page bytes of a huge page
     * @return the reason, in words; null if enough huge pages are free
     */
    String whyNot(long size, long page);
}
