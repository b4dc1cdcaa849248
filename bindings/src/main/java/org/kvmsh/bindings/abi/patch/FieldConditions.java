package org.kvmsh.bindings.abi.patch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.FieldCondition.Comparison;

/** Finds conditions on the fields of an ioctl's argument in a patch's code and sentences. */
public final class FieldConditions {
    private static final Pattern IF = Pattern.compile("if \\((.*)\\)");
    private static final String PLACE = "(?:(\\w+)(?:->|\\.))?(\\w+(?:\\[\\d+\\])?(?:\\.\\w+(?:\\[\\d+\\])?)*)";
    private static final Pattern TRUTH = Pattern.compile("(!?)\\s*" + PLACE);
    private static final Pattern COMPARED = Pattern.compile(PLACE + "\\s*(==|!=|<=|>=|<|>|&)\\s*([^=<>&].*)");
    private static final Pattern UNALIGNED =
            Pattern.compile("!\\s*(?:PAGE_ALIGNED|IS_ALIGNED)\\(" + PLACE + "(?:, PAGE_SIZE)?\\)");
    private static final Pattern IS_NOT_ZERO =
            Pattern.compile("(?:the )?(\\w+)(?: field)? (?:is|are) (?:not (?:0|zero)|non-?zero|set)");
    private static final Pattern IS_ZERO = Pattern.compile("(?:the )?(\\w+)(?: field)? (?:is|are) (?:0|zero)");
    private static final Pattern NO_MULTIPLE = Pattern.compile(
            "(?:the )?(\\w+)(?: field)? (?:is|are) not (?:a multiple of|aligned to) (\\d+)( KiB| MiB)?");
    /** What the kernel's own structs are called: their fields are not the argument's. */
    private static final Set<String> KERNEL = Set.of("kvm", "vcpu", "filp", "current", "slot", "memslot");

    private static final BigInteger PAGE_BITS = BigInteger.valueOf(0xfff);

    private final Struct argument;
    private final Abi abi;

    /**
     * @param argument of the ioctl
     * @param abi has the constants that code compares with
     */
    public FieldConditions(Struct argument, Abi abi) {
        this.argument = argument;
        this.abi = abi;
    }

    /**
     * The ways to meet a condition of the code, each a list of what holds together; those that are not known are left
     * out.
     */
    public List<List<FieldCondition>> ofCode(String condition) {
        Matcher matcher = IF.matcher(condition);
        return matcher.matches() ? ways(matcher.group(1)) : List.of();
    }

    /** The ways to meet a condition that a document describes. */
    public List<List<FieldCondition>> ofProse(String condition) {
        List<List<FieldCondition>> ways = new ArrayList<>();
        for (String part : condition.replaceAll("\\s+", " ").split("[,;]? or (?:if )?|[;.] ?")) {
            Matcher nonzero = IS_NOT_ZERO.matcher(part.strip());
            Matcher zero = IS_ZERO.matcher(part.strip());
            if (nonzero.matches()) {
                add(nonzero.group(1), Comparison.IS_NOT, BigInteger.ZERO, ways);
            } else if (zero.matches()) {
                add(zero.group(1), Comparison.IS, BigInteger.ZERO, ways);
            }
            Matcher multiple = NO_MULTIPLE.matcher(part.strip());
            if (multiple.matches()) {
                addMultiple(multiple, ways);
            }
        }
        return ways;
    }

    private void addMultiple(Matcher told, List<List<FieldCondition>> into) {
        String unit = told.group(3) == null ? "" : told.group(3).strip();
        BigInteger of = new BigInteger(told.group(2)).shiftLeft(unit.equals("KiB") ? 10 : unit.equals("MiB") ? 20 : 0);
        // Others than powers of two are no bits.
        if (of.bitCount() == 1) {
            add(told.group(1), Comparison.HAS_BIT_OF, of.subtract(BigInteger.ONE), into);
        }
    }

    private void add(String name, Comparison comparison, BigInteger value, List<List<FieldCondition>> into) {
        Field field = field(null, name.equals("address") && !argument.has(name) ? "addr" : name);
        if (field != null) {
            into.add(List.of(new FieldCondition(field, comparison, value)));
        }
    }

