package org.kvmsh.bindings.abi.header;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.IoctlEncoding;
import org.kvmsh.bindings.abi.header.CType.Aggregate;
import org.kvmsh.bindings.abi.patch.Fragment;

/** A fragment that the preprocessor and the grammar have read. */
final class ParsedFragment implements Fragment {
    private static final String OWN = "fragment";
    /**
     * The definitions of linux/types.h and linux/const.h, and the annotations of the kernel's own build. Types are
     * macros here, so that a cast is a keyword of C.
     */
    private static final List<String> TYPES = List.of(
            "#define __user",
            "#define __force",
            "#define __packed __attribute__((packed))",
            "#define __aligned(n) __attribute__((aligned(n)))",
            "#define __counted_by(n)",
            "#define __DECLARE_FLEX_ARRAY(type, name) struct { struct { } __empty_##name; type name[]; }",
            "#define __aligned_u64 __u64 __attribute__((aligned(8)))",
            "#define __aligned_s64 __s64 __attribute__((aligned(8)))",
            "#define _BITUL(n) (1UL << (n))",
            "#define _BITULL(n) (1ULL << (n))",
            "#define __GENMASK(high, low) ((~0UL << (low)) & (~0UL >> (8 * sizeof(long) - 1 - (high))))",
            "#define __GENMASK_ULL(high, low) ((~0ULL << (low)) & (~0ULL >> (63 - (high))))",
            "#define __s8 signed char",
            "#define __u8 unsigned char",
            "#define uint8_t unsigned char",
            "#define __s16 short",
            "#define __u16 unsigned short",
            "#define __le16 unsigned short",
            "#define __be16 unsigned short",
            "#define uint16_t unsigned short",
            "#define __s32 int",
            "#define __u32 unsigned int",
            "#define __le32 unsigned int",
            "#define __be32 unsigned int",
            "#define uint32_t unsigned int",
            "#define __s64 long long",
            "#define __u64 unsigned long long",
            "#define __le64 unsigned long long",
            "#define __be64 unsigned long long",
            "#define uint64_t unsigned long long",
            "#define __kernel_size_t unsigned long",
            "#define size_t unsigned long");

