package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.FunctionNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.management.ExecutionEvent;
import org.graalvm.polyglot.management.ExecutionListener;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.dsl.call.StructBrief;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.lang.NoCondition;
import org.kvmsh.dsl.lang.groovy.AssertionText;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A function of {@code expect}, run once with a listener that receives the value of each part: if it fails, the line is
 * shown with the value of every part under it, like Groovy's assertions.
 */
final class Expectation {
    /** The most characters of a value that are shown; a longer one is cut. */
    private static final int LONGEST = 80;

    private static final Pattern EQUALITY = Pattern.compile("\\s*[=!]==?\\s*");

    private static final Pattern STRICT_EQUALITY =
            Pattern.compile("(?s)(?<left>.*\\S)\\s*[=!]==\\s*" + MixedNumbers.WHOLE);

    private final Value function;
    private final Deferred deferred;
    private final SourceSection section;
    private final ExpectedFunction text;
    /** The values of the parts, by their end and start; a part that is evaluated again has its last value. */
    private final Map<Long, Piece> pieces = new HashMap<>();

    /** The position at which two structs are compared as JavaScript objects; null if there are none. */
    private SourceSection comparison;

    /** The position at which a BigInt was compared with an equal number of another type; null for none. */
    private SourceSection mixed;

    private record Piece(int start, int end, Value value) {}

    private Expectation(Value function, Deferred deferred, ExpectedFunction text) {
        this.function = function;
        this.deferred = deferred;
        this.section = function.getSourceLocation();
        this.text = text;
    }

    /**
     * The expectation of a function whose lines can be seen, wherever it was written.
     *
     * @throws ScriptError for any other, and for lines that are no conditions
     */
    static Expectation of(Value function, Deferred deferred, Places places) {
        deferred.refuseFunction(function);
        SourceSection section = function.getSourceLocation();
        ParsedScript script = section == null || !section.isAvailable()
                ? null
                : places.parsed(section.getSource().getCharacters().toString());
        FunctionNode node = script == null ? null : script.function(section.getCharIndex(), section.getCharEndIndex());
        if (node == null) {
            throw new ScriptError(
                    places.here(),
                    "expect cannot check each line of this function",
                    new Unmet(),
                    "write the function directly in expect( ), or call it there: expect(() => check())");
        }
        ExpectedFunction text =
                new ExpectedFunction(node, script, section.getSource().getName());
        if (text.wrong() != null) {
            throw text.wrong();
        }
        return new Expectation(function, deferred, text);
    }

    /** Runs the function; throws unless it returns true, and each of its lines is true. */
    void check() {
        Value result = evaluate();
        for (Expression line : text.lines()) {
            int start = text.start(line.getStart());
            Piece piece = pieces.get(key(start, line.getFinish()));
            Site at = Places.site(section.getSource(), start);
            if (piece == null) {
                throw new ScriptError(
                        at, "expect cannot check this line", new Unmet(), "return it: expect(() => m.regs.rax == 42)");
            } else if (!holds(piece.value, at)) {
                throw failure(at);
            }
        }
        Site at = Places.site(section.getSource(), bodyStart());
        if (result.isNull()) {
            throw ExpectedFunction.returnsNothing(at);
        } else if (!holds(result, at)) {
            throw failure(at);
        }
    }

    /** Whether a value is true; one that is neither true nor false is an error. */
    private static boolean holds(Value value, Site at) {
        // A Boolean object has members.
        if (value.isBoolean() && !value.hasMembers()) {
            return value.asBoolean();
        } else if (value.isNull()) {
            return false;
        }
        Object known = value.isProxyObject()
                ? HostView.behind(value.asProxyObject())
                : value.isNumber()
                        ? (Object) 0
                        : value.isString()
                                ? value.asString()
                                : value.hasArrayElements()
                                        ? List.of()
                                        : value.canExecute() ? (Runnable) () -> {} : new Object();
        throw NoCondition.ofValue(known, at, false);
    }

    private Value evaluate() {
        try (ExecutionListener listener = ExecutionListener.newBuilder()
                .expressions(true)
                .collectReturnValue(true)
                .sourceFilter(section.getSource()::equals)
                .onReturn(this::take)
                .attach(function.getContext().getEngine())) {
            Value result = deferred.call(function);
            if (comparison != null) {
                throw new ScriptError(
                        Places.site(comparison),
                        comparison.getCharacters() + " compares two JavaScript objects, not the values in the structs",
                        "try: same(a, b), which compares the values of two structs");
            }
            return result;
        }
    }

    private static long key(int start, int end) {
        return (long) start << Integer.SIZE | end;
    }

    private void take(ExecutionEvent event) {
        SourceSection at = event.getLocation();
        Value value = event.getReturnValue();
        // Each script's context has the same engine: the same script on another board at the same time is heard too.
        if (at != null
                && value != null
                && value.getContext().equals(function.getContext())
                && at.getCharIndex() >= bodyStart()
                && at.getCharEndIndex() <= section.getCharEndIndex()) {
            if (value.isBoolean()) {
                comparison = comparison == null && isOfStructs(at) ? at : comparison;
                mixed = mixed == null && differsInType(at) ? at : mixed;
            }
            pieces.put(
                    key(at.getCharIndex(), at.getCharEndIndex()),
                    new Piece(at.getCharIndex(), at.getCharEndIndex(), value));
        }
    }

    /** The two sides are evaluated before their operator. */
    private boolean isOfStructs(SourceSection at) {
        List<Piece> structs =
                pieces.values().stream().filter(piece -> isStruct(piece.value)).toList();
        CharSequence text = section.getSource().getCharacters();
        return structs.stream()
                .filter(left -> left.start == at.getCharIndex())
                .anyMatch(left -> structs.stream()
                        .anyMatch(right -> right.end == at.getCharEndIndex()
                                && left.end < right.start
                                && EQUALITY.matcher(text.subSequence(left.end, right.start))
                                        .matches()));
    }

