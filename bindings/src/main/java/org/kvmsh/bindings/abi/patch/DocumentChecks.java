package org.kvmsh.bindings.abi.patch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.patch.Fragment.IoctlMacro;

/** Warns if the document contradicts the ioctl's macro or the architecture. */
final class DocumentChecks {
    private static final Set<String> ALL = Set.of("all", "any", "none", "generic", "");

    private final Abi over;
    private final String whole;
    private final List<String> warnings;

    /** @param whole the other architectures that the patch as a whole is for, which is told already; null for none */
    DocumentChecks(Abi over, String whole, List<String> warnings) {
        this.over = over;
        this.whole = whole;
        this.warnings = warnings;
    }

    void check(IoctlMacro macro, IoctlHelp said) {
        Direction documented = said.data();
        if (documented != null && !macro.direction().equals("NONE") && !agrees(macro.direction(), documented)) {
            warnings.add("the document says that the argument of " + macro.name() + " is " + way(documented) + ", but "
                    + call(macro.direction()) + " says that it is " + way(encoded(macro.direction())));
        }
        if (whole == null && isOther(said)) {
            warnings.add(macro.name() + " is documented for " + said.architectures() + Patch.USING + over.table());
        }
    }

    /** Whether the document names architectures, and this one is not among them. */
    boolean isOther(IoctlHelp said) {
        List<String> named = Arrays.stream(
                        said.architectures().toLowerCase(Locale.ROOT).split("[^a-z0-9_]+"))
                .toList();
        return named.stream().noneMatch(ALL::contains) && named.stream().noneMatch(this::isThis);
    }

    private boolean isThis(String architecture) {
        String folder = FragmentReader.installed().headers(over.table());
        return architecture.startsWith(folder)
                || folder.startsWith(architecture)
                || folder.equals("powerpc") && architecture.startsWith("ppc")
                || folder.equals("arm64") && architecture.equals("aarch64");
    }

    private static boolean agrees(String direction, Direction documented) {
        return encoded(direction) == documented || documented == Direction.NONE;
    }

    private static Direction encoded(String direction) {
        return direction.equals("READ") ? Direction.OUT : direction.equals("WRITE") ? Direction.IN : Direction.IN_OUT;
    }

    private static String call(String direction) {
        return direction.equals("READ") ? "_IOR" : direction.equals("WRITE") ? "_IOW" : "_IOWR";
    }

    private static String way(Direction direction) {
        return direction == Direction.IN ? "(in)" : direction == Direction.OUT ? "(out)" : "(in/out)";
    }
}
