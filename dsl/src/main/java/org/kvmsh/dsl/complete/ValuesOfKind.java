package org.kvmsh.dsl.complete;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.exit.ExitReason;

/** The values that an argument of a kind may be given: as a text between quotes, or without. */
final class ValuesOfKind {
    private static final String CAPABILITY = "KVM_CAP_";
    private static final String EXIT = ExitReasons.PREFIX;
    private static final String DEVICE = "KVM_DEV_TYPE_";
    private static final String QUOTE = "'";
    /** The number of calls of one prefix for which a pattern is offered. */
    private static final int FAMILY = 2;

    private static final String SCALED = "(\\d+)\\.(KB|MB|GB|ms|s|min)";
    private static final Pattern IN_JS = Pattern.compile(SCALED);

    private final Scene scene;
    private final Caret caret;
    private final Values values;
    private final GuestPlaces guest;
    private final OwnArchitecture own;

    ValuesOfKind(Scene scene, Caret caret, Values values) {
        this.scene = scene;
        this.caret = caret;
        this.values = values;
        this.guest = new GuestPlaces();
        this.own = new OwnArchitecture(scene.abi());
    }

    /** The values of an argument where no quote was typed. */
    List<Completion> unquoted(ArgumentKinds.Row row, Place place) {
        List<Completion> found = new ArrayList<>();
        switch (row.kind()) {
            case TEXT, FILE, BYTES, STATISTIC -> add(found, List.of(QUOTE));
            case CHOICE -> quoted(found, row.usual());
            case CAPABILITY -> quoted(found, concat(row.usual(), shortened(CAPABILITY)));
            case REGISTER -> quoted(found, registers());
            case STRUCT -> quoted(found, structs());
            case BOARD -> quoted(found, scene.boards().get());
            case BOARDS -> quoted(found, boards());
            case NAME -> quoted(found, exits());
            case EXIT_NAME -> quoted(found, exitNames());
            case CALLS -> quoted(found, calls());
            case FEATURE -> quoted(found, shortened("KVM_ARM_VCPU_"));
            case SYMBOL -> {
                quoted(found, row.usual());
                found.addAll(guest.symbols(machine(place), QUOTE, false));
            }
            case CODE -> {
                found.addAll(guest.symbols(machine(place), QUOTE, true));
                found.addAll(guest.code(machine(place)));
            }
            case DATA -> {
                found.addAll(guest.starts(machine(place)));
                found.addAll(guest.symbols(machine(place), QUOTE, false));
            }
            case START -> {
                found.addAll(guest.loads(caret, machine(place)));
                add(found, List.of("0x1000", "entry"));
            }
            case SNAPSHOT -> {
                quoted(found, guest.snapshots(machine(place)));
                add(found, List.of(QUOTE));
            }
            case MEMORY -> found.addAll(guest.free(machine(place)));
            case MEMSLOT -> found.addAll(guest.memslots(machine(place)));
            case BREAKPOINT -> found.addAll(guest.code(machine(place)));
            case FLAG -> add(found, List.of("true", "false"));
            case CAP -> add(found, constants(CAPABILITY));
            case IOCTL -> add(found, ioctls(descriptor(place)));
            case CALL_ARGUMENT -> add(found, argument(place));
            case DEVICE -> add(found, devices());
            case TARGET -> add(found, constants("KVM_ARM_TARGET_"));
            case GROUP -> add(found, parts("GRP"));
            case ATTRIBUTE -> add(found, parts(""));
            case EXIT -> add(found, exits());
            case UNTIL -> add(found, until());
            case ERRNO ->
                add(found, Arrays.stream(Errno.values()).map(Errno::name).toList());
            case HCALL -> add(found, Hypercalls.names());
            case SBI -> add(found, SbiCalls.names());
            case MODE -> add(found, modes());
            default -> {}
        }
        if (row.kind() != ArgumentKind.CHOICE
                && row.kind() != ArgumentKind.CAPABILITY
                && row.kind() != ArgumentKind.SYMBOL) {
            List<Completion> usual = new ArrayList<>();
            add(usual, inLanguage(row.usual()));
            boolean before = row.kind() == ArgumentKind.HCALL || row.kind() == ArgumentKind.SBI;
            found.addAll(before ? 0 : found.size(), usual);
            add(found, unitFunctions(row.kind()));
        }
        return found;
    }

