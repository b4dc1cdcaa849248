package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.ExitNotes;

/** What x86's exits mean: the numbers of VMX and SVM. */
final class X86ExitNotes implements ExitNotes {
    private static final String LOGGED = "the kernel logs the VMCS where kvm_intel's dump_invalid_vmcs is Y, the VMCB where kvm_amd's dump_invalid_vmcb is Y";

    @Override public List<String> values(Abi abi, String exit) {
        return !exit.equals("KVM_EXIT_FAIL_ENTRY") ? List.of()
                : Stream.concat(HardwareExit.ofEntries().stream().map(X86ExitNotes::refused), Stream.of(LOGGED)).toList();
    }

    private static String refused(HardwareExit entry) {
        return entry.refusal() + ": " + entry.cause();
    }
}
