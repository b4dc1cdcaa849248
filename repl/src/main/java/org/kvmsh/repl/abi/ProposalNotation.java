package org.kvmsh.repl.abi;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.patch.FieldCondition;
import org.kvmsh.bindings.abi.patch.FieldCondition.Comparison;
import org.kvmsh.dsl.lang.Language;

/** A language's notation for a script about a proposed ioctl. */
enum ProposalNotation {
    GROOVY {
        @Override
        String statement(String word, String arguments) {
            return word + " " + arguments;
        }

        @Override
        List<String> block(String head, String arguments, String parameter, List<String> body, String result) {
            return braced(
                    head + (arguments.isEmpty() ? "" : "(" + arguments + ")") + " {"
                            + (parameter.isEmpty() ? "" : " " + parameter + " ->"),
                    body,
                    result.isEmpty() ? List.of() : List.of(result),
                    "}");
        }

        @Override
        String define(String name, String value) {
            return "def " + name + " = " + value;
        }

        @Override
        List<String> defineFunction(String name, List<String> body, String result) {
            return braced("def " + name + " = {", body, List.of(result), "}");
        }

        @Override
        String named(String... keysAndValues) {
            return pairs(keysAndValues);
        }

        @Override
        String vcpuMachine() {
            return "vm { vcpu 0 }";
        }

        @Override
        String emptyMachine() {
            return "vm { }";
        }

        @Override
        String expectErrno(String errno, String call) {
            return "expect(errno: " + errno + ") { " + call + " }";
        }

        @Override
        String ofBlock(String word, String code) {
            return word + " { " + code + " }";
        }

        @Override
        String constant(long value) {
            String suffix = value < 0 || value > Integer.MAX_VALUE ? "L" : "";
            return (value < 0 ? "0x" + Long.toHexString(value) : spelled(BigInteger.valueOf(value))) + suffix;
        }

        @Override
        String number(BigInteger value, Field field) {
            return spelled(value)
                    + (value.bitLength() >= Long.SIZE ? "G" : value.bitLength() >= Integer.SIZE ? "L" : "");
        }
    },
    JS {
        @Override
        String statement(String word, String arguments) {
            return word + "(" + arguments + ")";
        }

        @Override
        List<String> block(String head, String arguments, String parameter, List<String> body, String result) {
            return braced(
                    head + "(" + (arguments.isEmpty() ? "" : arguments + ", ")
                            + (parameter.isEmpty() ? "()" : parameter) + " => {",
                    body,
                    result.isEmpty() ? List.of() : List.of("return " + result),
                    "})");
        }

        @Override
        String define(String name, String value) {
            return "const " + name + " = " + value;
        }

        @Override
        List<String> defineFunction(String name, List<String> body, String result) {
            return braced("const " + name + " = () => {", body, List.of("return " + result), "}");
        }

        @Override
        String named(String... keysAndValues) {
            return "{" + pairs(keysAndValues) + "}";
        }

        @Override
        String vcpuMachine() {
            return "vm({vcpu: {}})";
        }

        @Override
        String emptyMachine() {
            return "vm({})";
        }

        @Override
        String expectErrno(String errno, String call) {
            return "expect({errno: " + errno + "}, () => " + call + ")";
        }

        @Override
        String ofBlock(String word, String code) {
            return word + "(() => " + code + ")";
        }

        /** A constant that a double cannot hold is a BigInt. */
        @Override
        String constant(long value) {
            return Math.abs(value) <= MOST_OF_DOUBLE && value != Long.MIN_VALUE ? Long.toString(value) : value + "n";
        }

        /** Fields of 64 bits are read as BigInt, which JavaScript does not mix with numbers. */
        @Override
        String number(BigInteger value, Field field) {
            return spelled(value) + (field.bytes() >= Long.BYTES ? "n" : "");
        }
    };

    private static final long MOST_OF_DOUBLE = (1L << 53) - 1;
    private static final BigInteger LARGE = BigInteger.valueOf(1024);

    static ProposalNotation of(Language language) {
        return valueOf(language.name());
    }

    /** A call of a word as a statement. */
    abstract String statement(String word, String arguments);

    /**
     * A word with a block.
     *
     * @param parameter of the block; empty if it has none
     * @param result of the block; empty for none
     */
    abstract List<String> block(String head, String arguments, String parameter, List<String> body, String result);

    abstract String define(String name, String value);

    abstract List<String> defineFunction(String name, List<String> body, String result);

    /** Named arguments. */
    abstract String named(String... keysAndValues);

    private static String pairs(String... keysAndValues) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            pairs.add(keysAndValues[i] + ": " + keysAndValues[i + 1]);
        }
        return String.join(", ", pairs);
    }

    abstract String vcpuMachine();

    abstract String emptyMachine();

    abstract String expectErrno(String errno, String call);

    /** A word with a block on one line. */
    abstract String ofBlock(String word, String code);

    final String expectAccepted(String call) {
        return expect(ofBlock("refusal", call) + " == null");
    }

    final String expect(String condition) {
        return ofBlock("expect", condition);
    }

    /** A number as the constants of headers are. */
    abstract String constant(long value);

    /** A number as it is compared with a field. */
    abstract String number(BigInteger value, Field field);

    final String ioctl(String on, String arguments) {
        return on + ".ioctl(" + arguments + ")";
    }

    /**
     * What holds together, as a condition of the language.
     *
     * @param argument what stands before a field's name
     */
    final String condition(String argument, List<FieldCondition> together) {
        return together.stream().map(one -> condition(argument, one)).collect(Collectors.joining(" && "));
    }

    private String condition(String argument, FieldCondition condition) {
        String field = argument + condition.field().name();
        String value = number(condition.value(), condition.field());
        return condition.comparison() == Comparison.HAS_BIT_OF
                ? "(" + field + " & " + value + ") != 0"
                : field + " " + condition.comparison().operator() + " " + value;
    }

    static String quoted(String text) {
        return Language.quoted(text.replaceAll("\\s+", " "));
    }

    private static String spelled(BigInteger value) {
        return value.compareTo(LARGE) < 0 ? value.toString() : "0x" + value.toString(16);
    }

    private static List<String> braced(String head, List<String> body, List<String> last, String end) {
        return Stream.of(
                        List.of(head),
                        body.stream()
                                .map(line -> line.isEmpty() ? line : "  " + line)
                                .toList(),
                        last.stream().map(line -> "  " + line).toList(),
                        List.of(end))
                .flatMap(List::stream)
                .toList();
    }
}
