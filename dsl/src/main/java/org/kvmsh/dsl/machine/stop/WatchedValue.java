package org.kvmsh.dsl.machine.stop;

import java.util.function.Supplier;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.PrintedValue;
import org.kvmsh.dsl.word.Word;

/** A value that each stop shows. */
public record WatchedValue(
        @Word(value = "its number, for watch remove:", example = "watch.all[0].number")
        int number,

        @Word(value = "its name", example = "watch.all[0].name")
        String name,

        Reading reading) {
    /** Reads it where a vCPU has stopped. */
    public interface Reading {
        /** A register's is the vCPU's; a block has what is around it. */
        Object of(VcpuEngine stopped);
    }

    /** The register of whichever vCPU has stopped. */
    public static Reading register(String register) {
        return stopped -> stopped.register(register);
    }

    /** The value that a block returns. */
    public static Reading block(Supplier<Object> block) {
        return stopped -> block.get();
    }

    /** {@code rax 0x5}; why it cannot be read, in place of the value. */
    String inWords(VcpuEngine stopped) {
        try {
            return name + " " + PrintedValue.of(reading.of(stopped));
        } catch (RuntimeException | AssertionError e) {
            // The guest's stop is shown, whatever a block does.
            return name + ": "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("failed");
        }
    }

    @Override
    public String toString() {
        return number + " " + name;
    }
}
