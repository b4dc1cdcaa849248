package org.kvmsh.dsl.session.need;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.code.Assembler;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Wildcard;
import org.kvmsh.dsl.word.NamedArguments;

/** The requirements of a script or a test on its board, without which it is skipped. */
public record Needs(Board board, HostFacts host) {
    private static final String OTHER_BOARD = "needs a board that matches";

    private static final String CAPABILITY = "KVM_CAP_";
    private static final String DEVICE = "KVM_DEV_TYPE_";
    /** The arguments of {@code needs}, and an example; the words of both languages have the same. */
    private static final List<String> NAMES =
            List.of("cap", "min", "device", "ioctl", "by", "reg", "boards", "asm", "memory");

    /** The arguments that qualify another one. */
    private static final Map<String, String> QUALIFYING = new TreeMap<>(Map.of("min", "cap", "by", "ioctl"));

    private static final String EXAMPLE = "needs cap: KVM_CAP_PPC_RMA, min: 2";

    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable: *(\\d+) kB");
    private static final long KILOBYTE = 1 << 10;
    private static final long MEGABYTE = 1 << 20;
    /** The memory that an emulated board's kernel takes for itself, in MiB, with room to spare. */
    private static final long BOARD_MEMORY = 512;

    /**
     * Checks what {@code needs} asks for.
     *
     * @throws Skipped if the board does not have what is needed
     */
    public void check(Map<String, ?> asked, Site site) {
        NamedArguments named = new NamedArguments("needs", NAMES, EXAMPLE, asked, site);
        if (NAMES.stream().filter(name -> !QUALIFYING.containsKey(name)).allMatch(name -> named.get(name) == null)) {
            throw new ScriptError(
                    site,
                    "the word 'needs' takes cap:, device:, ioctl:, reg:, boards:, asm: or memory:, or a condition and a"
                            + " reason",
                    "try: " + EXAMPLE + ", or: needs boards: 'arm*'");
        }
        // Without a lambda for each: most scripts begin with this word.
        Object boards = named.get("boards");
        if (boards != null) {
            checkBoards(boards, site);
        }
        Object mode = named.get("asm");
        if (mode != null) {
            checkAssembler(mode, site);
        }
        Object memory = named.get("memory");
        if (memory != null) {
            checkMemory(Bits64.of(memory, "memory:", 1, Long.MAX_VALUE, site));
        }
        for (Map.Entry<String, String> each : QUALIFYING.entrySet()) {
            String of = each.getValue();
            if (named.get(each.getKey()) != null && named.get(of) == null) {
                throw new ScriptError(
                        site,
                        each.getKey() + ": needs " + of + ":",
                        "try: " + (of.equals("cap") ? EXAMPLE : IoctlNeed.EXAMPLE));
            }
        }
        Object capability = named.get("cap");
        if (capability != null) {
            Object min = named.get("min");
            long least = min == null ? 1 : Bits64.of(min, "min:", 1, Integer.MAX_VALUE, site);
            checkCapability(name(capability, "cap", CAPABILITY, "capability", site), least);
        }
        Object ioctl = named.get("ioctl");
        if (ioctl != null) {
            IoctlNeed.of(ioctl, named.get("by"), board.kernel().abi(), site).check(board, host.boardName(), site);
        }
        Object register = named.get("reg");
        if (register != null) {
            RegisterNeed.of(register, host, site).check(board, host, site);
        }
        Object device = named.get("device");
        if (device != null) {
            checkDevice(name(device, "device", DEVICE, "device type", site));
        }
    }

    /**
     * Checks a condition that the script found.
     *
     * @param what what is needed, for the reason
     * @throws Skipped if the condition is false
     */
    public static void check(boolean met, String what, Site site) {
        String named = inOneLine(what, "needs", "needs m.vcpu(0).cpuid.svm == 1, 'SVM'", site);
        if (!met) {
            throw new Skipped("needs " + named);
        }
    }

    /**
     * Skips for a reason of the script's own.
     *
     * @throws Skipped always
     */
    public static void skip(String reason, Site site) {
        throw new Skipped(inOneLine(reason, "skip", "skip 'the host has no second NUMA node'", site));
    }

    /** Results are lines, and those of scripts for other boards are only counted. */
    private static String inOneLine(String reason, String word, String example, Site site) {
        if (reason == null || reason.isBlank()) {
            throw new ScriptError(site, word + " needs a reason", "try: " + example);
        }
        String line = reason.strip().replaceAll("\\s+", " ");
        if (isOfOtherBoard(line) || isOfOtherBoard("needs " + line)) {
            throw new ScriptError(site, "this reason is reserved for needs boards:", "try: needs boards: 'arm*'");
        }
        return line;
    }

    /** Whether the reason of a skip is that a script or a test is not for its board. */
    public static boolean isOfOtherBoard(String reason) {
        return reason.startsWith(OTHER_BOARD);
    }

