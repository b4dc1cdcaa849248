package org.kvmsh.dsl.session;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.SplatTable;
import org.kvmsh.bindings.trace.KernelLog;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.inspect.MoveCount;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.change.MoveTally;
import org.kvmsh.dsl.machine.live.Attendant;
import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.machine.memory.GuestLoader;
import org.kvmsh.dsl.machine.run.Background;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.UnreadOutcomes;
import org.kvmsh.dsl.machine.stop.StopSettings;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.Planner;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.FilesRead;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.call.CallPlace;
import org.kvmsh.dsl.session.call.Failures;
import org.kvmsh.dsl.session.call.SessionTrace;
import org.kvmsh.dsl.session.call.UncheckedCalls;
import org.kvmsh.dsl.session.patch.PatchedSession;
import org.kvmsh.dsl.session.patch.SessionPatches;
import org.kvmsh.dsl.session.test.AllowedSplats;
import org.kvmsh.dsl.session.test.KernelFaults;
import org.kvmsh.dsl.session.test.LeftGuests;
import org.kvmsh.dsl.session.test.SessionTests;
import org.kvmsh.dsl.session.test.TestedSession;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;

/** One board with the machines that scripts create on it, its tests, trace and patches. */
public final class Session implements TestedSession, PatchedSession, AutoCloseable {
    private volatile Board board;
    private volatile HostFacts host;
    private final Consumer<Supplier<String>> echo;
    private final Execution execution;
    private final List<Machine> machines = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> kept = new CopyOnWriteArrayList<>();
    private final Map<Class<?>, Object> objects = new ConcurrentHashMap<>();
    private final SessionTests tests;
    private final SessionTrace trace;
    private final SessionPatches patches;
    private final FilesRead files;
    private final Inspection inspection;
    private final KernelFaults faults;
    private final CallPlace place;
    private final UncheckedCalls unchecked;
    private final Failures failures = new Failures(this::suited, this::lastRun);
    private final UnreadOutcomes unread;
    private final Background background;
    private final OpenedBoards others = new OpenedBoards(this);
    /** The session that this one's board was opened beside; null for the session that a script runs on. */
    private final Session owner;

    private final StopSettings shown;
    private boolean verifies;
    private Attendant<MachineParts> attendant;
    /** Counts the moves of machines; null unless each run is moved. */
    private MoveTally moves;

    /** @param echo receives a line for every step */
    public Session(Board board, HostFacts host, Consumer<Supplier<String>> echo) {
        this(board, host, echo, OnBoard::new, null);
    }

    private Session(
            Board board,
            HostFacts host,
            Consumer<Supplier<String>> echo,
            Function<Session, Execution> how,
            Session owner) {
        this.board = board;
        this.host = host;
        this.echo = echo;
        this.execution = how.apply(this);
        this.owner = owner;
        this.tests = owner == null ? new SessionTests(this) : owner.tests;
        this.unread = owner == null ? new UnreadOutcomes() : owner.unread;
        this.background = owner == null ? new Background() : owner.background;
        this.shown = owner == null ? new StopSettings() : owner.shown;
        this.trace = new SessionTrace(this::board);
        this.files = owner == null ? new FilesRead() : owner.files;
        this.patches = new SessionPatches(this);
        this.inspection = new Inspection(this);
        this.faults = new KernelFaults(this::board, KernelFaults.watch(board), AllowedSplats.NONE, others::faults);
        this.place = owner == null ? new CallPlace() : owner.place;
        this.unchecked = new UncheckedCalls(this::board, this::host, place, owner == null ? null : owner.unchecked);
        this.verifies = owner != null && owner.verifies;
        this.attendant = owner == null ? null : owner.attendant;
        this.moves = owner == null ? null : owner.moves;
        hear(board);
    }

    /**
     * A session whose VMs are planned and shown, but not created: a script is followed until it needs a value from one
     * of them.
     *
     * @param name of the planned board
     * @param caveat shown next to its kind; may be null
     * @param facts of that board; patches that the script reads are added to its ABI
     * @param reader takes the plans
     */
    public static Session onPaper(String name, BoardKind kind, String caveat, HostFacts facts, PlanReader reader) {
        Board paper = OnPaper.board(name, kind, caveat, facts);
        HostFacts known = facts.withAbi(() -> paper.kernel().abi());
        return new Session(
                paper,
                known,
                line -> reader.note(MarkedLine.of(Mark.ASIDE, line.get())),
                session -> new OnPaper(session, known, reader),
                null);
    }

    /** The session of another board for the script that runs on this one. */
    Session beside(Board other, HostFacts facts) {
        return new Session(other, facts, echo, OnBoard::new, this);
    }

