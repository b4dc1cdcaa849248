package org.kvmsh.bindings.abi;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** An ioctl's line of a table, together with what the header does not define. */
final class IoctlLine {
    private static final int SAID_HERE = 7;
    private static final String[] UNKNOWN = {"", "", "", "none", "-", "-"};

    private IoctlLine() {}

    /** Read when the first ioctl is looked up. */
    private static final class SaidElsewhere {
        private static final AbiTable TABLE = AbiTable.resource("ioctls");
    }

    static Ioctl ioctl(String[] c, Abi abi) {
        String[] line = SaidElsewhere.TABLE.line("said", c[1]);
        String[] said = line == null ? UNKNOWN : line;
        // A line of a patch includes the descriptor, the direction of the data and the capability.
        boolean here = c.length > SAID_HERE;
        // The argument of KVM_MEMORY_ENCRYPT_OP is a struct of x86; the number has the size of a pointer everywhere.
        String argument = !here && said.length > 6 && abi.hasStruct(said[6]) ? said[6] : c[5];
        Struct struct = abi.hasStruct(argument) ? abi.struct(argument) : null;
        int bytes = struct != null ? struct.size() : Field.isScalar(argument) ? Field.scalarBytes(argument) : 0;
        // A patch's ioctl has a different number on each architecture.
        int request = c[2].equals("*")
                ? abi.encoding().encode(c[3], (int) abi.constant("KVMIO"), (int) number(c[4]), bytes)
                : (int) number(c[2]);
        return new Ioctl(
                c[1],
                kinds(here ? c[7] : said[2]),
                request,
                c[3],
                Direction.of(here ? c[8] : said[3]),
                argument,
                struct,
                here ? c[9] : said[4],
                c[6],
                here ? c[6] : said[5]);
    }

    static long number(String text) {
        return text.startsWith("0x") ? Long.parseUnsignedLong(text, 2, text.length(), 16) : Long.parseLong(text);
    }

    private static Set<FdKind> kinds(String text) {
        EnumSet<FdKind> kinds = EnumSet.noneOf(FdKind.class);
        for (String kind : text.split(",")) {
            if (!kind.isEmpty()) {
                kinds.add(FdKind.valueOf(kind.toUpperCase(Locale.ROOT)));
            }
        }
        return kinds;
    }
}
