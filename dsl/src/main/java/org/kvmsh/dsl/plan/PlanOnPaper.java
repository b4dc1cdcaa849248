package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.json.StructFacts;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * A plan for reading: each step with its calls, their requirements, their reasons and the meaning of each errno. The
 * calls are found by executing the steps on a kernel that performs nothing, so that the text matches what would be
 * done.
 */
public final class PlanOnPaper implements Marked, AsJson {
    private final HostFacts host;
    private final DryRunKernel kernel;
    private final Board board;
    private final Bringup made;
    private final List<PlannedStep> steps = new ArrayList<>();
    private final List<ScriptError> unchecked;
    /** The rules that the calls of the step under way break, of a plan that was not checked. */
    private final List<Violation> broken = new ArrayList<>();

    private PlanOnPaper(HostFacts host, List<ScriptError> unchecked) {
        this.host = host;
        this.unchecked = unchecked;
        this.kernel = DryRunKernel.takingAll(host.abi(), host);
        this.board = Board.onPaper(host.boardName(), BoardKind.MODEL, null, "dry run", kernel);
        this.made = new Bringup(board);
        board.kvm().comparison().begin(host, rule -> broken.addAll(rule.broken()));
    }

    /** Only facts are read from the host. */
    public static PlanOnPaper of(Plan plan, HostFacts host) {
        PlanOnPaper paper = new PlanOnPaper(host, plan.unchecked());
        plan.steps().forEach(step -> paper.steps.add(paper.planned(step)));
        return paper;
    }

    /** The machine of the plan; it refuses to return values. */
    public Bringup sealed() {
        kernel.seal();
        return made;
    }

    public List<PlannedStep> steps() {
        return List.copyOf(steps);
    }

    private PlannedStep planned(Step step) {
        List<Call> calls = new ArrayList<>();
        Consumer<Call> listener = calls::add;
        broken.clear();
        kernel.assume(step.expected());
        board.kernel().tell(listener);
        try {
            step.perform(made);
        } finally {
            board.kernel().forget(listener);
        }
        List<PlannedCall> planned = new ArrayList<>();
        for (Call call : calls) {
            planned.add(planned(call, step, calls));
        }
        return new PlannedStep(
                step, planned, step.capabilities().stream().map(this::withValue).toList(), broken);
    }

    private PlannedCall planned(Call call, Step step, List<Call> ofStep) {
        Abi abi = host.abi();
        if (!abi.hasIoctl(call.name())) {
            boolean kvmRun = call.on() == FdKind.VCPU;
            return new PlannedCall(
                    call.on(),
                    call.name(),
                    0,
                    kvmRun
                            ? "its kvm_run: KVM_GET_VCPU_MMAP_SIZE bytes"
                            : call.before().replaceFirst("^fd \\d+, ", ""),
                    null,
                    Map.of(),
                    null,
                    "");
        }
        Ioctl ioctl = abi.ioctl(call.name());
        String needs = !isAnnounced(ioctl, abi) || step.capabilities().contains(ioctl.capability())
                ? ""
                : withValue(ioctl.capability());
        return new PlannedCall(
                call.on(),
                call.name(),
                ioctl.request(),
                argument(call, step, ofStep),
                call.value(),
                fields(call, step),
                otherFields(call, ofStep),
                needs);
    }

    /** A patch's capability may have the number that another capability of this architecture has. */
    private static boolean isAnnounced(Ioctl ioctl, Abi abi) {
        String capability = ioctl.capability();
        return !capability.equals("-")
                && !(abi.hasConstant(capability)
                        && abi.constants("KVM_CAP_").entrySet().stream()
                                .anyMatch(other -> !other.getKey().equals(capability)
                                        && other.getValue() == abi.constant(capability)));
    }

    private Map<String, Object> fields(Call call, Step step) {
        Map<String, Object> fields = StructFacts.of(call.fields(false));
        fields.replaceAll((name, value) ->
                step.answered().contains(name) || value instanceof Long bits && kernel.isOwnAddress(bits)
                        ? null
                        : value);
        return fields;
    }

    /** The call before it in its step that reads the struct which it sets; null if none does. */
    private static String otherFields(Call call, List<Call> ofStep) {
        String get = call.name().replaceFirst("^KVM_SET_", "KVM_GET_");
        return !get.equals(call.name())
                        && ofStep.subList(0, ofStep.indexOf(call)).stream()
                                .anyMatch(other -> other.name().equals(get))
                ? get
                : null;
    }

    private String argument(Call call, Step step, List<Call> ofStep) {
        String text = kernel.withoutAddresses(call.before());
        for (String field : step.answered()) {
            text = text.replaceAll("\\b" + field + ": [^,]*", field + ": from the kernel");
        }
        String get = otherFields(call, ofStep);
        if (get != null) {
            return (text.isEmpty() ? "" : text + ", ") + "other fields: as " + get + " returns them";
        }
        return text.isEmpty() && host.abi().ioctl(call.name()).data() == Direction.VALUE ? "0" : text;
    }

    private String withValue(String capability) {
        return capability
                + (host.abi().hasConstant(capability)
                        ? " (this board: " + host.capability(capability) + ")"
                        : " (not in the headers)");
    }

    @Override
    public List<MarkedLine> marked() {
        List<MarkedLine> lines = new ArrayList<>();
        lines.add(MarkedLine.of("plan for " + host.boardName() + ": " + steps.size()
                + (steps.size() == 1 ? " step" : " steps") + " (dry run, none of these calls is made)"));
        host.assumed().stream()
                .sorted()
                .forEach(assumption -> lines.add(MarkedLine.of("unknown without --probe, " + assumption)));
        unchecked.forEach(error -> ("kvmsh would reject this: " + error.site() + ": " + error.getMessage())
                .lines()
                .forEach(line -> lines.add(MarkedLine.of(line))));
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < steps.size(); i++) {
            lines.addAll(steps.get(i).lines(i + 1));
            steps.get(i).calls().forEach(call -> names.add(call.name()));
        }
        lines.add(MarkedLine.of("what each errno would mean"));
        names.forEach(name -> errnos(name).forEach((errno, rules) -> {
            MarkedLine head = MarkedLine.of("  " + name + " ").and(Mark.ERRNO, errno);
            lines.add(rules.size() == 1 ? head.and(": " + rules.get(0)) : head.and(", one of:"));
            rules.stream().filter(rule -> rules.size() > 1).forEach(rule -> lines.add(MarkedLine.of("    " + rule)));
        }));
        return lines;
    }

    private Map<String, List<String>> errnos(String call) {
        return Rulebook.known(
                host.abi(),
                call,
                kernel.rules(call).stream()
                        .filter(rule -> rule.releases().mayHold(host.release()))
                        .toList());
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", host.boardName());
        facts.put("assumed", host.assumed().stream().sorted().toList());
        facts.put("rejected", unchecked.stream().map(PlanOnPaper::rejected).toList());
        facts.put("steps", steps);
        Map<String, Object> errnos = new LinkedHashMap<>();
        steps.stream()
                .flatMap(step -> step.calls().stream())
                .map(PlannedCall::name)
                .distinct()
                .forEach(name -> errnos.put(name, errnos(name)));
        facts.put("errnos", errnos);
        return facts;
    }

    private static Map<String, Object> rejected(ScriptError error) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("place", error.site().line() == 0 ? null : error.site());
        facts.put("message", error.getMessage());
        return facts;
    }

    @Override
    public String toString() {
        return marked().stream().map(MarkedLine::toString).collect(Collectors.joining("\n"));
    }
}