    /** The contents of a string that is an argument. */
    List<Completion> quoted(ArgumentKinds.Row row, Place place) {
        List<Completion> found = new ArrayList<>();
        switch (row.kind()) {
            case FILE -> found.addAll(paths());
            case CHOICE -> add(found, row.usual());
            case CAPABILITY -> add(found, concat(row.usual(), shortened(CAPABILITY), constants(CAPABILITY)));
            case CAP -> add(found, constants(CAPABILITY));
            case REGISTER -> add(found, registers());
            case STRUCT -> add(found, structs());
            case BOARD -> add(found, scene.boards().get());
            case BOARDS -> add(found, boards());
            case NAME -> add(found, names());
            case EXIT_NAME -> add(found, exitNames());
            case CALLS -> add(found, calls());
            case IOCTL -> add(found, ioctls(descriptor(place)));
            case DEVICE -> add(found, devices());
            case FEATURE -> add(found, shortened("KVM_ARM_VCPU_"));
            case SNAPSHOT -> add(found, guest.snapshots(machine(place)));
            case SYMBOL -> {
                add(found, row.usual());
                found.addAll(guest.symbols(machine(place), "", false));
            }
            case CODE -> found.addAll(guest.symbols(machine(place), "", true));
            case DATA -> found.addAll(guest.symbols(machine(place), "", false));
            default -> {}
        }
        return found;
    }

    private Known machine(Place place) {
        Chain receiver = place.callee().receiver();
        if (receiver == null) {
            boolean top = values.type(place.callee(), place.in())
                    == scene.words().blocks().get("");
            return top ? Known.value(scene.machine().get()) : null;
        }
        return values.of(receiver);
    }

    /** The kind of the descriptor that an ioctl is called on; null where it cannot be told. */
    private FdKind descriptor(Place place) {
        Chain receiver = place.callee().receiver();
        if (receiver == null) {
            Class<?> scope = values.type(place.callee(), place.in());
            return scope == scene.words().blocks().get("vm")
                    ? FdKind.VM
                    : scope == scene.words().blocks().get("vcpu") ? FdKind.VCPU : null;
        }
        return switch (receiver.last().name()) {
            case "kvm" -> FdKind.SYSTEM;
            case "deviceFd" -> FdKind.DEVICE;
            case "vm" -> FdKind.VM;
            case "vcpu" -> FdKind.VCPU;
            default -> {
                Known known = values.of(receiver);
                yield known == null
                        ? null
                        : known.type() == Machine.class
                                ? FdKind.VM
                                : known.type() == MachineVcpu.class ? FdKind.VCPU : null;
            }
        };
    }

    /** The values of a call's argument that is no struct: of KVM_CHECK_EXTENSION, capabilities. */
    private List<String> argument(Place place) {
        String call = place.whole().stream()
                .map(Token::text)
                .filter(scene.abi()::hasIoctl)
                .findFirst()
                .orElse("");
        boolean plain = call.isEmpty() || scene.abi().ioctl(call).struct() == null;
        return call.equals("KVM_CHECK_EXTENSION") ? constants(CAPABILITY) : plain ? List.of("0", "1") : List.of();
    }

    private Collection<String> ioctls(FdKind on) {
        return scene.abi().ioctls().stream()
                .filter(ioctl -> on == null || ioctl.on().contains(on))
                .map(Ioctl::name)
                .filter(name -> own.has(name) || !own.has(caret.begun))
                .toList();
    }

    /** The ends of a run, those of this architecture; first what a guest there usually does. */
    private List<String> until() {
        Arch arch = scene.abi().arch();
        return ExitReason.words().stream()
                .filter(kind ->
                        !(kind instanceof KeyedExit key) || key.architectures().contains(arch))
                .map(kind -> kind.word())
                .toList();
    }

    private Collection<String> exitNames() {
        return DescribedExit.of(List.of(scene.abi())).stream()
                .filter(exit -> exit.key() == null || !exit.key().isOfLibrary())
                .map(DescribedExit::name)
                .distinct()
                .toList();
    }

    private List<String> exits() {
        return DescribedExit.of(List.of(scene.abi())).stream()
                .map(DescribedExit::title)
                .filter(title -> title.startsWith(EXIT))
                .toList();
    }

    /** Patterns of calls that belong together, and each call. */
    private List<String> calls() {
        Collection<String> all = ioctls(null);
        Map<String, Integer> families = new LinkedHashMap<>();
        all.forEach(name -> families.merge(name.replaceFirst("(KVM_[A-Z0-9]+_).*", "$1*"), 1, Integer::sum));
        families.values().removeIf(count -> count < FAMILY);
        return concat(List.of("KVM_*"), families.keySet(), all);
    }

