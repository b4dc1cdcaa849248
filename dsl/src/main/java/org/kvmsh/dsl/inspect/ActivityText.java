package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of an activity; a start that reads the types of words does not load it. */
final class ActivityText {
    private static final int SHOWN = 8;
    private static final double PERCENT = 100;
    private static final double MS_PER_SECOND = 1e3;

    private ActivityText() {}

    static String of(Activity activity, int columns) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d exits in %.2f s, %.0f a second",
                activity.getTotal(),
                activity.ms() / MS_PER_SECOND,
                activity.getTotal() * MS_PER_SECOND / activity.ms()));
        activity.vcpus().forEach(vcpu -> lines.add(vcpu.toString()));
        if (!activity.exits().all().isEmpty()) {
            lines.addAll(activity.exits().text(columns).lines().limit(SHOWN + 1).toList());
        }
        if (!activity.hot().isEmpty()) {
            lines.add("pc samples:");
            activity.hot().stream().limit(SHOWN).forEach(place -> lines.add("  " + place));
        }
        if (!activity.stats().isEmpty()) {
            lines.add("KVM's statistics:");
            activity.stats().stream()
                    .limit(SHOWN)
                    .forEach(
                            stat -> lines.add(String.format(Locale.ROOT, "  %-24s +%d", stat.name(), stat.getValue())));
        }
        return String.join("\n", lines);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f%%", share * PERCENT);
    }
}
