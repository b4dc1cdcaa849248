package org.kvmsh.bindings.code.dwarf;

import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.ElfSections;

/**
 * Reads the values of attributes, each in the form that its entry says. Source: DWARF 5, 7.5.6.
 *
 * @param unit the offset of the unit, which some references count from
 */
record DwarfForm(ElfSections sections, int unit, int version, int addressSize) {
    static final int IMPLICIT_CONST = 0x21;

    /** The number of a text or an address in a table of the unit. */
    record Index(long number) {}

    /** An entry of .debug_info, by its offset. */
    record Reference(long offset) {}

    /**
     * A value.
     *
     * @return a Long, a Boolean, a String, an Index, a Reference, or bytes of a block
     */
    Object read(DwarfCursor cursor, int form, long constant) {
        return switch (form) {
            case 0x01 -> cursor.unsigned(addressSize);
            case 0x03 -> cursor.block(cursor.unsigned(Short.BYTES));
            case 0x04 -> cursor.block(cursor.unsigned(Integer.BYTES));
            case 0x05 -> cursor.unsigned(Short.BYTES);
            case 0x06 -> cursor.unsigned(Integer.BYTES);
            case 0x07, 0x20, 0x24 -> cursor.unsigned(Long.BYTES);
            case 0x08 -> cursor.text();
            case 0x09, 0x18 -> cursor.block(cursor.uleb());
            case 0x0a -> cursor.block(cursor.u8());
            case 0x0b -> cursor.unsigned(1);
            case 0x0c -> cursor.u8() != 0;
            case 0x0d -> cursor.sleb();
            case 0x0e -> DwarfCursor.of(sections, "debug_str", cursor.offset()).text();
            case 0x0f, 0x22, 0x23 -> cursor.uleb();
            case 0x10 ->
                // An address in DWARF 2, whose units are not read.
                new Reference(cursor.offset());
            case 0x11 -> reference(cursor.unsigned(1));
            case 0x12 -> reference(cursor.unsigned(Short.BYTES));
            case 0x13 -> reference(cursor.unsigned(Integer.BYTES));
            case 0x14 -> reference(cursor.unsigned(Long.BYTES));
            case 0x15 -> reference(cursor.uleb());
            case 0x16 -> read(cursor, (int) cursor.uleb(), 0);
            case 0x17, 0x1d -> cursor.offset();
            case 0x19 -> true;
            case 0x1a, 0x1b -> new Index(cursor.uleb());
            case 0x1c -> cursor.unsigned(Integer.BYTES);
            case 0x1e -> cursor.block(2 * Long.BYTES);
            case 0x1f ->
                DwarfCursor.of(sections, "debug_line_str", cursor.offset()).text();
            case IMPLICIT_CONST -> constant;
            case 0x25, 0x26, 0x27, 0x28 -> new Index(cursor.unsigned(form - 0x24));
            case 0x29, 0x2a, 0x2b, 0x2c -> new Index(cursor.unsigned(form - 0x28));
            default ->
                throw new CodeError(
                        0, "unknown form 0x" + Integer.toHexString(form) + " in DWARF " + version + " of .debug_info");
        };
    }

    private Reference reference(long offset) {
        return new Reference(unit + offset);
    }
}