    private Collection<String> boards() {
        List<String> found = new ArrayList<>(List.of(scene.abi().arch().toString()));
        Architecture.all().stream()
                .map(room -> room.arch().toString())
                .filter(arch -> !found.contains(arch))
                .forEach(found::add);
        found.addAll(scene.boards().get());
        return found;
    }

    /** The names of ioctls, exits and constants. */
    List<Completion> namesOfKernel() {
        List<Completion> found = new ArrayList<>();
        add(found, kernels());
        return found;
    }

    private List<String> kernels() {
        return concat(exits(), ioctls(null), constants(""));
    }

    /** Everything that {@code explain} and the reference know by a name. */
    private Collection<String> names() {
        return concat(
                kernels(),
                Arrays.stream(Errno.values()).map(Errno::name).toList(),
                Hypercalls.names(),
                List.copyOf(scene.words().words().keySet()));
    }

    private List<String> modes() {
        return Arrays.stream(CodeMode.values())
                .sorted(Comparator.comparing(mode -> mode.arch() != scene.abi().arch()))
                .map(CodeMode::toString)
                .toList();
    }

    /** Every register, the general ones first. */
    private Collection<String> registers() {
        Set<String> names = new LinkedHashSet<>(
                Architecture.of(scene.abi()).generalRegisters(scene.abi()).names());
        names.addAll(Architecture.registersOf(scene.abi()).names());
        return names;
    }

    private Collection<String> structs() {
        return scene.abi().structs().stream()
                .map(Struct::name)
                .sorted(Comparator.comparing(name -> !name.startsWith("kvm_")))
                .toList();
    }

    /** The constants of devices' groups and attributes. */
    private List<String> parts(String with) {
        return constants("KVM_DEV_").stream()
                .filter(name -> !name.startsWith(DEVICE) && name.contains(with))
                .toList();
    }

    /** Constants without the prefix that all of them have. */
    private List<String> shortened(String prefix) {
        return constants(prefix).stream()
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    private List<String> constants(String prefix) {
        boolean all = prefix.equals(CAPABILITY) || !own.has(caret.begun);
        return scene.abi().constants().stream()
                .map(Constant::name)
                .filter(name -> name.startsWith(prefix) && (all || own.has(name)))
                .sorted(Comparator.comparing(name -> !own.has(name)))
                .toList();
    }

    private List<String> devices() {
        return constants(DEVICE).stream()
                .filter(name -> !name.equals(DEVICE + "MAX"))
                .toList();
    }

    /** {@code 64.KB} as JavaScript has it, {@code KB(64)}. */
    private List<String> inLanguage(List<String> usual) {
        return !scene.js()
                ? usual
                : usual.stream()
                        .map(value -> {
                            Matcher scaled = IN_JS.matcher(value);
                            return scaled.matches() ? function(scaled.group(2)) + "(" + scaled.group(1) + ")" : value;
                        })
                        .toList();
    }

    private List<String> unitFunctions(ArgumentKind kind) {
        return !scene.js()
                ? List.of()
                : kind == ArgumentKind.TIME
                        ? List.of("seconds", "ms", "minutes")
                        : kind == ArgumentKind.SIZE ? List.of("KB", "MB", "GB") : List.of();
    }

    private static String function(String unit) {
        return unit.equals("s") ? "seconds" : unit.equals("min") ? "minutes" : unit;
    }

    /** The files of the directory that the path so far names. */
    private List<Completion> paths() {
        String before = caret.begun.substring(0, caret.begun.lastIndexOf('/') + 1);
        List<Completion> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(scene.directory().resolve(before))) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.startsWith(".")) {
                    found.add(new Completion(
                            before + name + (Files.isDirectory(file) ? "/" : ""), Completion.Group.FILE, ""));
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        found.sort(Comparator.comparing(Completion::text));
        return found;
    }

    @SafeVarargs
    private static List<String> concat(Collection<String>... lists) {
        return Stream.of(lists).flatMap(Collection::stream).toList();
    }

    private static void add(List<Completion> found, Collection<String> texts) {
        texts.forEach(text -> found.add(new Completion(text, Completion.Group.VALUE, "")));
    }

    private static void quoted(List<Completion> found, Collection<String> texts) {
        add(found, texts.stream().map(text -> QUOTE + text + QUOTE).toList());
    }
}
