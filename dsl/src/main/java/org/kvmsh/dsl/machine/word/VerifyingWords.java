package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.machine.live.MachineParts;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words of a machine that compare the values set with the values read back. */
public interface VerifyingWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    MachineParts machineParts();

    @Word(
            value = "on every vCPU, read back the registers set by name and the structs set by ioctl since the guest"
                    + " last ran, and compare them with what was written",
            example = "m.verify()")
    default Verified verify() {
        return machineParts().verify();
    }
}
