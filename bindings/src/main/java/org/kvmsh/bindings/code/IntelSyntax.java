package org.kvmsh.bindings.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds an x86 instruction in Intel syntax in a line that as has refused, and writes it in AT&amp;T's if it is simple.
 */
final class IntelSyntax {
    private static final String REGISTER =
            "(?:[er]?(?:[abcd]x|[sd]i|[sb]p)|[abcd][lh]|(?:[sd]i|[sb]p)l|r(?:[89]|1[0-5])[dwb]?|[cdefgs]s"
                    + "|[cd]r[0-8]|x?mm\\d+)";
    private static final String NUMBER = "(?:-?(?:0x[0-9a-f]+|\\d+)|'.'?)";
    private static final Pattern STATEMENT = Pattern.compile("(?i)\\s*(?:\\w+:\\s*)?([a-z]\\w*)\\s+(\\S.*?)\\s*");
    private static final Pattern BARE = Pattern.compile("(?i)" + REGISTER);
    private static final Pattern VALUE = Pattern.compile("(?i)" + NUMBER);
    private static final Pattern MEMORY = Pattern.compile("(?i)(?:[dq]?word|byte)?(?:\\s*ptr)?\\s*\\[(.*)]");
    private static final Pattern INDIRECT = Pattern.compile("(?i)(" + REGISTER + ")(?:\\s*([+-])\\s*(\\w+))?");
    /**
     * Instructions that need a register or a constant as their operand, which AT&amp;T's syntax marks with a dollar
     * sign.
     */
    private static final Pattern CONSTANT = Pattern.compile("(?i)int|ret|retf");

    private static final Pattern BRANCH = Pattern.compile("(?i)jmp|call");
    private static final String GENERAL = "x86 code is in AT&T syntax, as in mov $42, %eax";
    private static final String SWITCH = "to write Intel syntax, begin the text with .intel_syntax noprefix";

    private IntelSyntax() {}

    /** Notes on the first instruction of a line that is in Intel syntax; empty if none is. */
    static List<String> notes(String line) {
        for (String statement : line.replaceFirst("#.*", "").split(";")) {
            Matcher parts = STATEMENT.matcher(statement);
            if (parts.matches()) {
                List<String> operands = List.of(parts.group(2).split("\\s*,\\s*"));
                boolean is = CONSTANT.matcher(parts.group(1)).matches()
                        ? VALUE.matcher(operands.get(0)).matches()
                        : operands.stream().anyMatch(IntelSyntax::isIntel);
                if (is) {
                    String att = att(parts.group(1), operands);
                    return List.of(att == null ? GENERAL : "x86 code is in AT&T syntax: " + att, SWITCH);
                }
            }
        }
        return List.of();
    }

    private static boolean isIntel(String operand) {
        return BARE.matcher(operand).matches() || MEMORY.matcher(operand).matches();
    }

    /** The instruction in AT&amp;T syntax; null if that takes more than to mark and to swap its operands. */
    private static String att(String mnemonic, List<String> operands) {
        boolean sized = operands.stream().anyMatch(each -> BARE.matcher(each).matches());
        List<String> converted = new ArrayList<>();
        for (String operand : operands) {
            String att = att(operand, sized);
            if (att == null) {
                return null;
            }
            converted.add(att);
        }
        Collections.reverse(converted);
        String star = BRANCH.matcher(mnemonic).matches() ? "*" : "";
        return mnemonic + " " + star + converted.stream().collect(Collectors.joining(", "));
    }

    private static String att(String operand, boolean sized) {
        Matcher memory = MEMORY.matcher(operand);
        if (BARE.matcher(operand).matches()) {
            return "%" + operand;
        }
        if (VALUE.matcher(operand).matches()) {
            return "$" + operand;
        }
        if (!memory.matches() || !sized) {
            return null;
        }
        Matcher indirect = INDIRECT.matcher(memory.group(1).strip());
        if (!indirect.matches()
                || indirect.group(3) != null && BARE.matcher(indirect.group(3)).matches()) {
            return VALUE.matcher(memory.group(1)).matches() ? memory.group(1) : null;
        }
        String displacement =
                indirect.group(3) == null ? "" : (indirect.group(2).equals("-") ? "-" : "") + indirect.group(3);
        return displacement + "(%" + indirect.group(1) + ")";
    }
}
