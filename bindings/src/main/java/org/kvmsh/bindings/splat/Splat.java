package org.kvmsh.bindings.splat;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A kernel's report of its own fault.
 *
 * @param title in short: {@code WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]}
 * @param oops whether the kernel cannot be trusted after it
 * @param late whether it only reports that something took too long
 * @param lines the report as logged; empty if there is only a taint
 */
public record Splat(String title, boolean oops, boolean late, List<String> lines) {
    public Splat {
        lines = List.copyOf(lines);
    }

    /** Whether a pattern is found in the title or in a line. */
    public boolean has(Pattern pattern) {
        return pattern.matcher(title).find()
                || lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    @Override
    public String toString() {
        return title;
    }
}
