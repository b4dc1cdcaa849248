package org.kvmsh.bindings.board;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.lab.LabBoard;
import org.kvmsh.bindings.board.lab.LabFailure;
import org.kvmsh.bindings.board.lab.PowerCommands;
import org.kvmsh.bindings.text.Nearest;

/**
 * Maps board names to kernels. Sources besides kvmsh's own, such as the software models, are loaded with ServiceLoader.
 * A method with a board's name throws {@link NoSuchBoard} if no board has it, or not what is asked for, and
 * {@link BoardUnavailable} if what it does fails.
 */
public final class Boards {
    /** This machine's own KVM. */
    public static final String KVM = "kvm";
    /** The board that replaces it if it is unavailable. */
    public static final String MODEL = "model:x86_64";
    /** The board of the three patch mails. */
    public static final String RFC = "model:rfc";
    /** A software model of an arm64 board. */
    public static final String ARM_VGICV2 = "model:arm-vgicv2";
    /** A real KVM for machines without one. */
    public static final String EMULATED = "qemu:x86_64";

    /** No limit on the wait for a board of a lab. */
    public static final Duration FOREVER = Duration.ofDays(365);

    private final Map<String, String> environment;
    private final Consumer<String> warnings;
    private final LocalBoards local;
    /** All sources, or null as long as only a board of this host was asked for. */
    private List<BoardSource> sources;

    private final PersonalBoards personal;
    private final LabBoards labs = new LabBoards();
    private Progress progress = Progress.NONE;

    /**
     * @param environment {@code KVMSH_KVM} names another device than /dev/kvm; PATH and the XDG variables have their
     *     usual meaning
     */
    public Boards(Map<String, String> environment) {
        this(environment, warning -> {});
    }

    /** @param warnings takes what a person should know before a board is opened, a text each */
    public Boards(Map<String, String> environment, Consumer<String> warnings) {
        this.environment = environment;
        this.warnings = warnings;
        this.local = new LocalBoards(environment);
        this.personal = new PersonalBoards(environment);
    }

    private synchronized List<BoardSource> sources() {
        if (sources == null) {
            List<BoardSource> all = new ArrayList<>(List.of(local));
            ServiceLoader.load(BoardSourceProvider.class, Boards.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparing(BoardSourceProvider::kind))
                    .forEach(provider -> all.add(provider.source(environment)));
            all.addAll(List.of(new LinkedBoards(environment, warnings), new ProposalBoards(new Others())));
            sources = List.copyOf(all);
        }
        return sources;
    }

    /** Sets what receives the progress of slow starts, such as a kernel build, and returns this. */
    public Boards telling(Progress told) {
        progress = told;
        return this;
    }

    /** Sets how long to wait for a board of a lab that another kvmsh uses, zero not to wait, and returns this. */
    public Boards waiting(Duration limit) {
        labs.waiting(limit);
        return this;
    }

    /** The boards that are available now. */
    public List<BoardEntry> available() {
        return all().stream().filter(BoardEntry::isAvailable).toList();
    }

    /** Every board that has a name, those that are not available with what is missing. */
    public List<BoardEntry> all() {
        List<BoardEntry> all = new ArrayList<>(
                sources().stream().flatMap(source -> source.entries().stream()).toList());
        try {
            personal.entries().values().forEach(entry -> all.add(listed(entry)));
        } catch (NoSuchBoard e) {
            all.add(new BoardEntry(
                    PersonalBoards.FILE, BoardKind.REMOTE, null, null, "your own boards", e.getMessage(), null));
        }
        return all;
    }

    /** A board of boards.toml as its target; an error has the position in the file. */
    private BoardEntry listed(PersonalBoards.Entry entry) {
        String about = BoardName.withoutToken(entry.board()) + (entry.about() == null ? "" : ", " + entry.about());
        try {
            BoardName name = meant(entry.name());
            BoardEntry known = source(name).entry(name);
            return new BoardEntry(
                    entry.name(),
                    known.kind(),
                    known.arch(),
                    known.kernel(),
                    about,
                    known.whyNot(),
                    known.howTo(),
                    known.caveat(),
                    known.bytes(),
                    known.proposed());
        } catch (NoSuchBoard e) {
            return new BoardEntry(entry.name(), BoardKind.REMOTE, null, null, about, e.getMessage(), null);
        }
    }