    /**
     * Checks that the board is one of those that are asked for.
     *
     * @param boards one pattern or several, of names, architectures or kinds; {@code *} matches any letters
     * @throws Skipped if no pattern matches the board
     */
    public void checkBoards(Object boards, Site site) {
        List<String> patterns = new ArrayList<>();
        for (Object pattern : boards instanceof Collection<?> several ? several : List.of(boards)) {
            if (!(pattern instanceof CharSequence) || pattern.toString().isBlank()) {
                throw new ScriptError(
                        site,
                        "boards: takes a board name, an architecture or a kind, or a list of them, not '" + pattern
                                + "'; * matches any characters",
                        "try: boards: 'arm*'");
            }
            patterns.add(pattern.toString());
        }
        if (patterns.stream().noneMatch(this::isBoard)) {
            throw new Skipped(OTHER_BOARD + " " + String.join(" or ", patterns) + "; this board is " + board.name()
                    + " (" + board.arch() + ", " + board.kindInWords() + ")");
        }
    }

    private static void checkAssembler(Object mode, Site site) {
        if (!(mode instanceof CodeMode known)) {
            throw new ScriptError(
                    site,
                    "asm: must be one of " + Arrays.toString(CodeMode.values()).replaceAll("[\\[\\]]", "") + ", not '"
                            + mode + "'",
                    "try: needs asm: x86_16");
        }
        String missing = new Assembler().missing(known);
        if (missing != null) {
            throw new Skipped(missing + "; " + Assembler.install(known));
        }
    }

    /** The memory available on the board now (proc(5), MemAvailable); unlimited if the board does not report it. */
    private void checkMemory(long least) {
        String told = board.kernel().files().read("/proc/meminfo");
        Matcher available = AVAILABLE.matcher(told == null ? "" : told);
        if (available.find() && Long.parseLong(available.group(1)) < least / KILOBYTE) {
            long free = Long.parseLong(available.group(1)) * KILOBYTE;
            throw new Skipped("needs a board with " + Bits64.size(least) + " of free memory; " + board.name() + " has "
                    + free / MEGABYTE + " MiB"
                    + (board.kind() == BoardKind.EMULATED
                            ? "; give it more memory: -b '" + base() + "?memory=" + (least / MEGABYTE + BOARD_MEMORY)
                                    + "'"
                            : ""));
        }
    }

    /** The board's name without options: with the kernel of another release it is still that board. */
    private String base() {
        // A damaged board is to notice what the board does: its tests are that board's.
        return board.name().replaceFirst("^damaged:", "").replaceFirst("\\?.*", "");
    }

    private boolean isBoard(String pattern) {
        Pattern wanted = Wildcard.of(pattern, 0);
        return Stream.of(board.name(), base(), board.arch(), board.kind())
                .anyMatch(part -> wanted.matcher(part.toString()).matches());
    }

    private void checkCapability(String name, long least) {
        if (!host.abi().hasConstant(name)) {
            throw new Skipped("the headers of " + host.abi().table() + " have no " + name);
        }
        int value = host.capability(name);
        if (value < least) {
            throw new Skipped(name + " is " + value + " on " + host.boardName()
                    + (least == 1 ? "" : "; at least " + least + " is needed"));
        }
    }

    /**
     * Queried on a temporary VM, since no capability reports it: KVM_CREATE_DEVICE_TEST creates no device (api.rst
     * 4.79).
     */
    private void checkDevice(String type) {
        Abi abi = host.abi();
        if (!abi.hasConstant(type)) {
            throw new Skipped("the headers of " + abi.table() + " have no " + type);
        }
        IoctlResult<Integer> answer = CallOrigin.PROBING.during(() -> tested(abi, type));
        if (!answer.ok()) {
            throw new Skipped(
                    type + " is not available on " + host.boardName() + ": " + Errno.describe(answer.errno()));
        }
    }

    private IoctlResult<Integer> tested(Abi abi, String type) {
        try (Vm vm = board.kvm().createVm(0).get();
                Argument argument = Argument.of(board.kernel(), "kvm_create_device")) {
            argument.set("type", abi.constant(type)).set("flags", abi.constant("KVM_CREATE_DEVICE_TEST"));
            return vm.ioctl("KVM_CREATE_DEVICE", argument);
        }
    }

    /** A constant has become its value when it comes here. */
    private String name(Object asked, String argument, String prefix, String what, Site site) {
        Abi abi = host.abi();
        if (asked instanceof Number number) {
            return abi.constants(prefix).entrySet().stream()
                    .filter(known -> known.getValue() == number.longValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() ->
                            new ScriptError(site, "there is no " + what + " number " + number + " on " + abi.table()));
        }
        if (!asked.toString().startsWith(prefix)) {
            throw new ScriptError(
                    site,
                    argument + ": must be the name of a " + what + "; '" + asked + "' is not one",
                    "names begin with " + prefix);
        }
        return asked.toString();
    }
}
