package org.kvmsh.dsl.lang.js;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.ExitNumbers;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.call.StructArray;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.script.AddressList;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.variable.CArray;
import org.kvmsh.dsl.word.TypedElements;

/**
 * Converts values between a script and Java. A 64-bit value is always a BigInt in the script, the smallest non-negative
 * one with these bits; a narrower value is a number. In the other direction both are accepted, a number only if it is
 * certainly exact.
 */
final class ValueConverter {
    private static final long MOST_EXACT = (1L << 53) - 1;
    private static final int MOST_DEPTH = 5;
    private static final int MOST_SHOWN = 100;

    private final Places places;
    /** Keys and indices that lead to the value being converted, inside an argument. */
    private final Deque<Object> path = new ArrayDeque<>();

    private final Value bits;
    private final Value list;
    private final Value addresses;
    private final Value bytes;
    private final Value object;
    private final Value memory;
    private final Value whole;
    private final Deferred deferred;
    private Function<Object, Object> objects;
    private BiFunction<Object, ProxyExecutable, Object> callable;

    /** @param made the functions of prelude.js */
    ValueConverter(Value made, Places places) {
        this.places = places;
        this.bits = made.getMember("bits");
        this.list = made.getMember("list");
        this.addresses = made.getMember("addresses");
        this.bytes = made.getMember("bytes");
        this.memory = made.getMember("memory");
        this.object = made.getMember("object");
        this.whole = made.getMember("whole");
        this.deferred = new Deferred(made.getMember("deferred"), made.getMember("nothing"));
    }

    /** An empty object of the script's. */
    Value newObject() {
        return object.execute();
    }

    /** The part that calls functions of the script. */
    Deferred deferred() {
        return deferred;
    }

    /**
     * Sets what an object is for a script.
     *
     * @param seen of an object
     * @param called of one that is a function as well
     */
    void objects(Function<Object, Object> seen, BiFunction<Object, ProxyExecutable, Object> called) {
        objects = seen;
        callable = called;
    }

    /** An object for the script, which is no number, text or list. */
    Object object(Object value) {
        return objects.apply(value);
    }

    /** An object for the script that is a function as well. */
    Object callable(Object value, ProxyExecutable called) {
        return callable.apply(value, called);
    }

    /** A script's value for Java: a number as Long, BigInteger or Double, an object as a map, a function as itself. */
    Object in(Value value) {
        if (value.isNull()) {
            return null;
        } else if (value.isProxyObject()) {
            Object proxy = value.asProxyObject();
            // A word that is handed on is a function as any other.
            return proxy instanceof ProxyExecutable && !(proxy instanceof HostView) ? value : HostView.behind(proxy);
        } else if (value.isBoolean()) {
            return value.asBoolean();
        } else if (value.isString()) {
            return value.asString();
        } else if (value.isNumber()) {
            return number(value);
        } else if (value.canExecute()) {
            return value;
        } else if (value.hasArrayElements()) {
            if (Declared.isBytes(value)) {
                return raw(value);
            }
            Value typed = memory.execute(value);
            return typed.isNull() ? elements(value) : new TypedElements(elements(value), raw(typed));
        } else if (value.hasMembers()) {
            deferred.refuse(value, this::here);
            Map<String, Object> members = new LinkedHashMap<>();
            value.getMemberKeys().forEach(name -> members.put(name, in(name, value.getMember(name))));
            return members;
        }
        throw new ScriptError(here(), "'" + value + "' is not a value that kvmsh accepts");
    }

    private Object in(Object place, Value value) {
        path.addLast(place);
        Object taken = in(value);
        path.removeLast();
        return taken;
    }

    /** Position in the script's text of a value that cannot be converted. */
    private Site here() {
        LiteralText text = LiteralText.of(places.section());
        for (Object place : path) {
            text = place instanceof Integer index ? text.element(index) : text.key((String) place);
        }
        path.clear();
        return text.site() == null ? Site.UNKNOWN : text.site();
    }

    private Object number(Value number) {
        if (number.fitsInLong() && isExact(number.asLong())) {
            return number.asLong();
        }
        if (isBigInt(number)) {
            return number.asBigInteger();
        }
        double rounded = number.asDouble();
        if (rounded != Math.rint(rounded) || Double.isInfinite(rounded)) {
            return rounded;
        }
        BigInteger whole = number.asBigInteger();
        String digits = places.written(whole.abs());
        String written = digits == null ? null : (whole.signum() < 0 ? "-" : "") + digits;
        throw new ScriptError(
                here(),
                "a JavaScript number is exact only up to 2**53 - 1; this one may have been rounded: "
                        + (written == null ? whole : written),
                written == null
                        ? "compute it as a BigInt: write its operands with an n suffix, as in 2n**63n"
                        : "write it with an n suffix: " + written + "n");
    }

    static boolean isBigInt(Value number) {
        // A number that was thrown has no type.
        return isOf(number, "bigint");
    }