    /** The forms of the names of all other boards, such as {@code ssh:HOST}. */
    public List<BoardEntry> forms() {
        return sources().stream().flatMap(source -> source.forms().stream()).toList();
    }

    /** The names that boards go by. */
    public List<String> names() {
        return Stream.concat(all().stream(), forms().stream())
                .map(BoardEntry::name)
                .toList();
    }

    /** Refuses invalid names, even if nothing is installed. */
    public void check(String name) throws NoSuchBoard {
        meant(name);
    }

    /** Tells what a board takes of this host. */
    public BoardLoad load(String name) throws NoSuchBoard {
        BoardName meant = meant(name);
        return source(meant).load(meant);
    }

    /** Opens a board by its name, or by the name that its prompt shows; an emulated one is started. */
    public Board open(String name) throws BoardUnavailable {
        return connect(name).open();
    }

    /** Reaches a board by its name without opening its KVM, which may be unusable; the caller ends the board. */
    public ConnectedBoard connect(String name) throws BoardUnavailable {
        ConnectedBoard reached = reach(name, meant(name));
        return isPersonal(name) ? reached.called(name) : reached;
    }

    /** @param meant the board behind the name */
    private ConnectedBoard reach(String name, BoardName meant) throws BoardUnavailable {
        LabBoard lab = lab(name);
        BootWait.Link<ConnectedBoard> link = () -> source(meant).reach(meant, progress);
        return lab == null ? link.reach() : labs.open(lab, link, progress);
    }

    /**
     * Opens a board anew that is lost, or whose kernel is damaged: an emulated one is started again, and one of a lab
     * is power-cycled, while it stays locked and its console is kept. Another one that rebooted is awaited.
     *
     * @param board is closed first, since both would have the memory of one
     * @param name the one by which it was opened
     */
    public Board restart(Board board, String name) throws BoardUnavailable {
        LabUse use = board.labUse();
        if (use == null) {
            boolean reboots = board.reboots();
            board.close();
            return reboots ? openBooted(name) : open(name);
        }
        try (LabUse kept = use.toRestart(board.kernel().lost() != null)) {
            board.close();
            return open(name);
        } catch (BoardUnavailable e) {
            use.spent(e.getMessage());
            throw e;
        }
    }

    /** Opens a board that reboots by itself, once its agent answers. */
    private Board openBooted(String name) throws BoardUnavailable {
        try {
            return new BootWait<ConnectedBoard>(name, late -> late.behind().run())
                    .answer(() -> connect(name), progress)
                    .open();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw BoardStartInterrupted.waiting(name);
        } finally {
            progress.end();
        }
    }

    /** The lab of a board; null if nothing is known of one. */
    private LabBoard lab(String name) throws NoSuchBoard {
        PersonalBoards.Entry entry = isPersonal(name) ? personal.entries().get(name) : null;
        return entry == null || entry.lab() == null || !isRemote(entry) ? null : entry.lab();
    }

    private boolean isRemote(PersonalBoards.Entry entry) throws NoSuchBoard {
        BoardName target = BoardName.parse(entry.board());
        return source(target).entry(target).kind() == BoardKind.REMOTE;
    }

    /** The user of a board; null if nobody uses it, or nobody can tell. */
    public String holder(String name) {
        try {
            LabBoard lab = lab(name);
            return lab == null ? null : lab.lock().holder();
        } catch (NoSuchBoard | LabFailure e) {
            return null;
        }
    }

    /**
     * Switches a board's power, and returns what the lab's commands printed.
     *
     * @param action on, off or cycle
     */
    public String power(String name, String action) throws BoardUnavailable {
        if (!PowerCommands.ACTIONS.contains(action)) {
            throw new NoSuchBoard(
                    "power cannot be switched " + action + "; use " + String.join(", ", PowerCommands.ACTIONS));
        }
        LabBoard lab = named(name);
        if (lab == null || lab.power() == null) {
            throw new NoSuchBoard(name + " has no power commands; add power.on and power.off to [boards." + name
                    + "] in " + PersonalBoards.FILE);
        }
        return labs.power(lab, action, progress);
    }

    /**
     * Runs a board's console command on the terminal.
     *
     * @return the command's exit status
     */
    public int console(String name) throws BoardUnavailable {
        LabBoard lab = named(name);
        if (lab == null || lab.console() == null) {
            throw new NoSuchBoard(
                    name + " has no console command; add console to [boards." + name + "] in " + PersonalBoards.FILE);
        }
        return labs.console(lab, progress);
    }

