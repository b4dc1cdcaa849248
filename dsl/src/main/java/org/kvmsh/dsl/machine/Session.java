package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.patch.Patch;
import org.kvmsh.bindings.abi.patch.PatchReader;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.bindings.splat.SplatTable;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.bindings.trace.CallRing;
import org.kvmsh.bindings.trace.KernelLog;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.CallText;
import org.kvmsh.dsl.inspect.Calls;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.ExitInWords;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.Plan;
import org.kvmsh.dsl.plan.PlanOnPaper;
import org.kvmsh.dsl.plan.Planner;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ErrorText;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/** One board, the machines that were made on it and what was expected of them. */
public class Session implements AutoCloseable {
    private volatile Board board;
    private volatile HostFacts host;
    private final Consumer<Supplier<String>> echo;
    private final List<Machine> machines = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> kept = new CopyOnWriteArrayList<>();
    private final Map<String, String> patchHelp = new ConcurrentHashMap<>();
    private final Map<Class<?>, Object> objects = new ConcurrentHashMap<>();
    private final TextState text;
    private final TestRunner tests;
    private final CallRing calls = new CallRing();
    private final KernelFaults faults;
    private final UncheckedCalls unchecked;
    /** Puts the script's proposals in front of a board once more. */
    private final List<Runnable> proposed = new CopyOnWriteArrayList<>();
    private int expectationsHeld;
    private boolean tracesErrors;

    /** @param echo takes a line for every step that is made */
    public Session(Board board, HostFacts host, Consumer<Supplier<String>> echo) {
        this.board = board;
        this.host = host;
        this.echo = echo;
        this.text = new TextState(() -> this.board.kernel().lost());
        this.tests = new TestRunner(this, text);
        this.faults = new KernelFaults(new KernelWatch(board.kernel()), AllowedSplats.NONE);
        this.unchecked = new UncheckedCalls(() -> this.board, () -> this.host);
        hear(board);
    }

    private void hear(Board from) {
        from.kernel().tellLog(this::kernelSaid);
        from.keepCallsIn(calls);
    }

    /**
     * Goes on with the same board, started again: what was open on it is lost, what patches added to its headers stays.
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
        proposed.forEach(Runnable::run);
    }

    /** What the board's kernel reports of faults of its own. */
    public KernelFaults faults() {
        return faults;
    }

    /** What the board's kernel logged during a call stands with the step that made it; a run has no lines of its own, so it is named. */
    private void kernelSaid(KernelLog log) {
        for (String line : log.lines()) {
            echo(() -> CallText.aside("kernel log during " + log.call() + ": " + line));
        }
        faults.watch().heard(log.lines());
        log.lines().stream().map(SplatTable::title).filter(Objects::nonNull)
                .forEach(title -> echo(() -> CallText.aside("the board's kernel reports a fault of its own during " + log.call() + ": " + title)));
    }

    public Board board() {
        return board;
    }

