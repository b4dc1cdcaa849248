package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The word of a machine for the capabilities of KVM and of its VM. */
public interface CapabilityWords extends AlsoOfTopLevel {
    /** Queries the capabilities whose names match a pattern. */
    Capabilities capabilities(String pattern);

    @Word(
            value = "the capabilities whose names match a pattern: their values for KVM and the VM, or for KVM alone if"
                    + " there is no machine, and what they mean; without a pattern, all of them; caps.diff 'A', 'B'"
                    + " returns what differs between two boards",
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
