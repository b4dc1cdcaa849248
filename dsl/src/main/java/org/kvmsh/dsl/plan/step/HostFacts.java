package org.kvmsh.dsl.plan.step;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.kvm.rules.Facts;

/** The results of probing a board; each fact is read once, on first use. */
public final class HostFacts implements Facts {
    private static final String DEVICE = "KVM_DEV_TYPE_";

    private final String boardName;
    private final Supplier<Abi> abi;
    private final Probe probe;
    private final OtherBoards others;
    private final HugePages hugePages;
    private final Map<String, Integer> capabilities;
    private final Map<String, Boolean> there;
    private final Map<String, Optional<Long>> told = new ConcurrentHashMap<>();
    private final Set<String> assumed = new ConcurrentSkipListSet<>();
    private volatile CheckedSteps checked = new CheckedSteps(null, List.of());

    /** Steps that broke no rule, with the headers that they were checked by. */
    private record CheckedSteps(Abi abi, List<Step> steps) {}

    /** The facts of a board that is open. */
    public HostFacts(Board board, OtherBoards others) {
        this(board, Probe.of(board), others);
    }

    /** @param probe queried for the board's properties */
    public HostFacts(Board board, Probe probe, OtherBoards others) {
        this(
                board.name() + " (" + board.kindInWords() + ")",
                () -> board.kernel().abi(),
                probe,
                others,
                board.kernel().hugePages());
    }

    /**
     * Facts from anywhere: a plan needs no board.
     *
     * @param boardName its name in messages
     * @param abi the board's headers, including patches that were read
     * @param probe queried for the board's properties
     */
    public HostFacts(String boardName, Supplier<Abi> abi, Probe probe, OtherBoards others) {
        this(boardName, abi, probe, others, HugePages.NONE);
    }