    private byte[] raw(Value array) {
        byte[] raw = new byte[(int) array.getArraySize()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) array.getArrayElement(i).asInt();
        }
        return raw;
    }

    private List<Object> elements(Value array) {
        List<Object> elements = new ArrayList<>();
        for (long i = 0; i < array.getArraySize(); i++) {
            elements.add(in((int) i, array.getArrayElement(i)));
        }
        return elements;
    }

    /** Java's value for the script: a Long as a BigInt. */
    Object out(Object value) {
        if (value == null
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Value) {
            return value;
        } else if (value instanceof Long wide) {
            return bits.execute((int) (wide >>> Integer.SIZE), wide.intValue());
        } else if (value instanceof byte[] raw) {
            Object[] unsigned = new Object[raw.length];
            Arrays.setAll(unsigned, i -> Byte.toUnsignedInt(raw[i]));
            return bytes.execute(ProxyArray.fromArray(unsigned));
        } else if (value instanceof long[] wide) {
            return list.execute(Arrays.stream(wide).mapToObj(this::out).toArray());
        } else if (value instanceof GuestBytes
                || value instanceof ExitNumbers
                || value instanceof ByteList
                || value instanceof StructArray<?>
                || value instanceof CArray) {
            return objects.apply(value);
        } else if (value instanceof BigInteger wide) {
            return whole.execute(wide.toString());
        } else if (value instanceof AddressList all) {
            return addresses.execute(all.stream().map(this::out).toArray());
        } else if (value instanceof Collection<?> all) {
            return list.execute(all.stream().map(this::out).toArray());
        } else if (value instanceof Errno errno) {
            return errno.number();
        }
        return objects.apply(value);
    }

    /** The value of a field or an element: a long of fewer than 64 bits is an ordinary number. */
    Object out(Object value, boolean isWide) {
        return value instanceof Long number && !isWide ? count(number) : out(value);
    }

    /**
     * A number that is not 64 bits of the guest's or the kernel's: a count, a port, a constant. A BigInt only where a
     * number would not be exact.
     */
    Object count(long value) {
        return value == (int) value ? (Object) (int) value : isExact(value) ? (Object) (double) value : out(value);
    }

    /** A value as print shows it: in JavaScript's own way unless it contains 64-bit values or Java objects. */
    static String text(Value value) {
        return text(value, 1);
    }

    /** A value as it is written in a script. */
    static String quoted(Value value) {
        return quoted(value, 1);
    }

    private static String text(Value value, int depth) {
        if (value.isString()) {
            return value.asString();
        } else if (value.isProxyObject()) {
            return PrintedValue.of(HostView.behind(value.asProxyObject()));
        } else if (value.isNumber() && isBigInt(value)) {
            return PrintedValue.of(value.asBigInteger());
        } else if (isOf(value, "Array")) {
            return list(value, depth);
        } else if (isOf(value, "String")) {
            return value.invokeMember("toString").asString();
        } else if (isOf(value, "Object")) {
            return object(value, depth);
        } else if (value.isException()) {
            return thrown(value);
        }
        return value.isNumber() && value.fitsInBigInteger()
                ? value.asBigInteger().toString()
                : value.toString();
    }

    private static boolean isOf(Value value, String type) {
        Value meta = value.getMetaObject();
        return meta != null && meta.getMetaSimpleName().equals(type);
    }

    private static String list(Value array, int depth) {
        long shown = depth > MOST_DEPTH ? 0 : Math.min(MOST_SHOWN, array.getArraySize());
        List<Value> elements =
                LongStream.range(0, shown).mapToObj(array::getArrayElement).toList();
        boolean addresses = !elements.isEmpty()
                && elements.stream()
                        .allMatch(each -> each.isNumber()
                                && isBigInt(each)
                                && each.fitsInBigInteger()
                                && each.asBigInteger().signum() >= 0)
                && elements.stream().anyMatch(each -> text(each, depth).startsWith("0x"));
        Function<Value, String> element =
                addresses ? address -> "0x" + address.asBigInteger().toString(16) : each -> quoted(each, depth + 1);
        return Stream.concat(elements.stream().map(element), Stream.of("…").limit(array.getArraySize() - shown))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String object(Value object, int depth) {
        Collection<String> keys = object.getMemberKeys();
        long shown = depth > MOST_DEPTH ? 0 : Math.min(MOST_SHOWN, keys.size());
        Stream<String> members =
                keys.stream().limit(shown).map(key -> key + ": " + quoted(object.getMember(key), depth + 1));
        return Stream.concat(members, Stream.of("…").limit(keys.size() - shown))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Inside a list or an object, texts are quoted to distinguish them from names. */
    private static String quoted(Value value, int depth) {
        return value.isString() ? "'" + value.asString() + "'" : text(value, depth);
    }

    private static String thrown(Value error) {
        try {
            throw error.throwException();
        } catch (PolyglotException e) {
            if (e.isHostException()) {
                return PrintedValue.of(e.asHostException());
            }
            // GraalVM's text of a symbol that was thrown recurses without end, and that of a function is empty.
            return isOf(error, "symbol") ? e.getMessage() : isOf(error, "Function") ? "a function" : error.toString();
        }
    }

    /**
     * Whether a number of JavaScript's has the value; the absolute value of the lowest long is itself, and negative.
     */
    private static boolean isExact(long value) {
        return -MOST_EXACT <= value && value <= MOST_EXACT;
    }
}
