package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.ExitNotes;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;

/** Why a run ended unexpectedly: from the exit, its architecture, and the vCPU's state; one fact a line. */
final class WhyItStopped {
    private final LiveMachine machine;
    private final VcpuEngine vcpu;
    private final Abi abi;
    private final Exit exit;
    private final CodeAtPc code;
    private final List<String> lines = new ArrayList<>();

    private WhyItStopped(LiveMachine machine, VcpuEngine vcpu, Exit exit, CodeAtPc code) {
        this.machine = machine;
        this.vcpu = vcpu;
        this.abi = vcpu.vcpu().kernel().abi();
        this.exit = exit;
        this.code = code;
    }

    /** @param exit the exit that ended the run, or null */
    static List<String> ofExit(LiveMachine machine, VcpuEngine vcpu, Exit exit, CodeAtPc code) {
        return new WhyItStopped(machine, vcpu, exit, code).explain(0);
    }

    /**
     * KVM_RUN failed; with EFAULT and EHWPOISON it may have filled in an exit anyway (api.rst 5,
     * KVM_EXIT_MEMORY_FAULT).
     */
    static List<String> ofErrno(LiveMachine machine, VcpuEngine vcpu, int errno) {
        boolean fills = errno == Errno.EFAULT.number() || errno == Errno.EHWPOISON.number();
        Exit exit = fills ? vcpu.vcpu().exit() : null;
        return new WhyItStopped(
                        machine,
                        vcpu,
                        exit != null
                                        && exit.reason()
                                                == vcpu.vcpu().kernel().abi().constant("KVM_EXIT_MEMORY_FAULT")
                                ? exit
                                : null,
                        CodeAtPc.of(machine, vcpu))
                .explain(errno);
    }

    private List<String> explain(int errno) {
        ExitNotes notes = Architecture.of(abi).exitNotes();
        vcpu.touch(() -> {
            ofGuestInC();
            if (vcpu.isAtException()) {
                lines.addAll(vcpu.exception().why());
            }
            if (exit != null) {
                ofItself();
                lines.addAll(notes.of(abi, exit, code.mode()));
            }
            lines.addAll(vcpu.isAtException() ? List.of() : notes.of(stopped(errno)));
            return null;
        });
        if (exit != null && !lines.isEmpty()) {
            lines.add("see: explain '" + constant() + "'");
        }
        // A register that the kernel keeps otherwise than it was set explains most such ends.
        lines.addAll(0, vcpu.written().last().stream().map(Object::toString).toList());
        return lines;
    }

    /**
     * A guest in C has nothing at a null pointer, and no memory below the stacks of its vCPUs, of which that of vCPU 0
     * is the lowest.
     */
    private void ofGuestInC() {
        ReadyDeviceConfig.Guest guest = machine.config().guest();
        if (guest == null) {
            return;
        }
        long top = Architecture.of(abi).stack(vcpu.vcpu()).top();
        // It is 0 before the guest's first instruction.
        if (top != 0 && Long.compareUnsigned(top, guest.base()) < 0) {
            lines.add("the guest's stack overflowed: the stack pointer, " + Bits64.hex(top)
                    + ", is below the lowest stack, at " + Bits64.hex(guest.base()));
        }
        if (Long.compareUnsigned(vcpu.address(), guest.empty()) < 0) {
            lines.add("the guest called a null pointer");
        }
    }

    /** The meaning of its number, if it explains the end. */
    private void ofItself() {
        if (exit instanceof Exit.Shutdown) {
            lines.add(ExitReasons.sentence(constant()));
        } else if (exit instanceof Exit.FailEntry entry) {
            lines.add(ExitReasons.sentence(constant()));
            meaning("hardware_entry_failure_reason", entry.hardwareReason());
        } else if (exit instanceof Exit.InternalError error) {
            meaning("suberror", error.suberror());
        } else if (exit instanceof Exit.SystemEvent event) {
            meaning("type", event.type());
            if (event.data().length > 0) {
                meaning("data[0]", event.data()[0]);
            }
        } else if (exit.reason() == abi.constant("KVM_EXIT_MEMORY_FAULT")) {
            lines.add(exit.toString());
        }
    }

    private void meaning(String field, long value) {
        ExitReasons.values(abi, constant()).stream()
                .filter(known -> known.field().equals(field) && abi.constant(known.constant()) == value)
                .forEach(known -> lines.add(known.constant() + ": " + known.meaning()));
    }

    private String constant() {
        return ExitReasons.PREFIX + exit.name().toUpperCase(Locale.ROOT);
    }

    private StoppedVcpu stopped(int errno) {
        return new StoppedVcpu(
                vcpu.vcpu(),
                exit,
                errno,
                code.address(),
                code.bytes(),
                code.instruction(),
                (at, length) -> machine.made().slots().read(code.space(), at, length),
                machine.chosen());
    }
}