    /** @param hugePages of the board's kernel */
    public HostFacts(String boardName, Supplier<Abi> abi, Probe probe, OtherBoards others, HugePages hugePages) {
        this(boardName, abi, probe, others, hugePages, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private HostFacts(
            String boardName,
            Supplier<Abi> abi,
            Probe probe,
            OtherBoards others,
            HugePages hugePages,
            Map<String, Integer> capabilities,
            Map<String, Boolean> there) {
        this.boardName = boardName;
        this.capabilities = capabilities;
        this.there = there;
        this.abi = abi;
        this.probe = probe;
        this.others = others;
        this.hugePages = hugePages;
    }

    /** The same facts with what a script's patches add to the headers. */
    public HostFacts withAbi(Supplier<Abi> other) {
        return new HostFacts(boardName, other, probe, others, hugePages);
    }

    /** The same facts for a plan without a VM: what only a VM can report, and none has yet, is assumed. */
    public HostFacts onPaper() {
        return new HostFacts(
                boardName, abi, probe.onPaper(), others, hugePages, capabilities, new ConcurrentHashMap<>(there));
    }

    /** The board's architecture. */
    public Arch arch() {
        return abi().arch();
    }

    /** The board's headers, including patches that were read. */
    public Abi abi() {
        return abi.get();
    }

    /** The name of the board in messages: {@code kvm:x86_64 (real)}. */
    public String boardName() {
        return boardName;
    }

    /** The available boards of a kind, as a message's note. */
    public String availableBoards(Predicate<Arch> of) {
        String boards = others.available().stream()
                .filter(board -> board.arch() != null && of.test(board.arch()))
                .map(BoardEntry::toString)
                .collect(Collectors.joining(", "));
        return boards.isEmpty()
                ? "no such board is available; run kvmsh boards to see what is missing"
                : "available boards: " + boards;
    }

    /**
     * The available boards, also with proposals in front, that an architecture and the ioctls of posted patches tell to
     * have something.
     */
    public List<BoardEntry> boardsWith(BiPredicate<Arch, Collection<String>> has) {
        List<BoardEntry> with = new ArrayList<>();
        for (BoardEntry board : others.available()) {
            BoardEntry front = board.kind() == BoardKind.MODEL ? null : board.withProposals();
            if (board.arch() != null && has.test(board.arch(), board.proposed())) {
                with.add(board);
            } else if (front != null && has.test(front.arch(), front.proposed())) {
                with.add(front);
            }
        }
        return with;
    }

    /** Whether a board of these takes something; empty if its facts are not known here. */
    public Optional<Boolean> takes(BoardEntry board, Predicate<HostFacts> asked) {
        return others.takes(board, asked);
    }

    /** The huge pages that guest memory can be in. */
    public HugePages hugePages() {
        return hugePages;
    }

    @Override
    public int pageSize() {
        return probe.pageSize();
    }

    @Override
    public String release() {
        return probe.release();
    }

    /** KVM_CHECK_EXTENSION. */
    @Override
    public int capability(String name) {
        Integer assume = capabilities.containsKey(name) ? null : probe.assumedCapability(name);
        if (assume != null) {
            assumed.add("assumed: " + name + " is " + assume);
            return assume;
        }
        return capabilities.computeIfAbsent(name, probe::capability);
    }

    /** Whether the board's headers, patches included, have an ioctl and its kernel has it too. */
    public boolean hasIoctl(String name) {
        return abi().hasIoctl(name) && known(name, "the kernel has", asked -> probe.hasIoctl(abi().ioctl(name)));
    }

    /** Whether KVM_CREATE_VM takes a type, a constant by its name. */
    public boolean hasVmType(String constant) {
        return abi().hasConstant(constant) && known(constant, "KVM_CREATE_VM accepts", probe::hasVmType);
    }

    /**
     * Whether KVM_SET_GUEST_DEBUG stops a guest so.
     *
     * @param vmType what KVM_CREATE_VM is given
     */
    public Delivery delivers(DebugStop stop, long vmType) {
        return probe.delivers(stop, vmType);
    }

    /** Whether KVM_CREATE_DEVICE takes a type, a constant by its name. */
    public boolean hasDevice(String constant) {
        return abi().hasConstant(constant) && known(constant, "KVM_CREATE_DEVICE accepts", probe::hasDevice);
    }

    /** A type that the headers have no constant for is asked for by its number. */
    @Override
    public Boolean hasDevice(long type) {
        String name = abi().constants(DEVICE).entrySet().stream()
                .filter(known -> known.getValue() == type && !known.getKey().equals(DEVICE + "MAX"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        return name != null
                ? hasDevice(name)
                : known(DEVICE + type, "KVM_CREATE_DEVICE accepts", asked -> probe.hasDevice(type));
    }

    @Override
    public Long told(String ioctl, String field) {
        return told(field + " of " + ioctl, () -> probe.told(ioctl, field));
    }

    @Override
    public Boolean isProposed(String ioctl) {
        return probe.isProposed(ioctl);
    }

    @Override
    public Long initially(String device, String group, String attribute) {
        return told(attribute + " of a new " + device, () -> probe.initially(device, group, attribute));
    }

    /**
     * The result of a call on a new VM: 0 or more, or a negated errno; null if it is not known.
     *
     * @param fields of its struct; the others are 0
     */
    public Integer answer(long vmType, String ioctl, Map<String, Long> fields) {
        Long answer = told(ioctl + " " + new TreeMap<>(fields) + " on a VM of type " + vmType, () -> {
            Integer result = probe.answer(vmType, ioctl, fields);
            return result == null ? null : (Long) result.longValue();
        });
        return answer == null ? null : (Integer) answer.intValue();
    }

    private Long told(String what, Supplier<Long> ask) {
        Optional<Long> known = told.get(what);
        if (known == null) {
            known = Optional.ofNullable(ask.get());
            told.put(what, known);
        }
        if (known.isEmpty() && probe.assumes()) {
            assumed.add("not checked: " + what);
        }
        return known.orElse(null);
    }

    private boolean known(String name, String what, Function<String, Boolean> ask) {
        Boolean told = there.get(name);
        if (told != null) {
            return told;
        }
        boolean is = ask.apply(name);
        there.put(name, is);
        if (probe.assumes()) {
            assumed.add((is ? "assumed yes: " : "assumed no: ") + what + " " + name);
        }
        return is;
    }

    /**
     * Whether the last steps that broke no rule were equal to these: a script that creates the same VM again and again
     * has it checked once.
     */
    public boolean wereChecked(List<Step> steps) {
        CheckedSteps last = checked;
        return last.abi == abi() && last.steps.equals(steps);
    }

    /** Keeps steps that broke no rule. */
    public void keepChecked(List<Step> steps) {
        checked = new CheckedSteps(abi(), List.copyOf(steps));
    }

    /** Only a VM can report it, and no VM was queried. */
    public Set<String> assumed() {
        return Set.copyOf(assumed);
    }
}
