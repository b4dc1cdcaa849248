package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Command;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.abi.patch.Fragment.IoctlMacro;

/** Combines the headers' definitions with the document: first into the lines of a table, then into the patch. */
final class Assembly {
    private static final Pattern AVAILABLE = Pattern.compile("[Aa]vailable with (KVM_CAP_\\w+)");
    private static final int COMMON = 12;

    private final Definitions definitions;
    private final List<ApiDocument.Section> sections;
    private final PatchMail.Series series;
    private final Abi over;
    private final String origin;
    /** The other architectures that the patch is for; null if it is for this one too. */
    private final String whole;

    private final List<String> warnings;
    private final Map<String, Long> constants;
    private final StringBuilder table = new StringBuilder();

    Assembly(
            Definitions definitions,
            List<ApiDocument.Section> sections,
            PatchMail.Series series,
            Abi over,
            String origin,
            OtherArchitectures others,
            List<String> warnings) {
        this.definitions = definitions;
        this.sections = sections;
        this.series = series;
        this.over = over;
        this.origin = origin;
        this.whole = others.whole();
        this.warnings = warnings;
        this.constants = new LinkedHashMap<>(definitions.constants());
    }

    /**
     * The patch.
     *
     * @param whole whether the text is a complete header, of which only what the ABI lacks belongs to the patch
     * @param grown the structs of the ABI that gain members
     */
    Patch patch(MailHead head, boolean whole, GrownStructs grown) {
        Map<String, IoctlMacro> macros = new LinkedHashMap<>(definitions.ioctls());
        Set<String> structs = new TreeSet<>(definitions.fragment().structs());
        String structLines = definitions.fragment().structLines(origin);
        if (!whole && structs.stream().anyMatch(over::hasStruct)) {
            Abi read = over.with(structLines);
            structs.removeIf(name -> grown.unchanged().contains(name) && Clashes.same(read, over, name));
            structLines = only(structLines, structs);
            structs.stream()
                    .filter(name -> over.hasStruct(name)
                            && over.struct(name).size() != read.struct(name).size())
                    .forEach(name -> renumbered(name, macros));
        }
        if (whole) {
            Abi read = over.with(structLines);
            macros.values()
                    .removeIf(macro -> over.hasIoctl(macro.name())
                            && over.ioctl(macro.name()).request() == request(macro));
            constants
                    .entrySet()
                    .removeIf(one -> over.hasConstant(one.getKey()) && over.constant(one.getKey()) == one.getValue());
            structs.removeIf(name -> Clashes.same(read, over, name));
            structLines = only(structLines, structs);
        }
        macros.values().forEach(this::line);
        sections.stream()
                .map(ApiDocument.Section::help)
                .filter(said ->
                        !macros.containsKey(said.name()) && series.base().hasIoctl(said.name()))
                .forEach(this::known);
        table.append(structLines);
        constants.forEach(
                (name, value) -> row("const", name, definitions.fragment().spelled(value), origin));
        parts(ExitParts.of(series.lines()), structLines);
        definitions
                .fragment()
                .macroLines(origin)
                .lines()
                .filter(line -> isNew(line.split("\t", 3)[1], line))
                .forEach(line -> table.append(line).append('\n'));
        others(macros.keySet());
        Abi abi = over.with(table.toString());
        Clashes clashes = new Clashes(over, abi, warnings);
        List<Ioctl> ioctls = names("ioctl").stream().map(abi::ioctl).toList();
        List<Struct> found = names("struct").stream().map(abi::struct).toList();
        List<Constant> all = constants.entrySet().stream()
                .map(one -> new Constant(one.getKey(), one.getValue(), origin))
                .toList();
        clashes.constants(constants, definitions.kept().nested());
        definitions.fragment().enumerators().keySet().stream()
                .filter(constants::containsKey)
                .map(Command::of)
                .filter(Objects::nonNull)
                .forEach(command -> warnings.add(command.name() + " is a command, a value of " + command.passed()));
        clashes.ioctls(ioctls);
        clashes.structs(found.stream()
                .filter(struct -> !grown.added().containsKey(struct.name()))
                .toList());
        grown.added().keySet().forEach(name -> clashes.grown(name, grown));
        return new Patch(
                head.title(),
                head.author(),
                head.date(),
                origin,
                ioctls,
                found,
                all,
                all.stream().filter(one -> one.name().startsWith("KVM_CAP_")).toList(),
                series.help(),
                warnings,
                table.toString(),
                abi,
                grown.added());
    }

