package org.kvmsh.dsl.lang.groovy;

import groovy.lang.MissingMethodException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ValueInWords;

/** Groovy's operators: each is a call of a method, which errors name as the operator that is written. */
final class Operators {
    private static final Map<String, String> UNARY =
            Map.of("negative", "-", "positive", "+", "bitwiseNegate", "~", "next", "++", "previous", "--");
    private static final Map<String, String> BINARY = new HashMap<>();

    static {
        BINARY.put("plus", "+");
        BINARY.put("minus", "-");
        BINARY.put("multiply", "*");
        BINARY.put("div", "/");
        BINARY.put("mod", "%");
        BINARY.put("remainder", "%");
        BINARY.put("power", "**");
        BINARY.put("leftShift", "<<");
        BINARY.put("rightShift", ">>");
        BINARY.put("rightShiftUnsigned", ">>>");
        BINARY.put("and", "&");
        BINARY.put("or", "|");
        BINARY.put("xor", "^");
        BINARY.put("isCase", "in");
    }

    private Operators() {}

    /** Whether a method is what {@code [ ]} calls. */
    static boolean isElement(String method) {
        return method.equals("getAt") || method.equals("putAt");
    }

    /**
     * The message for an operator that its operands do not have.
     *
     * @param left the left operand's kind, or the only one's
     * @param line the line of the script; a method that is called by its name there is not an operator
     * @return an empty text for a method that is not an operator
     */
    static String message(MissingMethodException e, String left, String line) {
        Object[] given = e.getArguments();
        String name = e.getMethod();
        if (Pattern.compile("\\.\\s*&?" + Pattern.quote(name) + "\\b")
                .matcher(line)
                .find()) {
            return "";
        }
        String unary = given.length == 0 ? UNARY.get(name) : null;
        String binary = given.length == 1 ? BINARY.get(name) : null;
        if (unary != null) {
            return left + " does not support " + unary;
        } else if (binary != null) {
            return left + " and " + ValueInWords.kind(given[0]) + " do not support " + binary;
        }
        return "";
    }
}
