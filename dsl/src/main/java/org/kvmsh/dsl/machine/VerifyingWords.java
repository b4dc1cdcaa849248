package org.kvmsh.dsl.machine;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that compare the values set with the values read back. */
public interface VerifyingWords {
    /** In the order of their numbers. */
    Collection<VcpuEngine> engines();

    /** Whether registers are read back before each run. */
    boolean verifies();

    @Word(value = "on every vCPU, read back the registers set by name and the structs set by ioctl since the guest last ran, and compare them with what was written", example = "m.verify()")
    default Verified verify() {
        return Verified.of(engines().stream().map(VcpuEngine::verify).toList());
    }

    /** Reads back what a person has just set; a register that cannot be read is ignored. */
    default Verified readBack() {
        return CallOrigin.EXPLAINING.during(() -> {
            try {
                return verify();
            } catch (KvmException | BoardLost | NotModelled e) {
                return Verified.of(List.of());
            }
        });
    }

    /** Registers set since the last run are read back, so that the next run's report can list differences. */
    default void verifyBeforeRun() {
        if (verifies()) {
            readBack();
        }
    }

    /** What differed when registers were last compared, a line each. */
    default List<String> differing() {
        return engines().stream().flatMap(vcpu -> vcpu.written().last().stream()).map(Object::toString).toList();
    }
}
