package org.kvmsh.repl.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.dsl.reference.LackingOption;

/** The configuration of a board's kernel, checked for the options that KVM and kvmsh need. */
public final class Configuration {
    private static final String NAME = "configuration";
    private static final String OF_KVM = "CONFIG_KVM";

    private final Kernel kernel;
    private final BoardKind kind;
    /** Null if the board does not show them. */
    private final List<String> lines;

    private final List<LackingOption> lacking;

    private Configuration(Kernel kernel, BoardKind kind, List<String> lines) {
        this.kernel = kernel;
        this.kind = kind;
        this.lines = lines;
        this.lacking = lines == null ? List.of() : LackingOption.of(kernel.abi().arch(), lines);
    }

    /** Reads it; the board's KVM need not be open. */
    public static Configuration of(Kernel kernel, BoardKind kind) {
        byte[] text = BoardFacts.configuration(kernel);
        return new Configuration(
                kernel,
                kind,
                text == null
                        ? null
                        : new String(text, StandardCharsets.UTF_8).lines().toList());
    }

    /** The lacking options without which KVM or kvmsh does not work. */
    public List<LackingOption> needed() {
        return lacking.stream().filter(LackingOption::isNeeded).toList();
    }

    /** All in one line. */
    public Seen inOneLine() {
        if (lines == null) {
            return hidden();
        }
        List<LackingOption> needed = needed();
        return needed.isEmpty()
                ? Seen.of(
                        NAME,
                        lines.stream().filter(line -> line.startsWith(OF_KVM)).collect(Collectors.joining(", "))
                                + (lacking.isEmpty() ? "" : "; not set: " + uses(lacking)))
                : Seen.wrong(NAME, "not set: " + uses(lacking), build(needed));
    }

    /** A line for all checked options, and one for each lacking option. */
    public List<Seen> inLines() {
        if (lines == null) {
            return List.of(hidden());
        }
        List<Seen> seen = new ArrayList<>(List.of(Seen.of(
                NAME,
                "options checked: " + LackingOption.checked(kernel.abi().arch()) + ", lacking: " + lacking.size())));
        lacking.forEach(option -> seen.add(
                Seen.unset(option.options(), (option.isNeeded() ? "needed for: " : "optional, for: ") + option.use())));
        return seen;
    }

    /** How to add options to a kernel. */
    public static String build(List<LackingOption> options) {
        return "build the kernel with "
                + options.stream().map(option -> option.name() + "=y").collect(Collectors.joining(" and "));
    }

    private Seen hidden() {
        return kind == BoardKind.MODEL
                ? Seen.hidden(NAME, "a model has no kernel configuration", null)
                : Seen.hidden(
                        NAME,
                        "no /proc/config.gz, and no /boot/config-" + kernel.release(),
                        "modprobe configs, or build the kernel with CONFIG_IKCONFIG=y and CONFIG_IKCONFIG_PROC=y");
    }

    private static String uses(List<LackingOption> options) {
        return options.stream()
                .map(option -> option.options() + " (" + option.use() + ")")
                .collect(Collectors.joining(", "));
    }
}
