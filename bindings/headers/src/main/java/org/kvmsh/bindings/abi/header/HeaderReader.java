package org.kvmsh.bindings.abi.header;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.header.CType.Aggregate;

/** Reads the KVM headers of one architecture as its compiler would. */
public final class HeaderReader {
    private static final String SOURCE = "#include <linux/kvm.h>\n";

    private static final Pattern HAVE = Pattern.compile("__KVM_HAVE_\\w+");

    private final Target target;
    private final Preprocessed text;
    private final Declarations declarations;
    private final Map<String, Long> constants = new LinkedHashMap<>();
    private final Map<String, String> constantOrigins = new LinkedHashMap<>();
    private final Map<String, IoctlMacro> ioctls = new LinkedHashMap<>();

    /**
     * An ioctl as its macro defines it.
     *
     * @param argument the type that the macro names, in the tables' spelling; "-" without one
     */
    record IoctlMacro(String name, String direction, int number, String argument, int request, String origin) {}

    /** @param headers the directory usr of Debian's linux-libc-dev */
    public HeaderReader(Target target, Path headers) {
        this.target = target;
        List<Path> includes =
                List.of(headers.resolve("lib/linux/uapi").resolve(target.headers()), headers.resolve("include"));
        this.text = preprocess(target, includes, target.predefined());
        this.declarations = new Declarations(target);
        UapiCParser.UnitContext unit =
                Parsing.of(text.text(), declarations.typeNames()).unit();
        if (target.isWhole()) {
            declarations.read(unit, text::origin);
        } else {
            readOneByOne(unit);
        }
        declarations.enumerators().forEach((name, value) -> {
            if (isKvm(declarations.enumeratorOrigin(name))) {
                define(name, value, declarations.enumeratorOrigin(name));
            }
        });
        text.macroOrigins().forEach(this::macro);
        capabilitiesOfOthers(includes);
    }

    private static Preprocessed preprocess(Target target, List<Path> includes, Map<String, String> predefined) {
        if (target.isWhole()) {
            return new Preprocessed(SOURCE, includes, predefined);
        }
        try (KeptHeader kept = new KeptHeader(target.headers())) {
            List<Path> all = new ArrayList<>(includes);
            all.add(kept.folder());
            return new Preprocessed(SOURCE, all, predefined);
        }
    }

    /**
     * Capabilities have the same number everywhere, and any kernel may be asked for any; linux/kvm.h hides some unless
     * another architecture's asm/kvm.h defines a macro.
     */
    private void capabilitiesOfOthers(List<Path> includes) {
        Map<String, String> all = new LinkedHashMap<>(target.predefined());
        for (Path folder : includes) {
            Path common = folder.resolve("linux/kvm.h");
            if (Files.exists(common)) {
                Matcher condition = HAVE.matcher(read(common));
                while (condition.find()) {
                    all.put(condition.group(), "1");
                }
            }
        }
        Preprocessed everything = preprocess(target, includes, all);
        everything.macroOrigins().forEach((name, file) -> {
            if (name.startsWith("KVM_CAP_")
                    && isKvm(file)
                    && !constants.containsKey(name)
                    && !everything.body(name).isBlank()) {
                define(name, value(everything.expand(name)), file);
            }
        });
    }

    private static String read(Path header) {
        try {
            return Files.readString(header);
        } catch (IOException e) {
            throw new HeaderError(header + " cannot be read", e);
        }
    }

    /** Reads each declaration on its own; one that needs what the missing header defined stays incomplete. */
    private void readOneByOne(UapiCParser.UnitContext unit) {
        for (UapiCParser.DeclarationContext declaration : unit.declaration()) {
            UapiCParser.UnitContext alone = new UapiCParser.UnitContext(null, -1);
            alone.addChild(declaration);
            try {
                declarations.read(alone, text::origin);
            } catch (HeaderError needsWhatIsMissing) {
                continue;
            }
        }
    }

    private void macro(String name, String file) {
        if (!isKvm(file) || text.body(name).isBlank()) {
            return;
        }
        String body = text.body(name);
        if (body.startsWith("_IO")) {
            ioctl(name, body, file);
            return;
        }
        Value value;
        try {
            value = value(text.expand(name));
        } catch (HeaderError notANumber) {
            return;
        }
        define(name, value, file);
    }

    private void define(String name, Value value, String file) {
        constants.put(name, value.bits());
        constantOrigins.put(name, header(file));
    }

    private Value value(String expression) {
        UapiCParser.MacroContext macro =
                Parsing.of(expression, declarations.typeNames()).macro();
        return declarations.constants().value(macro.expression());
    }

    private void ioctl(String name, String body, String file) {
        UapiCParser.IoctlContext macro =
                Parsing.of(body, declarations.typeNames()).macro().ioctl();
        String argument = "-";
        if (macro.sized() != null) {
            try {
                argument = TypeName.of(declarations.sized(macro.sized()));
                declarations.sized(macro.sized()).size();
            } catch (HeaderError otherArchitecture) {
                return;
            }
        }
        String direction = switch (macro.name.getText()) {
            case "_IOR" -> "READ";
            case "_IOW" -> "WRITE";
            case "_IOWR" -> "READ_WRITE";
            default -> "NONE";
        };
        int number = (int) declarations.constants().value(macro.expression(1)).bits();
        ioctls.put(
                name,
                new IoctlMacro(
                        name,
                        direction,
                        number,
                        argument,
                        (int) value(text.expand(name)).bits(),
                        header(file)));
    }

    private static boolean isKvm(String file) {
        return file.endsWith("/linux/kvm.h") || file.endsWith("/asm/kvm.h");
    }

    /** A header as the kernel's tree names it. */
    static String header(String file) {
        return file.replaceFirst(".*/include/linux/", "include/uapi/linux/")
                .replaceFirst(".*/lib/linux/uapi/([^/]+)/asm/", "arch/$1/include/uapi/asm/");
    }

    /** Any constant that the headers define, KVM's or not. */
    long constant(String name) {
        return value(text.expand(name)).bits();
    }

    Map<String, Long> constants() {
        return constants;
    }

    String constantOrigin(String name) {
        return constantOrigins.get(name);
    }

    Map<String, IoctlMacro> ioctls() {
        return ioctls;
    }

    /** The macros with arguments, as lines of a table. */
    String functionMacros() {
        return new FunctionMacros(text, declarations, name -> isKvm(text.macroOrigin(name)))
                .lines(name -> header(text.macroOrigin(name)));
    }

    /** The structs and unions of KVM's headers that have a name, and those that they hold. */
    Map<String, Aggregate> structs() {
        Map<String, Aggregate> found = new LinkedHashMap<>();
        declarations.aggregates().forEach((tag, aggregate) -> {
            if (aggregate.complete() && isKvm(aggregate.origin())) {
                found.put(tag, aggregate);
            }
        });
        return found;
    }

    /** The structs and unions that KVM's headers name without defining them. */
    List<String> leftOut() {
        return declarations.aggregates().values().stream()
                .filter(a -> !a.complete() && isKvm(a.origin()))
                .map(Aggregate::tag)
                .sorted()
                .toList();
    }

    Target target() {
        return target;
    }
}
