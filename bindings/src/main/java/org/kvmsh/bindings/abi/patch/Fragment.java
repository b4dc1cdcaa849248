package org.kvmsh.bindings.abi.patch;

import java.util.Map;
import java.util.Set;

/** A piece of a KVM header, read as the compiler of one architecture would read it behind the rest of that header. */
public interface Fragment {
    /** The meaning of a macro of the fragment. */
    Meaning meaning(String macro) throws Unreadable;

    /** The names of the structs and unions that it defines. */
    Set<String> structs();

    /** The structs and unions that it defines, as lines of a table. */
    String structLines(String origin);

    /** The macros with arguments that it defines, as lines of a table. */
    String macroLines(String origin);

    /** The enum constants that it defines. */
    Map<String, Long> enumerators();

    /** A constant's value as the tables spell it. */
    String spelled(long value);

    /**
     * An ioctl as its macro defines it.
     *
     * @param argument the type that the macro names, in the tables' spelling; "-" without one
     * @param bytes the size encoded in its number
     */
    record IoctlMacro(String name, String direction, int type, int number, String argument, int bytes) {}

    /** The meaning of a macro. */
    sealed interface Meaning permits Nothing, Number, Call, Unknown {}

    /** It is empty, or its value is not a number. */
    record Nothing() implements Meaning {}

    /** It is a constant. */
    record Number(long bits) implements Meaning {}

    /** It is an ioctl. */
    record Call(IoctlMacro ioctl) implements Meaning {}

    /** It needs a name that neither the fragment nor the text before it defines. */
    record Unknown(String name, boolean called) implements Meaning {}

    /** A fragment that cannot be read; its line is the fragment's own, 0 if it is not known. */
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String missing;

        /** @param missing the name that the fragment needs and nothing defines; null for any other error */
        public Unreadable(int line, String message, String missing, Throwable cause) {
            super(message, cause);
            this.line = line;
            this.missing = missing;
        }

        public String missing() {
            return missing;
        }

        public int line() {
            return line;
        }
    }
}