    /** A row for each new exit, with the member of kvm_run that it fills. */
    private void parts(Map<String, String> members, String structLines) {
        Abi abi = members.isEmpty() ? over : over.with(structLines);
        members.forEach((exit, member) -> {
            boolean isNew =
                    ExitReasons.part(over, exit) == null && (constants.containsKey(exit) || over.hasConstant(exit));
            if (isNew && abi.hasStruct("kvm_run") && abi.struct("kvm_run").has(member)) {
                row("part", exit, member, origin);
            }
        });
    }

    /**
     * A row for each new name that is for other architectures: all names if the headers or every documented ioctl of
     * the patch are, otherwise the ioctls that are.
     */
    private void others(Set<String> macros) {
        DocumentChecks checks = new DocumentChecks(over, whole, warnings);
        List<IoctlHelp> own = series.help().values().stream()
                .filter(said ->
                        macros.contains(said.name()) && !said.architectures().isEmpty())
                .toList();
        Map<String, String> documented = own.stream()
                .filter(checks::isOther)
                .collect(Collectors.toMap(IoctlHelp::name, IoctlHelp::architectures));
        String all = whole != null
                ? whole
                : !documented.isEmpty() && documented.size() == own.size()
                        ? documented.values().iterator().next()
                        : null;
        Stream.of("ioctl", "struct", "const")
                .flatMap(kind -> names(kind).stream())
                .distinct()
                .filter(name -> all != null || documented.containsKey(name))
                .filter(this::isAdded)
                .toList()
                .forEach(name -> row("other", name, documented.getOrDefault(name, all)));
    }

    private boolean isAdded(String name) {
        return !over.hasIoctl(name) && !over.hasStruct(name) && !over.hasConstant(name);
    }

    private boolean isNew(String macro, String line) {
        return !over.with(line + "\n").macro(macro).equals(over.macro(macro));
    }

    /** An ioctl's number has the size of its struct: those of a struct that grows get others. */
    private void renumbered(String struct, Map<String, IoctlMacro> macros) {
        over.ioctls().stream()
                .filter(ioctl -> ioctl.argument().equals(struct)
                        && !macros.containsKey(ioctl.name())
                        && over.encoding().size(ioctl.request())
                                == over.struct(struct).size()
                        && over.encoding().type(ioctl.request()) == over.constant("KVMIO"))
                .forEach(ioctl -> row(
                        "ioctl",
                        ioctl.name(),
                        "*",
                        ioctl.encoded(),
                        "0x" + Integer.toHexString(over.encoding().number(ioctl.request())),
                        ioctl.argument(),
                        origin,
                        spelled(ioctl.on()),
                        ioctl.data(),
                        ioctl.capability()));
    }

    private List<String> names(String kind) {
        return table.toString()
                .lines()
                .filter(line -> line.startsWith(kind + "\t"))
                .map(line -> line.split("\t", 3)[1])
                .toList();
    }

    private static String only(String structLines, Set<String> names) {
        StringBuilder kept = new StringBuilder();
        boolean keep = false;
        for (String line : structLines.lines().toList()) {
            if (line.startsWith("struct\t")) {
                String name = line.split("\t", 3)[1];
                // An unnamed struct belongs to the struct that contains it.
                keep = names.contains(name)
                        || name.contains(".") && names.contains(name.substring(0, name.indexOf('.')));
            }
            kept.append(keep ? line + "\n" : "");
        }
        return kept.toString();
    }

    private int request(IoctlMacro macro) {
        return over.encoding().encode(macro.direction(), macro.type(), macro.number(), macro.bytes());
    }

    private void line(IoctlMacro macro) {
        IoctlHelp said = series.help().get(macro.name());
        // A table's * stands for KVM's own type byte and an argument of one struct or scalar; otherwise the number is
        // written out.
        boolean plain = macro.type() == over.constant("KVMIO") && isOne(macro);
        Direction data = said == null ? null : said.data();
        if (said != null) {
            new DocumentChecks(over, whole, warnings).check(macro, said);
        }
        row(
                "ioctl",
                macro.name(),
                plain ? "*" : "0x" + Integer.toHexString(request(macro)),
                macro.direction(),
                "0x" + Integer.toHexString(macro.number()),
                macro.argument(),
                origin,
                kinds(macro.name(), said),
                data != null ? data : encoded(macro.direction()),
                capability(macro, said));
    }