    /** @param known the boards that scripts may open beside this one */
    public void opens(Boards known) {
        others.opens(known);
    }

    /** {@code board}: opens a board beside this session's; it is closed with the session. */
    public OpenedBoard open(String name, Site site, Supplier<VmWords> words) {
        return others.open(name, site, words);
    }

    /** The facts of a board, or of a file that {@code kvmsh boards facts} has written. */
    Map<String, Object> factsOf(String named) {
        return others.facts(named);
    }

    /** {@code board}: this session's. */
    public OpenedBoard ownBoard(Supplier<VmWords> words) {
        return new OpenedBoard(this, this, words);
    }

    void closed(OpenedBoard board) {
        others.closed(board);
    }

    /** Does something while the names of headers are those of a board's. */
    <T> T named(Session block, Supplier<T> work) {
        return others.during(block, work);
    }

    private void hear(Board from) {
        from.kernel().tellLog(this::kernelSaid);
        trace.listen(from);
    }

    /**
     * Continues with the same board after a restart: what was open on it is lost, what patches added to its headers
     * stays.
     *
     * @param watch watches its kernel
     */
    public void replaceBoard(Board fresh, HostFacts facts, KernelWatch watch) {
        fresh.kernel().define(board.kernel().abi());
        hear(fresh);
        machines.clear();
        board = fresh;
        host = facts;
        faults.watch(watch);
        unchecked.listen();
        patches.propose();
    }

    /**
     * Shows what the board's kernel logged during a call with the step that made it; a run has no line, so it is named.
     */
    private void kernelSaid(KernelLog log) {
        for (String line : log.lines()) {
            echo(() -> CallText.aside("kernel log during " + log.call() + ": " + line));
        }
        faults.watch().heard(log.lines());
        log.lines().stream()
                .map(SplatTable::title)
                .filter(Objects::nonNull)
                .forEach(title -> echo(() -> CallText.aside("kernel report during " + log.call() + ": " + title)));
    }

    @Override
    public Board board() {
        return board;
    }

    @Override
    public HostFacts host() {
        return host;
    }

    /** The way in which it does what a script asks. */
    @Override
    public Execution execution() {
        return execution;
    }

    @Override
    public boolean takesProposals() {
        return execution.takesProposals();
    }

    /** Plans a configuration and creates it; if a step fails, nothing of it is left. */
    public Machine bringUp(VmConfig config) {
        return execution.bringUp(config);
    }

    /** The same with the words that a block is called with, which are the machine's from then on. */
    public Machine bringUp(VmWords words, Block block) {
        Machine machine = bringUp(config(words, block));
        words.exists(machine::adding);
        return machine;
    }

    /** {@code plan} of a block. */
    public PlanOnPaper plan(VmWords words, Block block) {
        return plan(config(words, block));
    }

    private static VmConfig config(VmWords words, Block block) {
        block.with(words);
        return words.config().build();
    }

    /** {@code plan}: the steps of a configuration on this board, with their calls; nothing is created. */
    public PlanOnPaper plan(VmConfig config) {
        HostFacts facts = execution.planningFacts();
        return PlanOnPaper.of(Planner.plan(config, facts, unchecked.strictness()), facts);
    }

    /** @param where as the machine's text names the board */
    Machine add(VmConfig config, Bringup made, List<MadeStep> steps, String where) {
        Machine machine = new Machine(
                config,
                where,
                made,
                steps,
                () -> tests.text().place(),
                new GuestLoader(host, made),
                new DebugMeans(host, made.vm().type()),
                execution,
                text -> echo(() -> CallText.aside(text)),
                unread,
                background,
                machines::remove);
        machine.showing(shown);
        machine.machineParts().attended(attendant);
        machines.add(machine);
        tests.created(machine);
        if (verifies) {
            machine.verifying();
        }
        if (moves != null) {
            machine.machineParts().moves().always(moves);
        }
        return machine;
    }

    /** Reports a step, or keeps it for the running test. */
    @Override
    public void echo(Supplier<String> line) {
        if (owner != null) {
            owner.echo(() -> "  " + board.name() + line.get());
        } else if (!tests.takeStep(line)) {
            echo.accept(line);
        }
    }

    /** Moves each machine that is created into new VMs, at the start of its runs and at exits. */
    public void moving() {
        moves = new MoveTally();
    }

    @Override
    public MoveTally moves() {
        return moves;
    }

    /** The moves of machines outside of tests; null if machines do not move. */
    public MoveCount movedOutside() {
        return moves == null ? null : moves.outside();
    }

    /** Its tests, and the text that runs on it. */
    public SessionTests tests() {
        return tests;
    }

    /** The calls made on its board. */
    @Override
    public SessionTrace trace() {
        return trace;
    }

