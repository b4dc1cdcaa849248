package org.kvmsh.dsl.arch;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/** An architecture's names for the interrupt lines of KVM_IRQ_LINE (api.rst 4.25). */
public interface InterruptTerms {
    /** An interrupt line is the number of a global system interrupt. */
    InterruptTerms GSI = new InterruptTerms() {
        @Override
        public List<String> keys() {
            return List.of("gsi");
        }

        @Override
        public String example() {
            return "m.irq gsi: 4";
        }

        @Override
        public long line(NamedArguments said, Abi abi) {
            return said.required("gsi");
        }

        @Override
        public String name(long number, Abi abi) {
            return "gsi: " + number;
        }
    };

    /** The named arguments that select the line. */
    List<String> keys();

    /** A use of irq that works. */
    String example();

    /** The number that KVM_IRQ_LINE takes for the named line. */
    long line(NamedArguments said, Abi abi);

    /**
     * Whether KVM_SIGNAL_MSI returns 0 for a message that the guest blocks, and more for one that was delivered
     * (api.rst 4.70).
     */
    default boolean isBlockedTold() {
        return true;
    }

    /** The named arguments that select what KVM_IRQ_LINE takes as a number; null if no name selects it. */
    String name(long number, Abi abi);

    /** A line by its named arguments. */
    default long named(NamedArguments said, List<String> given, Abi abi) {
        for (String name : given) {
            if (!keys().contains(name)) {
                throw new ScriptError(
                        Site.UNKNOWN, "irq on " + abi.arch() + " has no " + name + ":", "try: " + example());
            }
        }
        return line(said, abi);
    }
}