    private List<List<FieldCondition>> ways(String code) {
        List<List<FieldCondition>> ways = new ArrayList<>();
        for (String part : split(code, "||")) {
            List<FieldCondition> together = new ArrayList<>();
            boolean known = true;
            for (String one : split(stripped(part), "&&")) {
                FieldCondition condition = one(stripped(one));
                known &= condition != null;
                together.add(condition);
            }
            if (known) {
                ways.add(List.copyOf(together));
            }
        }
        return ways;
    }

    private FieldCondition one(String code) {
        Matcher unaligned = UNALIGNED.matcher(code);
        if (unaligned.matches()) {
            return condition(unaligned.group(1), unaligned.group(2), Comparison.HAS_BIT_OF, PAGE_BITS);
        }
        Matcher truth = TRUTH.matcher(code);
        if (truth.matches()) {
            return condition(
                    truth.group(2),
                    truth.group(3),
                    truth.group(1).isEmpty() ? Comparison.IS_NOT : Comparison.IS,
                    BigInteger.ZERO);
        }
        Matcher compared = COMPARED.matcher(code);
        if (!compared.matches()) {
            return null;
        }
        Field field = field(compared.group(1), compared.group(2));
        BigInteger value = field == null ? null : value(stripped(compared.group(4)), field);
        return value == null ? null : new FieldCondition(field, Comparison.of(compared.group(3)), value);
    }

    private FieldCondition condition(String of, String name, Comparison comparison, BigInteger value) {
        Field field = field(of, name);
        return field == null ? null : new FieldCondition(field, comparison, value);
    }

    /** @param of the variable that holds the argument; null for a copy of the field alone */
    private Field field(String of, String name) {
        if (of != null && KERNEL.contains(of) || !argument.has(name)) {
            return null;
        }
        Field field = argument.field(name);
        return field.isScalar() && field.count() == 1 ? field : null;
    }

    /** A number, a constant, several of them with | between, or the bits besides them. */
    private BigInteger value(String code, Field field) {
        if (code.equals("~PAGE_MASK") || code.equals("PAGE_SIZE - 1")) {
            return PAGE_BITS;
        }
        if (code.startsWith("~")) {
            BigInteger bits = value(stripped(code.substring(1)), field);
            return bits == null
                    ? null
                    : BigInteger.ONE
                            .shiftLeft(field.bytes() * Byte.SIZE)
                            .subtract(BigInteger.ONE)
                            .andNot(bits);
        }
        BigInteger all = BigInteger.ZERO;
        for (String part : split(code, "|")) {
            BigInteger one = number(stripped(part));
            if (one == null) {
                return null;
            }
            all = all.or(one);
        }
        return all;
    }

    /**
     * The value of a constant or a number.
     *
     * @return null for anything else
     */
    public BigInteger number(String code) {
        if (abi.hasConstant(code)) {
            return new BigInteger(Long.toUnsignedString(abi.constant(code)));
        }
        String digits = code.replaceFirst("(?i)[ul]+$", "");
        try {
            return digits.startsWith("0x") ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static String stripped(String code) {
        String text = code.strip();
        while (text.startsWith("(") && closing(text) == text.length() - 1) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text;
    }

    private static int closing(String text) {
        int open = 0;
        for (int i = 0; i < text.length(); i++) {
            open += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The parts of an expression between operators that are in no brackets. */
    private static List<String> split(String code, String operator) {
        if (!code.contains("(")) {
            return Arrays.asList(code.split(Pattern.quote(operator)));
        }
        List<String> parts = new ArrayList<>();
        int open = 0;
        int from = 0;
        for (int i = 0; i < code.length(); i++) {
            open += code.charAt(i) == '(' ? 1 : code.charAt(i) == ')' ? -1 : 0;
            if (open == 0 && code.startsWith(operator, i)) {
                parts.add(code.substring(from, i));
                from = i + operator.length();
                i = from - 1;
            }
        }
        parts.add(code.substring(from));
        return parts;
    }
}
