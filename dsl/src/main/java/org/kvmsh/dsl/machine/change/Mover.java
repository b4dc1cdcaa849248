package org.kvmsh.dsl.machine.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.kvm.VmReplacement;
import org.kvmsh.bindings.kvm.state.SetUpCalls.SetUpCall;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Carries a machine into a new VM: reads what is in the kernel, makes a second VM by the calls that made the first,
 * sets what was read, reads it again and compares. The memory is the same.
 */
final class Mover {
    private final Bringup made;
    private final Abi abi;
    private final boolean asked;

    /**
     * @param asked whether the script asks for the move, and not a test that must do in the new VM what it did before
     */
    Mover(Bringup made, boolean asked) {
        this.made = made;
        this.abi = made.kernel().abi();
        this.asked = asked;
    }

    /** The reasons why the VM cannot be replaced, apart from its state; empty if it can. */
    private List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        if (made.slots().all().stream().anyMatch(slot -> made.slots().has(slot, "KVM_MEM_GUEST_MEMFD"))) {
            obstacles.add("the pages of a guest_memfd belong to the VM that created it (api.rst 4.142)");
        }
        if (made.vm().dirtyRing() != 0) {
            obstacles.add("the entries of a dirty ring cannot be set in another VM (api.rst 8.29)");
        }
        for (SetUpCall call : made.vm().setUp().all()) {
            String gives = call.number() < 0 ? abi.givesDescriptor(call.name()) : null;
            if (gives != null) {
                obstacles.add("the descriptor of " + call.name() + " belongs to the VM that created it");
            } else if (call.name().startsWith("KVM_MEMORY_ENCRYPT_")) {
                obstacles.add("the state of an encrypted VM cannot be read");
            } else if (setsLog(call)) {
                obstacles.add("with KVM_DIRTY_LOG_INITIALLY_SET, the dirty log of a new VM contains all pages");
            }
        }
        if (!asked) {
            obstacles.addAll(logOfReads());
        }
        return obstacles.stream().distinct().toList();
    }

    private List<String> logOfReads() {
        String reason = Architecture.of(abi).logOfReads();
        boolean logs = made.slots().all().stream().anyMatch(slot -> made.slots().has(slot, "KVM_MEM_LOG_DIRTY_PAGES"));
        return logs && reason != null ? List.of(reason) : List.of();
    }

    private boolean setsLog(SetUpCall call) {
        return call.name().equals("KVM_ENABLE_CAP")
                && call.field("cap", abi) == abi.constant("KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2")
                && (call.field("args[0]", abi) & abi.constant("KVM_DIRTY_LOG_INITIALLY_SET")) != 0;
    }

    /**
     * Moves. Each vCPU is outside KVM_RUN and owes its guest nothing.
     *
     * @param into takes what was carried
     * @throws CannotMove if something cannot be carried; nothing has changed then
     * @throws ScriptError if the kernel refuses a call on the new VM; nothing has changed then
     */
    void move(Moved into) {
        CallOrigin.MOVING.during(() -> {
            try {
                made.vm().alone(() -> moveNow(into));
            } catch (NotModelled e) {
                throw new CannotMove(List.of(e.getMessage()));
            }
            return null;
        });
    }

    private void moveNow(Moved into) {
        Vm vm = made.vm();
        List<String> obstacles = obstacles();
        if (!obstacles.isEmpty()) {
            throw new CannotMove(obstacles);
        }
        MachineState before;
        try (VmReplacement replacement =
                new VmReplacement(made.kvm(), vm, made.vcpus().values(), made.mmapSize(), made::isForeignDevice)) {
            before = MachineState.withoutMemory("", made);
            if (!before.lost().isEmpty()) {
                throw new CannotMove(before.lost());
            }
            replacement.take();
            List<String> refused;
            try {
                refused = before.restoreKernel(made);
            } catch (RuntimeException e) {
                replacement.giveBack();
                throw e;
            }
            if (!refused.isEmpty()) {
                replacement.giveBack();
                throw new ScriptError(
                        Site.UNKNOWN,
                        "the machine cannot move: the kernel refused part of the machine's state in the new VM",
                        refused.toArray(String[]::new));
            }
            replacement.finish();
        } catch (KvmException e) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the machine cannot move: the new VM refused a call that the old VM had accepted: "
                            + e.getMessage(),
                    e);
        }
        MachineState after = MachineState.withoutMemory("", made);
        compare(before.differences(after), after.missing(), into);
    }

    private void compare(Map<String, String> differences, List<String> missing, Moved into) {
        List<String> running = new ArrayList<>();
        List<String> lacking = new ArrayList<>(missing);
        lacking.addAll(logOfReads());
        Architecture.of(abi)
                .mayDiffer(abi)
                .forEach((end, reason) -> differences.keySet().removeIf(name -> {
                    if (!name.endsWith(end)) {
                        return false;
                    } else if (reason.equals(Architecture.COUNTER)) {
                        running.add(name);
                    } else {
                        lacking.add(name + ": " + reason);
                    }
                    return true;
                }));
        into.done(differences, running, lacking);
    }
}