    /** The lab of a board that a person named; null if nothing is known of it. */
    private LabBoard named(String name) throws NoSuchBoard {
        meant(name);
        if (!isPersonal(name)) {
            throw new NoSuchBoard(name + " is not defined in " + PersonalBoards.FILE);
        }
        return lab(name);
    }

    /**
     * Opens a board by its name, and without one this host's KVM, or the model used instead.
     *
     * @param name null for no name
     * @param whyNot receives why this host's KVM is not available, and the board that replaces it
     */
    public Board openOrStandIn(String name, Consumer<String> whyNot) throws BoardUnavailable {
        if (name != null) {
            return open(name);
        }
        try {
            return open(KVM);
        } catch (BoardUnavailable e) {
            whyNot.accept(e.getMessage() + instead());
            return open(MODEL);
        }
    }

    /** The board behind a name: itself, or its target in boards.toml; the name is valid. */
    private BoardName meant(String name) throws NoSuchBoard {
        PersonalBoards.Entry entry = isPersonal(name) ? personal.entries().get(name) : null;
        try {
            BoardName meant = BoardName.parse(entry == null ? name : entry.board());
            if (entry != null && isPersonal(meant.base())) {
                throw new NoSuchBoard(meant.base() + " is itself defined in " + PersonalBoards.FILE
                        + "; a board in that file must be based on one of kvmsh's built-in boards");
            }
            source(meant).check(meant);
            if (entry != null && entry.lab() != null && entry.lab().hasCommands() && !isRemote(entry)) {
                throw new NoSuchBoard("power, console and boot are for remote boards only; the kind of " + meant.base()
                        + " is "
                        + source(meant).entry(meant).kind());
            }
            return meant;
        } catch (NoSuchBoard e) {
            throw entry == null ? e : new NoSuchBoard(entry.place() + ": " + e.getMessage());
        }
    }

    /** The boards that can have proposals in front. */
    private final class Others implements ProposalBoards.Others {
        @Override
        public BoardName meant(BoardName name) throws NoSuchBoard {
            return isPersonal(name.base())
                    ? BoardName.parse(personal.entries().get(name.base()).board())
                    : name;
        }

        @Override
        public BoardSource source(BoardName name) throws NoSuchBoard {
            return Boards.this.source(name);
        }

        @Override
        public ConnectedBoard reach(BoardName name, BoardName meant) throws BoardUnavailable {
            return Boards.this.reach(name.base(), meant);
        }
    }

    /** All boards of kvmsh's own have a colon in their names, but for kvm. */
    private boolean isPersonal(String name) throws NoSuchBoard {
        return !name.contains(":") && !name.equals(KVM) && personal.entries().containsKey(name);
    }

    /** The board to use instead where this machine has no KVM, to follow the reason; empty if there is no QEMU. */
    private String instead() {
        return emulated().anyMatch(source -> source.isInstalled(EMULATED))
                ? "; try a real KVM in QEMU: -b " + EMULATED
                        + (isAvailable(EMULATED) ? "" : ", after kvmsh boards setup " + EMULATED)
                : "";
    }

    private boolean isAvailable(String name) {
        return emulated()
                .flatMap(source -> source.entries().stream())
                .anyMatch(entry -> entry.name().equals(name) && entry.isAvailable());
    }

