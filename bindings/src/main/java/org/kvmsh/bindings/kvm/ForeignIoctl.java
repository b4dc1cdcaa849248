package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rulebook;

/** An ioctl that is not in the tables for this kind of descriptor. */
record ForeignIoctl(Abi abi, FdKind on, int request) {
    /** Its name on other kinds of descriptor; its number if there is none. */
    String name() {
        List<Ioctl> elsewhere = abi.ioctls(request);
        return elsewhere.isEmpty() ? "ioctl 0x" + Integer.toHexString(request) : elsewhere.get(0).name();
    }

    /** A kernel that does not have an ioctl answers ENOTTY or EINVAL, by architecture and kind of descriptor; any other errno has the reasons that any call has. */
    Diagnosis diagnosis(int errno) {
        if (errno != Errno.ENOTTY.number() && errno != Errno.EINVAL.number()) {
            return Rulebook.known(abi, name(), errno);
        }
        List<Ioctl> elsewhere = abi.ioctls(request);
        return Diagnosis.of(elsewhere.isEmpty() ? abi.table() + " has no ioctl with this number on " + on.phrase() + " (virt/kvm/kvm_main.c)"
                : elsewhere.stream().map(ioctl -> ioctl.name() + " is issued on " + ioctl.on().stream().map(FdKind::phrase).collect(Collectors.joining(" or "))).collect(Collectors.joining("; "))
                + ", not on " + on.phrase() + " (virt/kvm/kvm_main.c)");
    }
}
