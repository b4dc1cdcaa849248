package org.kvmsh.bindings.code;

import java.util.HexFormat;

/**
 * One instruction, or undecodable bytes.
 *
 * @param mnemonic empty if the bytes are no instruction
 */
public record Instruction(long address, byte[] bytes, String mnemonic, String operands) {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    public Instruction {
        bytes = bytes.clone();
    }

    @Override public byte[] bytes() {
        return bytes.clone();
    }

    /** As an assembler's text has it. */
    public String text() {
        return mnemonic.isEmpty() ? ".byte 0x" + HexFormat.ofDelimiter(", 0x").formatHex(bytes) : operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }

    String hex() {
        return HEX.formatHex(bytes);
    }

    @Override public String toString() {
        return "0x" + Long.toHexString(address) + "  " + hex() + "  " + text();
    }
}