    /** The additions of patches to its board's headers. */
    public SessionPatches patches() {
        return patches;
    }

    /** The files that its script is made of. */
    @Override
    public FilesRead files() {
        return files;
    }

    /** The facts of its board. */
    public Inspection inspection() {
        return others.named().inspection;
    }

    /** The fault reports of the board's kernel. */
    @Override
    public KernelFaults faults() {
        return faults;
    }

    /** The calls that are sent against a rule, and what became of the rule. */
    @Override
    public UncheckedCalls unchecked() {
        return unchecked;
    }

    /** The place that the calls made now come from. */
    public CallPlace place() {
        return place;
    }

    /** An object of the session, one of each type, created on first use. */
    public Object kept(Class<?> type, Supplier<?> first) {
        return objects.computeIfAbsent(type, t -> first.get());
    }

    /** The resources that are closed with the machines. */
    @Override
    public List<AutoCloseable> kept() {
        return kept;
    }

    /** The current machine, if it is open: the default of words. */
    public Machine machine(Site asked) {
        Machine latest = latestMachine();
        if (latest == null) {
            throw new ScriptError(
                    asked,
                    "no machine yet",
                    "try: vm { memory at: 0, size: 64.KB" + (Architecture.hasRoom(host.arch()) ? "; vcpu 0 }" : " }"));
        }
        return latest;
    }

    /** The machine that words without a machine apply to; null before the first one. */
    public Machine latestMachine() {
        return machines.isEmpty() ? null : machines.get(machines.size() - 1);
    }

    private String suited(String example) {
        return Architecture.of(host.abi()).planning().suited(example, host);
    }

    /** The parts that it shows at each stop. */
    public StopSettings shown() {
        return shown;
    }

    /** The open machines, in the order of creation. */
    @Override
    public List<Machine> machines() {
        return List.copyOf(machines);
    }

    /** {@code kvm}: the calls about KVM as a whole. What they make is closed with the session. */
    public IoctlScope kvm() {
        return new IoctlScope(board.kvm(), kept::add);
    }

    /** Takes the program that runs the script, for machines that are created from now on. */
    public void attended(Attendant<MachineParts> program) {
        attendant = program;
    }

    /** Compares what a person sets with what registers then hold, after each text and before each run. */
    public void verifies() {
        verifies = true;
    }

    /**
     * The differences between what was set by name on its machines and what reads back, a line each that was not
     * reported before; nothing is read unless it verifies.
     */
    public List<String> readBack() {
        return verifies
                ? Stream.concat(
                                machines.stream().flatMap(Session::readBack),
                                others.sessions().stream().flatMap(other -> other.readBack().stream()))
                        .toList()
                : List.of();
    }

    private static Stream<String> readBack(Machine machine) {
        List<String> told = machine.differing();
        return machine.readBack().all().stream().map(Object::toString).filter(line -> !told.contains(line));
    }

    private Outcome lastRun() {
        return machines.isEmpty() ? null : machines.get(machines.size() - 1).lastRun();
    }

    /** {@code why}: what failed last, and what reads back different from what was set. */
    public Failure whyFailed() {
        Failure failure = failures.last();
        return failure.with(
                List.of(),
                machines.stream()
                        .flatMap(machine -> machine.differing().stream())
                        .filter(line -> failure.lines().stream().noneMatch(known -> known.contains(line)))
                        .toList());
    }

    /** Errors in words, and what failed last. */
    @Override
    public Failures failures() {
        return failures;
    }

    /** The runs whose unexpected end the script has not inspected. */
    @Override
    public UnreadOutcomes unread() {
        return unread;
    }

    /** The runs in the background. */
    public Background background() {
        return background;
    }

    /**
     * Ends every run that is under way, but for those in the background of a person who types; any thread may call it.
     */
    public void stop() {
        machines.stream().filter(machine -> !machine.isLeftAlone()).forEach(Machine::endRun);
        others.sessions().forEach(Session::stop);
    }

    /**
     * The script is over, and so are the runs that its threads are inside.
     *
     * @throws ScriptError for the first of them
     */
    public void endGuests() {
        LeftGuests left = new LeftGuests("script");
        machines().forEach(left::close);
        others.sessions().forEach(other -> other.machines().forEach(left::close));
        if (left.first() != null) {
            throw left.first();
        }
    }

    /** Closes every machine, but for one whose guest does not stop, and everything else that a script opened. */
    public void closeMachines() {
        others.close();
        machines.forEach(Machine::closeRunning);
        for (AutoCloseable part : kept) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot close the descriptors that the script opened", e);
            }
        }
        kept.clear();
    }

    /** Closes every machine, then the board. */
    @Override
    public void close() {
        closeMachines();
        trace.close();
        board.close();
    }
}
