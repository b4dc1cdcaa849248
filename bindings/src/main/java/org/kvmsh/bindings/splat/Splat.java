package org.kvmsh.bindings.splat;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A report by a kernel of its own fault.
 *
 * @param title in short: {@code WARNING at virt/kvm/kvm_main.c:1200 kvm_put_kvm+0x1d/0x30 [kvm]}
 * @param oops  whether the kernel can no longer be trusted after it
 * @param lines the report as it was logged; empty if only a taint tells of it
 */
public record Splat(String title, boolean oops, List<String> lines) {
    public Splat {
        lines = List.copyOf(lines);
    }

    /** Whether a pattern is found in the title or in a line. */
    public boolean has(Pattern pattern) {
        return pattern.matcher(title).find() || lines.stream().anyMatch(line -> pattern.matcher(line).find());
    }

    @Override public String toString() {
        return title;
    }
}
