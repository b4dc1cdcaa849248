package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The word of a machine for the capabilities of KVM and of its VM. */
public interface CapabilityWords extends AlsoOfTopLevel {
    /** Queries the capabilities whose names match a pattern. */
    Capabilities capabilities(String pattern);

    @Word(
            value = "the capabilities whose names match a pattern (default: all), with their meanings and"
                    + " their values for /dev/kvm and, if there is a machine, for its VM. caps.diff 'A', 'B'"
                    + " returns the differences between two boards",
            example = "m.caps '*MEM*'")
    default Capabilities getCaps() {
        return capabilities(Capabilities.ALL);
    }

    /** {@code m.caps()}. */
    default Capabilities caps() {
        return getCaps();
    }

    /** {@code m.caps '*MEM*'}. */
    default Capabilities caps(String pattern) {
        return capabilities(pattern);
    }
}
