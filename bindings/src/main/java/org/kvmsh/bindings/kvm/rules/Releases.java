package org.kvmsh.bindings.kvm.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The releases of Linux for which a rule is known to hold.
 *
 * @param from the first one; null if the rule is as old as its call
 * @param before the first one that no longer has the rule; null where today's have it
 */
public record Releases(Release from, Release before) {
    static final Releases ALL = new Releases(null, null);

    /**
     * A release by its first two numbers: 6.12.
     *
     * @param version 6 of 6.12
     * @param patchlevel 12 of 6.12
     */
    public record Release(int version, int patchlevel) {
        private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})");

        /** @return null if the text is no release */
        static Release of(String text) {
            Matcher numbers = NUMBERS.matcher(text == null ? "" : text);
            return numbers.lookingAt()
                    ? new Release(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                    : null;
        }

        @Override
        public String toString() {
            return version + "." + patchlevel;
        }

        boolean isBefore(Release other) {
            return version < other.version || version == other.version && patchlevel < other.patchlevel;
        }
    }

    /**
     * Whether the rule refuses calls on a release.
     *
     * @param release as uname(2) has it; null if it is not known
     */
    public boolean hold(String release) {
        Release asked = Release.of(release);
        return this.equals(ALL)
                || asked != null
                        && (from == null || !asked.isBefore(from))
                        && (before == null || asked.isBefore(before));
    }

    /**
     * Whether the rule may refuse calls on a release: it is not known to have dropped the rule.
     *
     * @param release as uname(2) has it; null if it is not known
     */
    public boolean mayHold(String release) {
        Release asked = Release.of(release);
        return asked == null || before == null || asked.isBefore(before);
    }

    /** The finding of a check on a board: a broken rule refuses a call only on a release that is known to have it. */
    Finding limit(Finding found, Facts facts) {
        if (!found.isBroken() || hold(facts.release())) {
            return found;
        }
        Release asked = Release.of(facts.release());
        // Releases before the first one known to have the rule may have it too; a release that dropped it does not.
        return asked != null && before != null && !asked.isBefore(before) ? Finding.KEPT : Finding.UNKNOWN;
    }
}
