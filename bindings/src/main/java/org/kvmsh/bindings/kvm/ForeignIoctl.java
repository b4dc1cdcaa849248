package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kvm.rules.AbsentIoctls;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.rules.Violation;

/** An ioctl that is not in the tables for this kind of descriptor. */
record ForeignIoctl(Abi abi, FdKind on, int request) {
    /** Its name on other kinds of descriptor; its number if there is none. */
    String name() {
        List<Ioctl> elsewhere = abi.ioctls(request);
        return elsewhere.isEmpty()
                ? "ioctl 0x" + Integer.toHexString(request)
                : elsewhere.get(0).name();
    }

    /**
     * A kernel that lacks the ioctl answers one errno, by architecture and kind of descriptor; any other errno has the
     * reasons that any call has.
     */
    Diagnosis diagnosis(int errno) {
        List<Ioctl> elsewhere = abi.ioctls(request);
        Violation unknown = AbsentIoctls.unknown(
                abi.arch(),
                on,
                errno,
                elsewhere.isEmpty()
                        ? "the headers of " + abi.release() + " have no ioctl with this number on " + on.phrase()
                        : elsewhere.stream()
                                        .map(ioctl -> ioctl.name() + " is issued on "
                                                + ioctl.on().stream()
                                                        .map(FdKind::phrase)
                                                        .collect(Collectors.joining(" or ")))
                                        .collect(Collectors.joining("; "))
                                + ", not on " + on.phrase());
        return unknown == null ? Rulebook.known(abi, name(), errno) : Diagnosis.of(unknown);
    }
}
