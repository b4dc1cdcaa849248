package org.kvmsh.dsl.paging;

import java.nio.ByteBuffer;

/** The page tables of a range of addresses, as the control registers of a vCPU select them. Level 0 is the last. */
public interface Paging {
    /** The kind of paging: {@code Sv39}. */
    String name();

    /** The lowest address that is looked up in these tables. */
    default long first() {
        return 0;
    }

    /** Whether the upper half of the addresses is at the top of the address space. */
    default boolean isSigned() {
        return false;
    }

    /** Why an address is in no page, whatever the tables hold; empty if they decide. */
    String outside(long address);

    /** The guest physical address of the first table. */
    long root();

    /** The number of tables on the way to a page of the smallest size. */
    int levels();

    /** The lowest bit of an address that selects an entry of a level's table; the bits below are inside a page. */
    int shift(int level);

    /** The size of a page that a level's entry maps. */
    default long size(int level) {
        return 1L << shift(level);
    }

    /** The number of bits that select an entry of a level's table. */
    int indexBits(int level);

    /** The number of bits of an address that are looked up, or are inside a page. */
    default int addressBits() {
        return shift(levels() - 1) + indexBits(levels() - 1);
    }

    /** An address whose bits above those that are looked up repeat the highest of them. */
    default long canonical(long address) {
        int above = Long.SIZE - addressBits();
        return address << above >> above;
    }

    /** The size of an entry. */
    default int entryBytes() {
        return Long.BYTES;
    }

    /**
     * An entry in the bytes of a table.
     *
     * @param table in little-endian order
     */
    default long entry(ByteBuffer table, int index) {
        return entryBytes() == Long.BYTES
                ? table.getLong(index * Long.BYTES)
                : Integer.toUnsignedLong(table.getInt(index * Integer.BYTES));
    }

    /** Puts an entry in the bytes of a table, as {@link #entry} reads it. */
    default void put(ByteBuffer table, int index, long entry) {
        if (entryBytes() == Long.BYTES) {
            table.putLong(index * Long.BYTES, entry);
        } else {
            table.putInt(index * Integer.BYTES, (int) entry);
        }
    }

    /** What a level's table is called: {@code page directory}. */
    default String table(int level) {
        return "level " + level + " table";
    }

    /** Why the processor does not use an entry; empty if it does. */
    String refused(int level, long entry);

    /** Whether an entry that is not refused is a page's; otherwise it leads to another table. */
    boolean isPage(int level, long entry);

    /** The guest physical address of the page or the table that an entry leads to. */
    long output(int level, long entry);

    /**
     * The tables below an entry that leads to a table: an entry of a radix tree says how many bits select one of the
     * next table's.
     */
    default Paging below(int level, long entry) {
        return this;
    }

    /** The tables with a last one for pages of a size, if that is a matter of choice. */
    default Paging withPages(long size) {
        return this;
    }

    /** What an entry allows, for its page or for all below its table. */
    Rights rights(int level, long entry);

    /**
     * An entry of a level's table that maps a page. It has no more than the physical address and the rights that fit:
     * {@link #output} and {@link #rights} tell what it has.
     */
    long page(int level, long physical, Rights rights);

    /** An entry of a level's table that leads to another table, and restricts nothing. */
    long link(int level, long table);

    /** The entry of the table below that maps one of the parts of a page as the page's own entry does. */
    long part(int level, long page, int index);

    /** An entry's bits that are set, by their names in the processor's manual. */
    String bits(int level, long entry);

    /** The guest physical address of an address's entry in a level's table. */
    default long at(int level, long table, long address) {
        return table + (long) index(level, address) * entryBytes();
    }

    /** The index of an address in a level's table. */
    default int index(int level, long address) {
        return (int) (address >>> shift(level) & (1L << indexBits(level)) - 1);
    }
}
