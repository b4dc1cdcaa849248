package org.kvmsh.repl.abi;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.CodedError;
import org.kvmsh.bindings.abi.patch.FieldCondition;
import org.kvmsh.bindings.abi.patch.FieldConditions;
import org.kvmsh.bindings.abi.patch.IoctlHelp;

/** A call of a proposed ioctl with each field of its argument, and the errors that the patch names for it. */
final class ProposedCall {
    private static final int MOST_ELEMENTS = 4;
    private static final BigInteger PAGE = BigInteger.valueOf(0x1000);
    private static final String UNREADABLE = "EFAULT";

    /**
     * A way to an error.
     *
     * @param reason in the patch's words
     * @param together what leads to it; empty if a script cannot tell
     * @param meeting the values of fields that do
     */
    record Error(String errno, String reason, List<FieldCondition> together, Map<Field, BigInteger> meeting) {
        /** Whether an argument that the kernel cannot read leads to it. */
        boolean isUnreadable() {
            return errno.equals(UNREADABLE) && together.isEmpty();
        }

        private boolean isMetBy(Map<Field, BigInteger> values) {
            return !together.isEmpty()
                    && together.stream()
                            .allMatch(one -> one.isMetBy(values.getOrDefault(one.field(), BigInteger.ZERO)));
        }
    }

    private final Ioctl ioctl;
    private final Struct argument;
    /** Of its argument; null if it has none. */
    private final FieldConditions conditions;

    private final List<Error> errors = new ArrayList<>();
    private final Map<Field, BigInteger> values = new LinkedHashMap<>();

    /** @param help what the patch says of the ioctl; null if that is nothing */
    ProposedCall(Ioctl ioctl, IoctlHelp help, Abi abi) {
        this.ioctl = ioctl;
        this.argument = ioctl.pointed();
        this.conditions = argument == null ? null : new FieldConditions(argument, abi);
        if (help != null) {
            help.errors().forEach((errno, reason) -> {
                List<List<FieldCondition>> ways = conditions == null ? List.of() : conditions.ofProse(reason);
                add(errno, reason, ways);
            });
            for (CodedError coded : help.coded()) {
                List<List<FieldCondition>> ways = conditions == null ? List.of() : conditions.ofCode(coded.condition());
                if (!ways.isEmpty() || !help.errors().containsKey(coded.errno())) {
                    add(coded.errno(), coded.toString(), ways);
                }
            }
        }
        if (argument != null) {
            choose();
        }
    }

    private void add(String errno, String reason, List<List<FieldCondition>> ways) {
        boolean isToldBefore = errors.stream().anyMatch(Error::isUnreadable) && errno.equals(UNREADABLE);
        if (ways.isEmpty() && !isToldBefore) {
            errors.add(new Error(errno, reason, List.of(), Map.of()));
        }
        for (List<FieldCondition> way : ways) {
            if (errors.stream().noneMatch(error -> error.together.equals(way))) {
                Map<Field, BigInteger> meeting = new LinkedHashMap<>();
                way.forEach(one -> meeting.computeIfAbsent(one.field(), field -> meeting(field, way)));
                boolean isReachable = meeting.size()
                        == way.stream().map(FieldCondition::field).distinct().count();
                errors.add(new Error(errno, reason, isReachable ? way : List.of(), isReachable ? meeting : Map.of()));
            }
        }
    }

    /** A value with which a field meets all conditions on it; null if there is none. */
    private static BigInteger meeting(Field field, List<FieldCondition> way) {
        List<FieldCondition> own =
                way.stream().filter(one -> one.field().equals(field)).toList();
        return own.stream()
                .flatMap(one -> one.candidates().stream())
                .filter(value -> own.stream().allMatch(one -> one.isMetBy(value)))
                .findFirst()
                .orElse(null);
    }

    /**
     * For each number in the argument a value that leads to no error that a script can tell. An error without which
     * there would be one is left to a person: the code is another one in another configuration of the kernel.
     */
    private void choose() {
        long next = 1;
        for (Field field : argument.fields()) {
            if (field.count() == 0 || values.keySet().stream().anyMatch(field::overlaps)) {
                continue;
            }
            for (int i = 0; i < Math.min(field.count(), MOST_ELEMENTS); i++) {
                Field element = field.count() == 1 ? field : field.element(i);
                values.put(element, value(element, BigInteger.valueOf(next)));
            }
            next++;
        }
        errors.replaceAll(
                error -> error.isMetBy(values) ? new Error(error.errno, error.reason, List.of(), Map.of()) : error);
    }

    private BigInteger value(Field field, BigInteger next) {
        List<Error> own = errors.stream()
                .filter(error -> !error.together.isEmpty()
                        && error.together.stream().allMatch(one -> one.field().equals(field)))
                .toList();
        boolean isUnused = field.isPadding() || field.name().endsWith("flags");
        Stream<BigInteger> usual = Stream.concat(
                compared(field).stream(),
                Stream.of(isUnused ? BigInteger.ZERO : next, BigInteger.ZERO, BigInteger.ONE, PAGE));
        List<BigInteger> tried = Stream.concat(
                        usual.filter(value -> value.bitLength() < field.bytes() * Byte.SIZE),
                        own.stream()
                                .flatMap(error -> error.together.stream())
                                .flatMap(one -> one.candidates().stream()))
                .toList();
        // As many of the first conditions as can be held together.
        for (int count = own.size(); count > 0; count--) {
            List<Error> first = own.subList(0, count);
            for (BigInteger value : tried) {
                if (first.stream().noneMatch(error -> error.isMetBy(Map.of(field, value)))) {
                    return value;
                }
            }
        }
        return tried.get(0);
    }

    /** What a field is compared with in conditions that are not understood: one of these values is likely accepted. */
    private List<BigInteger> compared(Field field) {
        Pattern comparison = Pattern.compile("\\b" + Pattern.quote(field.name()) + " == (\\w+)");
        return errors.stream()
                .filter(error -> error.together.isEmpty())
                .flatMap(error -> comparison.matcher(error.reason).results())
                .map(found -> conditions.number(found.group(1)))
                .filter(Objects::nonNull)
                .toList();
    }

    Ioctl ioctl() {
        return ioctl;
    }

    /** What its argument points to; null for a plain value or nothing. */
    Struct argument() {
        return argument;
    }

    /** A value for each number in the argument. */
    Map<Field, BigInteger> values() {
        return values;
    }

    List<Error> errors() {
        return errors;
    }
}
