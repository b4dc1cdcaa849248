package org.kvmsh.repl.cli;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;

/**
 * The reason why an entry of a file excuses a failure, a difference or a kernel's report, and its last day.
 *
 * @param place file:line:column; empty for an entry that comes with kvmsh
 * @param link null for none
 * @param expires the last day on which the entry counts; null for no last day
 */
public record Excuse(String place, String reason, String link, LocalDate expires) {
    public boolean isExpired() {
        return expires != null && LocalDate.now().isAfter(expires);
    }

    /** The reason, and where it is known from. */
    public String why() {
        return reason + (link == null ? "" : ", " + link) + (place.isEmpty() ? "" : " (" + place + ")");
    }

    /** A sentence about each of some entries that has expired. */
    public static List<String> expired(Stream<Excuse> entries) {
        return entries.filter(Excuse::isExpired).map(Excuse::expired).toList();
    }

    /** A sentence about an entry that has expired: it may not stay. */
    public String expired() {
        return place + ": expired on " + expires + ": " + reason + "; remove the entry, or change its date";
    }
}