    /** Plans a configuration and brings it to life; when a step fails nothing of it is left. */
    public Machine bringUp(VmConfig config) {
        Plan plan = Planner.plan(config, host, unchecked.strictness());
        int heard = unchecked.heard();
        Bringup made = new Bringup(board);
        List<MadeStep> steps = new ArrayList<>();
        try {
            for (Step step : plan.steps()) {
                steps.add(new MadeStep(steps.size() + 1, step, perform(step, made)));
            }
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
        unchecked.made(plan.unchecked(), heard);
        return keep(config, made, steps, board.name() + " (" + board.kindInWords() + ")");
    }

    /** {@code plan}: the steps that a configuration means on this board, with their calls; nothing is made. */
    public PlanOnPaper plan(VmConfig config) {
        HostFacts facts = planningFacts();
        return PlanOnPaper.of(Planner.plan(config, facts, unchecked.strictness()), facts);
    }

    /** What a plan is made from: no VM is asked for it. */
    HostFacts planningFacts() {
        return host.onPaper();
    }

    /** @param where as the machine's text names the board */
    Machine keep(VmConfig config, Bringup made, List<MadeStep> steps, String where) {
        Machine machine = new Machine(config, where, made, steps, new DebugMeans(host, made.vm().type()), text -> echo(() -> CallText.aside(text)), machines::remove);
        machines.add(machine);
        return machine;
    }

    private List<Call> perform(Step step, Bringup made) {
        if (!step.warning().isEmpty()) {
            echo(() -> CallText.aside("warning: " + step.warning()));
        }
        List<Call> calls = new ArrayList<>();
        Consumer<Call> listener = call -> {
            calls.add(call);
            echo(() -> CallText.of(call));
        };
        board.kernel().tell(listener);
        unchecked.step(step.site());
        try {
            step.perform(made);
        } catch (KvmException | BoardLost | NotModelled e) {
            throw new ScriptError(step.site(), e.getMessage(), e);
        } finally {
            board.kernel().forget(listener);
            unchecked.step(Site.UNKNOWN);
        }
        if (calls.isEmpty()) {
            echo(() -> CallText.aside(step.text()));
        }
        return calls;
    }

    private void echo(Supplier<String> line) {
        if (!tests.takeStep(line)) {
            echo.accept(line);
        }
    }

    /**
     * {@code test}: one line says whether a body held; after one that did not, the steps that it made and why.
     *
     * @param explain gives the text of what was thrown, with its place
     * @throws TextInterrupted where the script ends with the test
     */
    public void test(TestRequest asked, Runnable body, Function<Throwable, String> explain, Consumer<String> out) {
        tests.run(asked, body, explain, out);
    }

    /** @throws Skipped where a test is for other boards */
    void needBoards(TestRequest asked) {
        if (asked.boards() != null) {
            new Needs(board, host).checkBoards(asked.boards(), asked.site());
        }
    }

    /**
     * {@code needs}: skips the test under way, or else the rest of the script, where the board has not what it needs.
     *
     * @throws Skipped with the reason
     */
    public void needs(Map<String, ?> asked, Site site) {
        new Needs(board, host).check(asked, site);
    }

    /** An object of the session's, one of each type, that is made when it is first asked for. */
    public Object kept(Class<?> type, Supplier<?> first) {
        return objects.computeIfAbsent(type, t -> first.get());
    }

    /** The machine that was made last and is open: what a word is about that names none. */
    public Machine machine(Site asked) {
        if (machines.isEmpty()) {
            throw new ScriptError(asked, "there is no machine", "try: vm { memory at: 0, size: 64.KB; vcpu 0 }");
        }
        return machines.get(machines.size() - 1);
    }

    /** {@code trace}: the calls so far, KVM_RUNs where they are wanted. */
    public Calls trace() {
        Abi abi = board.kernel().abi();
        return Calls.of(new TraceFile(board.name() + " (" + board.kindInWords() + ")", abi.table(), calls.forgotten(), calls.calls()), abi);
    }

    /** Whether each KVM_RUN is a call of the trace from now on. */
    public void traceExits(boolean wanted) {
        calls.keepExits(wanted);
    }

    /** Tells of every call that is made on the board from now on, KVM_RUNs included; the trace keeps what it keeps. */
    public void tell(Consumer<TracedCall> listener) {
        calls.tell(listener);
    }

    /** {@code caps}: of the machine that was made last, or of KVM alone. */
    public Capabilities capabilities(String pattern) {
        return machines.isEmpty() ? Capabilities.of(pattern, board.kvm(), null) : machines.get(machines.size() - 1).caps(pattern);
    }

    /** The machines that are open, in the order in which they were made. */
    public List<Machine> machines() {
        return List.copyOf(machines);
    }

    /** How the text is doing that runs on this session. */
    public TextState text() {
        return text;
    }

    /**
     * Gives the test that runs up, since nothing ends it: what it still does counts no more.
     *
     * @param out takes the lines of its result
     */
    public void abandonTest(EndedEarly why, Consumer<String> out) {
        tests.abandon(why, out);
    }

    public TestResults tests() {
        return tests.results();
    }

    /** {@code kvm}: the calls about KVM as a whole. What they make is closed with the session. */
    public IoctlScope kvm() {
        return new IoctlScope(board.kvm(), kept::add);
    }

    /**
     * What a name of the board's headers stands for: an ioctl, or a constant's value.
     *
     * @return null where the board's tables have no such name
     */
    public Object named(String name) {
        Abi abi = board.kernel().abi();
        if (abi.hasIoctl(name)) {
            return abi.ioctl(name);
        }
        return abi.hasConstant(name) ? (Object) abi.constant(name) : null;
    }

    /**
     * {@code rfc}: makes what a patch adds callable on this session's board.
     *
     * @param text a mail with a diff, a piece of a header, or a header
     */
    public PatchDefined rfc(String text) {
        return define(PatchReader.read(text, board.kernel().abi()));
    }

    private PatchDefined define(Patch patch) {
        if (patch.ioctls().isEmpty() && patch.structs().isEmpty() && patch.constants().isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this text adds nothing to KVM's ABI", patch.warnings().toArray(String[]::new));
        }
        board.kernel().define(patch.abi().with(patch.errnoRules()));
        patch.help().forEach((name, help) -> patchHelp.put(name, help.text()));
        return new PatchDefined(patch);
    }

    /**
     * {@link #rfc} of a file, or of a text.
     *
     * @param fileOrText a file's name, or a text of more than one line
     * @param script     the script that names the file, which may lie beside it
     */
    public PatchDefined rfcFrom(String fileOrText, String script) {
        return define(PatchFile.read(fileOrText, script, board.kernel().abi()));
    }

    /** {@code proposal}: gives an ioctl that a patch defines its meaning on this session's board. */
    public ProposalMade proposal(Object ioctl, ProposalBody body, Site site) {
        proposed.add(() -> new Proposals(board, host).put(ioctl, body, site, kept));
        ProposalMade made = new Proposals(board, host).put(ioctl, body, site, kept);
        if (!made.getAnswers()) {
            echo(() -> CallText.aside(made.toString()));
        }
        return made;
    }

    /** {@code explain}: an ioctl or an exit in words. */
    public Explained explain(Object named, Site site) {
        return ExitInWords.of(board.kernel().abi(), named, site).orElseGet(() -> new Proposals(board, host).explain(named, site));
    }

    /** What a patch that was read here says of an ioctl that it adds; null where none does. */
    public String patchHelp(String ioctl) {
        return patchHelp.get(ioctl);
    }

    /** Shows the Java stack behind every error from now on. */
    public void traceErrors() {
        tracesErrors = true;
    }

    /** An error as a person reads it. */
    public String explain(ScriptError error, Function<String, Source> sources) {
        return ErrorText.of(error, sources) + (tracesErrors ? "\n" + ErrorText.stack(error) : "");
    }

    /** Runs what is there to meet the kernel's own refusals: what the planner would refuse in its place goes through. */
    public <T> T upToTheKernel(Supplier<T> part) {
        return unchecked.upToTheKernel(part);
    }

    /** The calls that are sent against a rule, and what became of the rule. */
    public UncheckedCalls unchecked() {
        return unchecked;
    }

    /** How many calls were made so far, KVM_RUNs left out unless they are traced. */
    public long callsMade() {
        return calls.count();
    }

    /** The ioctls among the calls that were made after the first ones, in order. */
    public List<Call> ioctlsAfter(long first) {
        Abi abi = board.kernel().abi();
        return calls.after(first).stream().filter(call -> call.request() != 0).map(call -> call.call(abi)).toList();
    }

    /** Told where the kernel took a call that the script expects it to refuse. */
    public void kernelTookWhatItMayRefuse() { }

    public void expectationHeld() {
        expectationsHeld++;
    }

    public int expectationsHeld() {
        return expectationsHeld;
    }

    /** Ends every run that is under way; any thread may call it. */
    public void stop() {
        machines.forEach(Machine::stop);
    }

    /** Closes every machine, and what else a script opened. */
    public void closeMachines() {
        machines.forEach(Machine::close);
        for (AutoCloseable part : kept) {
            try {
                part.close();
            } catch (Exception e) {
                throw new IllegalStateException("closing what a script made failed", e);
            }
        }
        kept.clear();
    }

    /** Closes every machine, then the board. */
    @Override public void close() {
        closeMachines();
        board.close();
    }
}