    /** Whether {@code ===} has found a BigInt different from an equal number that is written behind it. */
    private boolean differsInType(SourceSection at) {
        String text = section.getSource()
                .getCharacters()
                .subSequence(at.getCharIndex(), at.getCharEndIndex())
                .toString();
        Matcher strict = STRICT_EQUALITY.matcher(text);
        Piece left =
                strict.matches() ? pieces.get(key(at.getCharIndex(), at.getCharIndex() + strict.end("left"))) : null;
        return left != null
                && left.value.isNumber()
                && left.value.fitsInBigInteger()
                && isBigInt(left.value) == strict.group("wide").isEmpty()
                && left.value.asBigInteger().equals(MixedNumbers.value(strict.group("number")));
    }

    private static boolean isBigInt(Value number) {
        return number.getMetaObject().getMetaSimpleName().equals("bigint");
    }

    private static boolean isStruct(Value value) {
        return struct(value) != null;
    }

    /** Null if it is not one. */
    private static StructValue struct(Value value) {
        return value != null
                        && value.isProxyObject()
                        && HostView.behind(value.asProxyObject()) instanceof StructValue struct
                ? struct
                : null;
    }

    /** Null for what is not shown: functions, and objects that take more than a line. */
    private static String shown(Value value) {
        if (value.isString()) {
            return "'" + value.asString().replace("\\", "\\\\").replace("\n", "\\n") + "'";
        }
        if (value.isNumber()) {
            return number(value);
        }
        StructValue struct = struct(value);
        if (struct != null) {
            return StructBrief.of(struct);
        }
        try {
            String text = value.isProxyObject()
                    ? value.asProxyObject().toString()
                    : value.canExecute() ? null : ownText(value);
            return text == null || text.contains("\n") ? null : text;
        } catch (ScriptError | PolyglotException e) {
            // A closed object has no value any more, and the script may have defined a member that throws.
            return null;
        }
    }

    /** JavaScript's own text; it has none for lists and objects of Java's values. */
    private static String ownText(Value value) {
        try {
            return value.toString();
        } catch (PolyglotException e) {
            return ValueConverter.text(value);
        }
    }

    /** The text of a number: one of 64 bits is read in hex. */
    private static String number(Value value) {
        if (!isBigInt(value)) {
            return value.toString();
        }
        return value.asBigInteger().bitLength() < Byte.SIZE
                ? value.asBigInteger() + "n"
                : "0x" + value.asBigInteger().toString(16) + "n";
    }

    private int bodyStart() {
        return text.bodyStart();
    }

    private ScriptError failure(Site at) {
        String note = mixed == null ? "" : MixedNumbers.note(mixed);
        return new ScriptError(at, "expectation failed:", new Unmet(), note)
                // To show registers or memory reads them: these calls are not the script's.
                .showing(CallOrigin.EXPLAINING.during(this::shownBody));
    }

    private List<String> shownBody() {
        String text = section.getSource()
                .getCharacters()
                .subSequence(bodyStart(), section.getCharEndIndex())
                .toString();
        List<String> shown = new ArrayList<>();
        int at = bodyStart();
        for (String line : text.split("\n", -1)) {
            int indent = line.length() - line.stripLeading().length();
            shown.add("    " + line.strip());
            values(line.strip(), at + indent, at + line.length()).forEach(row -> shown.add("    " + row));
            at += line.length() + 1;
        }
        List<StructValue> structs = pieces.values().stream()
                .sorted(Comparator.comparingInt(Piece::start))
                .map(piece -> struct(piece.value))
                .filter(Objects::nonNull)
                .toList();
        StructBrief.differences(structs).forEach(line -> shown.add("    " + line));
        return shown;
    }

    /** The rows under a line: each value below the piece's anchor. */
    private List<String> values(String line, int from, int to) {
        Map<Integer, Object> byColumn = new HashMap<>();
        List<Piece> all = new ArrayList<>(pieces.values());
        // A shorter part is inside a longer one: at the same position, the longer one is shown.
        all.sort((one, other) -> Integer.compare(one.end - one.start, other.end - other.start));
        for (Piece piece : all) {
            int anchor = anchor(piece);
            String text = anchor >= from && anchor < to && !isLiteral(piece) ? shown(piece.value) : null;
            if (text != null) {
                byColumn.put(anchor - from, text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
            }
        }
        return AssertionText.below(line, byColumn);
    }

    private boolean isLiteral(Piece piece) {
        String text = section.getSource()
                .getCharacters()
                .subSequence(piece.start, piece.end)
                .toString();
        return text.matches("-?[\\d.]\\w*(\\.\\d+)?|'[^']*'|\"[^\"]*\"|`[^`]*`|true|false|null|undefined");
    }

    /** Under which character a piece's value is: its operator, the name after its last dot, or its start. */
    private int anchor(Piece piece) {
        CharSequence all = section.getSource().getCharacters();
        // The longest other piece that begins where this one does is its left side: what follows is the operator, the
        // dot or a call.
        int left = pieces.values().stream()
                .filter(other -> other.start == piece.start && other.end < piece.end)
                .mapToInt(Piece::end)
                .max()
                .orElse(-1);
        if (left < 0) {
            return piece.start;
        }
        if (all.charAt(left) == '(') {
            return anchor(pieces.get(key(piece.start, left)));
        }
        int at = left;
        while (at < piece.end - 1 && " \t\r\n.)?".indexOf(all.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