    private boolean isOne(IoctlMacro macro) {
        if (macro.bytes() == 0) {
            return true;
        }
        String name = macro.argument();
        if (definitions.fragment().structs().contains(name)) {
            return definitions
                    .fragment()
                    .structLines(origin)
                    .lines()
                    .anyMatch(line -> line.startsWith("struct\t" + name + "\t" + macro.bytes() + "\t"));
        }
        return over.hasStruct(name)
                ? over.struct(name).size() == macro.bytes()
                : name.replaceAll("\\D", "").equals(Integer.toString(macro.bytes() * Byte.SIZE))
                        || name.equals("ptr") && macro.bytes() == Long.BYTES;
    }

    /** An ioctl that is only in the document, with the number from the ABI's own headers. */
    private void known(IoctlHelp said) {
        Ioctl ioctl = over.ioctl(said.name());
        Direction data = said.data();
        boolean star = over.encoding().type(ioctl.request()) == over.constant("KVMIO")
                && definitions.fragment().structs().contains(ioctl.argument());
        row(
                "ioctl",
                ioctl.name(),
                star ? "*" : "0x" + Integer.toHexString(ioctl.request()),
                ioctl.encoded(),
                "0x" + Integer.toHexString(over.encoding().number(ioctl.request())),
                ioctl.argument(),
                origin,
                said.on().isEmpty() ? spelled(ioctl.on()) : spelled(said.on()),
                data == null ? ioctl.data() : data,
                said.announcedBy() == null ? ioctl.capability() : said.announcedBy());
    }

    private static Direction encoded(String direction) {
        return switch (direction) {
            case "READ" -> Direction.OUT;
            case "WRITE" -> Direction.IN;
            case "READ_WRITE" -> Direction.IN_OUT;
            default -> Direction.VALUE;
        };
    }

    private String kinds(String ioctl, IoctlHelp said) {
        Set<FdKind> on = said == null ? EnumSet.noneOf(FdKind.class) : said.on();
        if (on.isEmpty() && series.on() != null) {
            on = EnumSet.of(series.on());
        }
        if (on.isEmpty()) {
            on = new FileKinds(series.lines(), series.prose()).of(ioctl);
        }
        if (on.isEmpty() && over.hasIoctl(ioctl)) {
            on = over.ioctl(ioctl).on();
        }
        if (on.isEmpty()) {
            RelatedIoctls.Guess guess = new RelatedIoctls(series.lines(), over).of(ioctl);
            warnings.add("the patch does not say which descriptor " + ioctl + " is called on; kvmsh assumes " + guess);
            on = EnumSet.of(guess.on());
        }
        return spelled(on);
    }

    private static String spelled(Set<FdKind> kinds) {
        return kinds.stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","));
    }

    /**
     * The document's, if it names a capability; otherwise the one in the comment above the macro, otherwise the patch's
     * most similar one.
     */
    private String capability(IoctlMacro macro, IoctlHelp said) {
        String documented = said == null ? null : said.announcedBy();
        String commented = comment(macro.name());
        if (documented == null) {
            return commented != null && (said == null || said.capability().isEmpty()) && isKnown(commented)
                    ? commented
                    : "-";
        }
        if (isKnown(documented)) {
            return documented;
        }
        String instead = commented != null && isKnown(commented)
                ? commented
                : constants.keySet().stream()
                        .filter(name -> name.startsWith("KVM_CAP_"))
                        .filter(name -> common(name, documented) > COMMON)
                        .findFirst()
                        .orElse(null);
        warnings.add(
                instead == null
                        ? "the document says that " + documented + " advertises " + macro.name()
                                + ", but no header defines that capability"
                        : "the document says " + documented + " but the header says " + instead);
        return Objects.requireNonNullElse(instead, "-");
    }

    private boolean isKnown(String capability) {
        return constants.containsKey(capability)
                || over.hasConstant(capability)
                || series.lines().stream()
                        .anyMatch(line -> line.added() && capability.equals(Define.name(line.text())));
    }

    private static int common(String one, String other) {
        int at = 0;
        while (at < one.length() && at < other.length() && one.charAt(at) == other.charAt(at)) {
            at++;
        }
        return at;
    }

    /** The capability that the comment line above a macro names; null if it names none. */
    private String comment(String macro) {
        String above = "";
        for (Line line : series.lines()) {
            if (line.added() && macro.equals(Define.name(line.text()))) {
                Matcher available = AVAILABLE.matcher(above);
                return available.find() ? available.group(1) : null;
            }
            above = line.text().length() < 200 ? line.text() : "";
        }
        return null;
    }

    private void row(Object... columns) {
        List<String> spelled = new ArrayList<>();
        for (Object column : columns) {
            spelled.add(column.toString());
        }
        table.append(String.join("\t", spelled)).append('\n');
    }
}
