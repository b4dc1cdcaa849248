package org.kvmsh.bindings.abi.header;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.kvmsh.bindings.abi.header.CType.Aggregate;
import org.kvmsh.bindings.abi.header.CType.Incomplete;
import org.kvmsh.bindings.abi.header.CType.Scalar;

/** The types and enum constants that C declarations define, laid out for a target. */
final class Declarations {
    private static final int DEEPEST = 64;

    private final Target target;
    private final Map<String, CType> typedefs = new HashMap<>();
    private final Map<String, Aggregate> aggregates = new LinkedHashMap<>();
    private final Map<String, Value> enumerators = new LinkedHashMap<>();
    private final Map<String, String> enumeratorOrigins = new LinkedHashMap<>();
    private final Constants constants = new Constants(this);
    private IntFunction<String> origins = position -> "";
    private int depth;

    Declarations(Target target) {
        this.target = target;
        // GCC has these without a declaration.
        typedefs.put("__uint128_t", integer(16, false));
        typedefs.put("__int128_t", integer(16, true));
    }

    /** The size of long, and of sizeof's result. */
    int longBytes() {
        return target.longBytes();
    }

    Constants constants() {
        return constants;
    }

    Map<String, Aggregate> aggregates() {
        return aggregates;
    }

    /** The names defined by typedefs; later ones are added. */
    Set<String> typeNames() {
        return typedefs.keySet();
    }

    Map<String, Value> enumerators() {
        return enumerators;
    }

    String enumeratorOrigin(String name) {
        return enumeratorOrigins.get(name);
    }

    /** @param where the file that a position of the text comes from */
    void read(UapiCParser.UnitContext unit, IntFunction<String> where) {
        read(unit.declaration(), where);
    }

    void read(List<UapiCParser.DeclarationContext> all, IntFunction<String> where) {
        origins = where;
        for (UapiCParser.DeclarationContext declaration : all) {
            CType type = type(declaration.type());
            boolean typedef = declaration.start.getText().equals("typedef")
                    || declaration.getChildCount() > 1
                            && declaration.getChild(1).getText().equals("typedef");
            for (UapiCParser.DeclaratorContext declarator : declaration.declarator()) {
                if (typedef) {
                    typedefs.put(
                            name(declarator), aligned(declared(type, declarator), alignment(declarator.attribute())));
                }
            }
        }
    }

    private static CType aligned(CType type, int alignment) {
        return alignment > 0 ? new CType.Aligned(type, alignment) : type;
    }

    CType type(UapiCParser.TypeContext context) {
        if (!context.base().isEmpty()) {
            return base(context.base().stream().map(ParserRuleContext::getText).toList());
        }
        if (context.aggregate() != null) {
            return aggregate(context.aggregate());
        }
        if (context.enumeration() != null) {
            return enumeration(context.enumeration());
        }
        String name = context.Identifier().getText();
        CType type = typedefs.get(name);
        if (type == null) {
            throw HeaderError.missing(name, "no type " + name)
                    .at(context.start.getLine(), context.start.getCharPositionInLine() + 1);
        }
        return type;
    }

    /** A type with stars and dimensions after it, as in sizeof. */
    CType sized(UapiCParser.SizedContext context) {
        CType type = context.pointer().isEmpty() ? type(context.type()) : pointer();
        return dimensions(type, context.dimension());
    }

    private CType base(List<String> words) {
        boolean signed = !words.contains("unsigned");
        if (words.contains("void")) {
            return new Incomplete("void");
        }
        if (words.contains("char")) {
            boolean plain = signed && !words.contains("signed") && !words.contains("__signed__");
            return plain ? new Scalar("char", 1, 1, target.charSigned()) : integer(1, signed);
        }
        if (words.contains("_Bool")) {
            return integer(1, false);
        }
        if (words.contains("__int128")) {
            return integer(16, signed);
        }
        if (words.contains("short")) {
            return integer(2, signed);
        }
        if (words.contains("double")) {
            return new Scalar("f64", 8, 8, true);
        }
        if (words.contains("float")) {
            return new Scalar("f32", 4, 4, true);
        }
        long longs = words.stream().filter("long"::equals).count();
        return integer(longs == 0 ? Integer.BYTES : longs == 1 ? target.longBytes() : Long.BYTES, signed);
    }

    private static Scalar integer(int bytes, boolean signed) {
        return new Scalar((signed ? "s" : "u") + bytes * Byte.SIZE, bytes, bytes, signed);
    }

    private CType pointer() {
        return new Scalar("ptr", target.longBytes(), target.longBytes(), false);
    }

