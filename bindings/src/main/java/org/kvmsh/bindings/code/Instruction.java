package org.kvmsh.bindings.code;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One instruction, or undecodable bytes.
 *
 * @param mnemonic empty if the bytes are no instruction
 */
public record Instruction(long address, byte[] bytes, String mnemonic, String operands) {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    /** Branches and calls of all architectures, which end with the address that they lead to. */
    private static final Pattern BRANCH =
            Pattern.compile("j[a-z]*|call[a-z]*|loop[a-z]*|b(l|la|a|c|cl)?|b\\.?[a-z]{2,4}[+-]?|cbn?z|tbn?z");

    private static final Pattern TARGET = Pattern.compile("(?:.*[\\s,])?#?(?:0x)?([0-9a-f]{1,16})");

    public Instruction {
        bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The instruction as assembler text. */
    public String text() {
        return mnemonic.isEmpty()
                ? ".byte 0x" + HexFormat.ofDelimiter(", 0x").formatHex(bytes)
                : operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }

    /** The address that a branch or a call leads to; null for another instruction, or if a register has the address. */
    Long target() {
        Matcher operand = TARGET.matcher(operands);
        boolean branches = BRANCH.matcher(mnemonic).matches() && operand.matches();
        return branches ? (Long) Long.parseUnsignedLong(operand.group(1), 16) : null;
    }

    String hex() {
        return HEX.formatHex(bytes);
    }

    @Override
    public String toString() {
        return "0x" + Long.toHexString(address) + "  " + hex() + "  " + text();
    }
}
