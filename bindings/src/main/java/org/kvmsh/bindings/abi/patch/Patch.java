package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;

/**
 * The additions of a patch to a KVM ABI.
 *
 * @param title from its mail; empty if it is missing, as are author and date
 * @param date as 2011-06-29
 * @param origin how messages name it
 * @param constants all of them, capabilities too
 * @param capabilities those of the constants that announce something
 * @param help what it adds to the API document, by ioctl
 * @param warnings what the reader of the patch should know, a sentence each
 * @param table all of it as lines of a table, for {@link Abi#with}
 * @param abi the ABI that it was read over, with the patch
 * @param grown the members that it adds to structs of that ABI, by struct
 */
public record Patch(
        String title,
        String author,
        String date,
        String origin,
        List<Ioctl> ioctls,
        List<Struct> structs,
        List<Constant> constants,
        List<Constant> capabilities,
        Map<String, IoctlHelp> help,
        List<String> warnings,
        String table,
        Abi abi,
        Map<String, Set<String>> grown) {
    /** The part of a warning after the names of the other architectures that a patch is for. */
    public static final String USING = "; using the ABI of ";

    public Patch {
        ioctls = List.copyOf(ioctls);
        structs = List.copyOf(structs);
        constants = List.copyOf(constants);
        capabilities = List.copyOf(capabilities);
        help = Map.copyOf(help);
        warnings = List.copyOf(warnings);
        grown = Map.copyOf(grown);
    }

    /** Whether it adds nothing that a script can use. */
    public boolean isEmpty() {
        return ioctls.isEmpty() && structs.isEmpty() && constants.isEmpty();
    }

    /** The patch's help for its own ioctls, then for others that the ABI has. */
    List<IoctlHelp> documented() {
        List<String> own = ioctls.stream().map(Ioctl::name).toList();
        Stream<String> others = help.keySet().stream()
                .filter(name -> !own.contains(name) && abi.hasIoctl(name))
                .sorted();
        return Stream.concat(own.stream(), others)
                .map(help::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * The reasons for ioctls' errnos, as lines of a table, for {@link Abi#with}: those of documents, then those of the
     * patch's code.
     */
    public String errnoRules() {
        StringBuilder lines = new StringBuilder();
        documented().forEach(said -> said.errors().forEach((errno, rule) -> row("errno", said, errno, rule, lines)));
        documented().forEach(said -> said.places().forEach((errno, rule) -> row("coded", said, errno, rule, lines)));
        return lines.toString();
    }

    private void row(String kind, IoctlHelp said, String errno, String rule, StringBuilder into) {
        into.append(String.join("\t", kind, said.name() + ":" + errno, rule.replaceAll("\\s+", " "), origin))
                .append('\n');
    }
}