    private CType aggregate(UapiCParser.AggregateContext context) {
        boolean union = context.kind.getText().equals("union");
        String tag = context.Identifier() == null ? null : context.Identifier().getText();
        Aggregate aggregate = tag == null ? null : aggregates.get(tag);
        if (aggregate == null) {
            aggregate = new Aggregate(tag, union, origins.apply(context.start.getStartIndex()));
            if (tag != null) {
                aggregates.put(tag, aggregate);
            }
        }
        if (context.open == null) {
            return aggregate;
        }
        if (aggregate.complete()) {
            throw error(context.start, aggregate.tag() + " is defined twice");
        }
        if (++depth > DEEPEST) {
            throw error(context.start, "structs are nested more than " + DEEPEST + " deep");
        }
        if (!aggregate.origin().equals(origins.apply(context.start.getStartIndex()))) {
            aggregate = new Aggregate(tag, union, origins.apply(context.start.getStartIndex()));
            aggregates.put(tag, aggregate);
        }
        Layout layout = new Layout(union, has(context.attribute(), "packed"), target.bigEndian());
        for (UapiCParser.MemberContext member : context.member()) {
            try {
                add(member, layout);
            } catch (HeaderError e) {
                throw e.line() > 0 ? e : e.at(member.start.getLine(), member.start.getCharPositionInLine() + 1);
            }
        }
        layout.complete(aggregate, alignment(context.attribute()));
        depth--;
        return aggregate;
    }

    private void add(UapiCParser.MemberContext member, Layout layout) {
        if (member.type() == null) {
            return;
        }
        CType type = type(member.type());
        if (member.declarator().isEmpty() && type instanceof Aggregate) {
            layout.add(null, type, 0);
        }
        for (UapiCParser.DeclaratorContext declarator : member.declarator()) {
            if (declarator.expression() != null) {
                layout.addBits(declarator.Identifier() == null ? null : name(declarator), type, (int)
                        constants.value(declarator.expression()).bits());
            } else {
                int own = Math.max(alignment(declarator.attribute()), alignment(attributes(member.type())));
                layout.add(name(declarator), declared(type, declarator), own);
            }
        }
    }

    private static List<UapiCParser.AttributeContext> attributes(UapiCParser.TypeContext type) {
        List<UapiCParser.AttributeContext> found = new ArrayList<>();
        type.qualifier().forEach(q -> {
            if (q.attribute() != null) {
                found.add(q.attribute());
            }
        });
        return found;
    }

    private CType enumeration(UapiCParser.EnumerationContext context) {
        Value next = Value.ZERO;
        for (UapiCParser.EnumeratorContext enumerator : context.enumerator()) {
            Value value = enumerator.expression() == null ? next : constants.value(enumerator.expression());
            String name = enumerator.Identifier().getText();
            enumerators.put(name, value);
            enumeratorOrigins.put(name, origins.apply(enumerator.start.getStartIndex()));
            next = value.binary("+", Value.ONE);
        }
        return new Scalar("u32", 4, 4, false);
    }

    /** Applies a declarator to a type: a pointer, an array, or the same. */
    private CType declared(CType type, UapiCParser.DeclaratorContext declarator) {
        boolean pointer = !declarator.pointer().isEmpty();
        return dimensions(pointer ? pointer() : type, declarator.dimension());
    }

    private CType dimensions(CType type, List<UapiCParser.DimensionContext> dimensions) {
        CType result = type;
        for (int i = dimensions.size() - 1; i >= 0; i--) {
            UapiCParser.ExpressionContext count = dimensions.get(i).expression();
            long elements = count == null ? -1 : constants.value(count).bits();
            if (count != null && elements < 0) {
                throw error(count.start, "an array of " + elements + " elements");
            }
            result = new CType.Array(result, elements);
        }
        return result;
    }

    private static String name(UapiCParser.DeclaratorContext declarator) {
        if (declarator.Identifier() == null) {
            throw error(declarator.start, "expected a name");
        }
        return declarator.Identifier().getText();
    }

    private static boolean has(List<UapiCParser.AttributeContext> attributes, String name) {
        return attributes.stream()
                .flatMap(a -> a.attributeItem().stream())
                .anyMatch(item -> bare(item).equals(name));
    }

    private int alignment(List<UapiCParser.AttributeContext> attributes) {
        int most = 0;
        for (UapiCParser.AttributeContext attribute : attributes) {
            for (UapiCParser.AttributeItemContext item : attribute.attributeItem()) {
                if (bare(item).equals("aligned")) {
                    // Without an argument it is the largest alignment that the target has for any type.
                    most = Math.max(
                            most,
                            item.expression().isEmpty()
                                    ? 16
                                    : (int) constants.value(item.expression(0)).bits());
                }
            }
        }
        return most;
    }

    private static String bare(UapiCParser.AttributeItemContext item) {
        return item.name.getText().replaceAll("^__|__$", "");
    }

    private static HeaderError error(Token at, String message) {
        return new HeaderError(at.getLine(), at.getCharPositionInLine() + 1, message);
    }
}