    /**
     * Installs what an emulated board needs, and returns a line that names it.
     *
     * @param jvm whether the board gets a JVM, to run kvmsh itself
     */
    public String setUp(String name, boolean jvm) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "needs no setup; boards that do: ").setUp(emulated, jvm, progress);
    }

    /**
     * Updates an emulated board's kernel within its release, and returns a line that reports what changed.
     *
     * @param look whether only to report the changes
     */
    public String update(String name, boolean look) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "cannot be set up by kvmsh; boards that can: ")
                .update(emulated, look, progress);
    }

    /** The boards whose kernels {@link #update} can replace, one for each kernel. */
    public List<String> updatable() {
        return emulated().flatMap(source -> source.updatable().stream()).toList();
    }

    /**
     * Writes the kernels of emulated boards into one file, and returns lines that name them; without names those of all
     * boards that are set up.
     */
    public List<String> bundle(Path file, List<String> names) throws BoardUnavailable {
        return bundler().bundle(file, emulated(names));
    }

    /**
     * Keeps the kernels that a bundle has, without a network, and returns the boards' names; without names all that it
     * has.
     */
    public List<String> unbundle(Path file, List<String> names) throws BoardUnavailable {
        return bundler().unbundle(file, emulated(names));
    }

    /** Returns a line that an emulated board is set up, or what it still needs. */
    public String ready(String name) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "cannot be set up by kvmsh; boards that can: ")
                .ready(emulated);
    }

    private EmulatedBoards bundler() throws NoSuchBoard {
        return emulated().findFirst().orElseThrow(() -> new NoSuchBoard("this kvmsh has no emulated boards"));
    }

    private List<BoardName> emulated(List<String> names) throws NoSuchBoard {
        List<BoardName> emulated = new ArrayList<>();
        for (String name : names) {
            emulated.add(BoardName.parse(name));
            emulated(emulated.get(emulated.size() - 1), "cannot be set up by kvmsh; boards that can: ");
        }
        return emulated;
    }

    /** Removes the kernel that setup installed for an emulated board; returns a line that names it. */
    public String remove(String name) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "cannot be set up by kvmsh; boards that can: ")
                .remove(emulated);
    }

    /** Builds a kernel for an emulated board, unless one of the same source is kept; returns a line that names it. */
    public String buildKernel(String name, KernelRequest request) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "cannot boot a kernel built by kvmsh; boards that can: ")
                .buildKernel(emulated, request, progress);
    }

    /** The kernels that were built for emulated boards. */
    public List<KeptKernel> kernels() {
        return emulated().flatMap(source -> source.kernels().stream()).toList();
    }

    /**
     * Removes a kernel that was built for an emulated board, with its build.
     *
     * @param kernel the name under which it is kept
     */
    public void removeKernel(String name, String kernel) throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        emulated(emulated, "cannot boot a kernel built by kvmsh; boards that can: ")
                .removeKernel(emulated, kernel);
    }

    /**
     * Starts an emulated board and runs a script on it by its own kvmsh.
     *
     * @param jars what kvmsh is, in the order of the class path
     * @param seconds how long that may take, the board's start included
     * @param out takes what it prints
     * @return kvmsh's exit status
     */
    public int runInside(String name, List<Path> jars, Path script, int seconds, PrintWriter out)
            throws BoardUnavailable {
        BoardName emulated = BoardName.parse(name);
        return emulated(emulated, "is not started by kvmsh; boards that are: ")
                .runInside(emulated, jars, script, seconds, out);
    }

    private EmulatedBoards emulated(BoardName name, String otherwise) throws NoSuchBoard {
        if (source(name) instanceof EmulatedBoards source) {
            return source;
        }
        throw new NoSuchBoard(name.base() + " " + otherwise
                + String.join(
                        ", ",
                        emulated()
                                .flatMap(source -> source.entries().stream())
                                .map(BoardEntry::name)
                                .toList()));
    }

    private Stream<EmulatedBoards> emulated() {
        return sources().stream().filter(EmulatedBoards.class::isInstance).map(EmulatedBoards.class::cast);
    }

    private BoardSource source(BoardName name) throws NoSuchBoard {
        if (local.has(name)) {
            return local;
        }
        for (BoardSource source : sources()) {
            if (source.has(name)) {
                return source;
            }
        }
        // The list of all boards is not asked: it checks boards.toml, which may have this name.
        List<String> names = new ArrayList<>(sources().stream()
                .flatMap(source -> Stream.concat(source.entries().stream(), source.forms().stream()))
                .map(BoardEntry::name)
                .toList());
        names.addAll(personal.names());
        String base = name.base();
        String near = names.stream()
                .filter(known -> !base.isBlank() && known.endsWith(":" + base))
                .findFirst()
                .map(known -> "; did you mean '" + known + "'?")
                .orElseGet(() -> Nearest.clause(base, names));
        throw new NoSuchBoard((base.isBlank() ? "the board name is empty" : "no board " + base)
                + (near.isEmpty() ? ";" : near) + " known boards: " + String.join(", ", names));
    }

    /** The table of the machine that this JVM runs on, or null. */
    public static String hostTable() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            case "ppc64", "ppc64le", "riscv64", "s390x", "loongarch64" -> System.getProperty("os.arch");
            default -> null;
        };
    }
}