    private static final Pattern FUNCTION = Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+(\\w+)\\(");
    private static final int MOST_BITS = 14;
    private static final int MOST_BYTES = 1 << 24;

    private final Declarations declarations;
    private final Preprocessed text;
    private final IoctlEncoding encoding;
    private final int before;
    private final Map<String, Aggregate> structs = new LinkedHashMap<>();
    private final Map<String, Aggregate> known = new LinkedHashMap<>();
    private final Map<String, Long> enumerators = new LinkedHashMap<>();
    private final String lines;

    private ParsedFragment(
            Target target, IoctlEncoding encoding, List<String> before, Map<String, String> constants, String lines) {
        this.encoding = encoding;
        this.lines = lines;
        String prelude = String.join("\n", TYPES) + "\n" + String.join("\n", before) + "\n";
        this.before = (int) prelude.chars().filter(c -> c == '\n').count();
        Map<String, String> predefined = new HashMap<>(target.predefined());
        predefined.putAll(constants);
        this.text = new Preprocessed(prelude + lines + "\n", List.of(), predefined);
        this.declarations = new Declarations(target);
        int own = start();
        declarations.read(
                Parsing.of(text.text(), declarations.typeNames()).declarations().declaration(),
                position -> position >= own ? OWN : "");
        declarations.aggregates().forEach((tag, aggregate) -> {
            if (aggregate.complete()) {
                if (aggregate.size() < 0 || aggregate.size() > MOST_BYTES) {
                    throw new HeaderError(tag + " is larger than " + MOST_BYTES + " bytes");
                }
                (aggregate.origin().equals(OWN) ? structs : known).put(tag, aggregate);
            }
        });
        declarations.enumerators().forEach((name, value) -> {
            if (declarations.enumeratorOrigin(name).equals(OWN)) {
                enumerators.put(name, value.bits());
            }
        });
    }

    /** The offset at which the fragment's own text begins: the preprocessor keeps lines as they are. */
    private int start() {
        int at = 0;
        for (int i = 0; i < before; i++) {
            at = text.text().indexOf('\n', at) + 1;
        }
        return at;
    }

    static Fragment read(Abi over, List<String> before, Map<String, String> constants, String lines) throws Unreadable {
        int shift = TYPES.size() + before.size() + (before.isEmpty() ? 1 : 0);
        try {
            return new ParsedFragment(Target.of(over.table()), over.encoding(), before, constants, lines);
        } catch (HeaderError e) {
            throw new Unreadable(Math.max(0, e.line() - shift), words(e), e.missing(), e);
        } catch (StackOverflowError e) {
            // The parser recurses for each level of nesting; a text nested this deeply is not a header.
            throw new Unreadable(0, "nested too deeply", null, e);
        }
    }

    /** The caller adds the line, since it knows the text that the fragment is from. */
    private static String words(HeaderError e) {
        return e.getMessage().replaceFirst("^(?:[^:\\s]*:)?\\d{1,9}:\\d{1,9}: ", "");
    }

    @Override
    public Meaning meaning(String macro) throws Unreadable {
        try {
            return expanded(macro);
        } catch (HeaderError e) {
            throw new Unreadable(0, words(e), e.missing(), e);
        } catch (StackOverflowError e) {
            throw new Unreadable(0, "nested too deeply", null, e);
        }
    }

    private Meaning expanded(String macro) {
        if (text.body(macro).isBlank()) {
            return new Nothing();
        }
        String body = text.expand(macro);
        if (body.contains("{")) {
            return new Nothing();
        }
        Unknown unknown = Names.unknown(body, declarations);
        if (unknown != null) {
            return unknown;
        }
        if (Names.isNoExpression(body)) {
            return new Nothing();
        }
        UapiCParser.MacroContext parsed =
                Parsing.of(body, declarations.typeNames()).macro();
        return parsed.ioctl() != null
                ? new Call(ioctl(macro, parsed.ioctl()))
                : new Number(declarations.constants().value(parsed.expression()).bits());
    }

    private IoctlMacro ioctl(String name, UapiCParser.IoctlContext macro) {
        String direction = switch (macro.name.getText()) {
            case "_IOR" -> "READ";
            case "_IOW" -> "WRITE";
            case "_IOWR" -> "READ_WRITE";
            default -> "NONE";
        };
        if (macro.sized() == null != direction.equals("NONE")) {
            throw new HeaderError(macro.name.getText()
                    + (direction.equals("NONE") ? " takes no type" : " needs a type as its third argument"));
        }
        CType argument = macro.sized() == null ? null : declarations.sized(macro.sized());
        long bytes = argument == null ? 0 : argument.size();
        long type = declarations.constants().value(macro.expression(0)).bits();
        long number = declarations.constants().value(macro.expression(1)).bits();
        if ((type | number) >>> Byte.SIZE != 0) {
            throw new HeaderError("an ioctl's type and number must each fit in one byte");
        }
        if (bytes >>> MOST_BITS != 0
                || encoding.size(encoding.encode(direction, (int) type, (int) number, (int) bytes)) != bytes) {
            throw new HeaderError(
                    "an argument of " + bytes + " bytes does not fit in the size field of an ioctl number");
        }
        return new IoctlMacro(
                name, direction, (int) type, (int) number, argument == null ? "-" : TypeName.of(argument), (int) bytes);
    }

    @Override
    public Set<String> structs() {
        return structs.keySet();
    }

    @Override
    public String structLines(String origin) {
        return TableWriter.structs(structs, known, origin);
    }

    @Override
    public String macroLines(String origin) {
        Set<String> own =
                FUNCTION.matcher(lines).results().map(define -> define.group(1)).collect(Collectors.toSet());
        return new FunctionMacros(text, declarations, own::contains).lines(name -> origin);
    }

    @Override
    public Map<String, Long> enumerators() {
        return enumerators;
    }

    @Override
    public String spelled(long value) {
        return TableWriter.number(value);
    }
}
