package org.kvmsh.bindings.check;

import java.util.Arrays;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;

/** Whether a call that the kernel took can be seen in what is read afterwards. */
final class ReadBack {
    private final CheckedMachine machine;
    private final Abi abi;
    private final CheckedCall call;
    private final KvmFile file;

    ReadBack(CheckedMachine machine, CheckedCall call) {
        this.machine = machine;
        this.abi = machine.abi();
        this.call = call;
        this.file = machine.file(call.on());
    }

    /** @param argument the struct as the call left it; null if it has none */
    Judgement of(Argument argument) {
        Ioctl ioctl = abi.ioctl(call.call());
        String get = abi.readingBack(call.call());
        boolean isSeen;
        if (call.opens() != null) {
            isSeen = answersItself();
        } else if (get != null && argument != null && abi.ioctl(get).struct() == argument.struct()) {
            isSeen = reads(get, argument);
        } else if (call.on().kind() == FdKind.SYSTEM && ioctl.data() != Direction.IN || isQuestion()) {
            isSeen = answersAgain(ioctl, argument);
        } else {
            isSeen = false;
        }
        return isSeen ? Judgement.TAKEN_AND_SEEN : Judgement.TAKEN;
    }

    private boolean isQuestion() {
        return call.call().matches("KVM_(GET|HAS|CHECK)_.*|KVM_\\w+_GET_.*|KVM_TRANSLATE");
    }

    /** Whether what was opened answers as a file of its kind. */
    private boolean answersItself() {
        KvmFile opened = machine.file(call.opens());
        return opened != null
                && switch (opened.kind()) {
                    case VM ->
                        opened.ioctl("KVM_CHECK_EXTENSION", abi.constant("KVM_CAP_USER_MEMORY"))
                                .ok();
                    // Its kvm_run is mapped, which only a vCPU has.
                    case VCPU -> true;
                    default -> false;
                };
    }

    /** Whether the fields that were changed read as they were set. */
    private boolean reads(String get, Argument set) {
        try (Argument read = Argument.of(file.kernel(), set.struct(), CheckedMachine.elements(set.struct()))) {
            read.region().write(0, set.region().bytes(0, (int) set.region().size()));
            if (!file.ioctl(get, read, machine.data()).ok()) {
                return false;
            }
            for (Map.Entry<String, Operand> field : call.fields().entrySet()) {
                Field changed = set.struct().field(field.getKey());
                if (set.get(field.getKey()) != read.get(field.getKey()) && !changed.isPadding()) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Whether the same question has the same answer. */
    private boolean answersAgain(Ioctl ioctl, Argument argument) {
        if (abi.givesDescriptor(ioctl.name()) != null) {
            return false;
        } else if (argument == null) {
            IoctlResult<Integer> once = file.ioctl(call.call(), call.value());
            IoctlResult<Integer> again = file.ioctl(call.call(), call.value());
            return once.ok() && once.value().equals(again.value());
        }
        try (Argument other = machine.argument(call, file)) {
            return file.ioctl(call.call(), other, machine.data()).ok()
                    && Arrays.equals(
                            other.region().bytes(0, argument.struct().size()),
                            argument.region().bytes(0, argument.struct().size()));
        }
    }
}
