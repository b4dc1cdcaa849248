package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.dryrun.DryRunKernel;
import org.kvmsh.bindings.kvm.rules.Rule;
import org.kvmsh.bindings.kvm.rules.Violation;
import org.kvmsh.bindings.trace.Call;
import org.kvmsh.dsl.json.StructFacts;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;

/** The steps of a plan, performed on a kernel that performs nothing: the calls that each makes. */
final class DryRunOfSteps {
    private final HostFacts host;
    private final DryRunKernel kernel;
    private final Board board;
    private final Bringup made;
    /** The rules that the calls of the step under way break, of a plan that was not checked. */
    private final List<Violation> broken = new ArrayList<>();

    DryRunOfSteps(HostFacts host) {
        this.host = host;
        this.kernel = DryRunKernel.takingAll(host.abi(), host);
        this.board = Board.onPaper(host.boardName(), BoardKind.MODEL, null, "dry run", kernel);
        this.made = new Bringup(board);
        board.kvm().comparison().begin(host, rule -> broken.addAll(rule.broken()));
    }

    Bringup sealed() {
        kernel.seal();
        return made;
    }

    List<Rule> rules(String call) {
        return kernel.rules(call);
    }

    /** Performs a step on the kernel that performs nothing. */
    PlannedStep planned(Step step) {
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
}
