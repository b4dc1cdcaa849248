package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The newest version of each patch of a text: a thread may have versions 2 and 3 of one patch. */
final class MailVersions {
    private static final Pattern PLACE = Pattern.compile("\\[[^\\]]*?\\b(\\d{1,3})/(\\d{1,3})\\]");

    private final List<PatchMail> newest = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MailVersions(List<PatchMail> mails) {
        Map<String, Integer> versions = new HashMap<>();
        mails.forEach(mail -> versions.merge(mail.head().subject(), mail.head().version(), Math::max));
        for (PatchMail mail : mails) {
            MailHead head = mail.head();
            int last = Math.max(versions.get(head.subject()), renamed(head, mails));
            if (head.subject().isEmpty() || head.version() == last) {
                newest.add(mail);
            } else {
                warnings.add(head.title() + " is skipped: the text also has version " + last + " of this patch");
            }
        }
    }

    /**
     * The newest version of a patch that has another title there; 0 if there is none. Both series must have as many
     * patches, and one title in common: a mailbox may have several series.
     */
    private static int renamed(MailHead head, List<PatchMail> mails) {
        Matcher place = PLACE.matcher(head.title());
        if (!place.find() || place.group(2).equals("1")) {
            return 0;
        }
        List<MailHead> beside = mails.stream()
                .map(PatchMail::head)
                .filter(other -> isOf(place.group(2), other) && other.author().equals(head.author()))
                .toList();
        return beside.stream()
                .filter(other -> other.version() > head.version()
                        && isNumbered(place.group(1), other)
                        && beside.stream()
                                .anyMatch(first -> first.version() == head.version()
                                        && beside.stream()
                                                .anyMatch(second -> second.version() == other.version()
                                                        && second.subject().equals(first.subject()))))
                .mapToInt(MailHead::version)
                .max()
                .orElse(0);
    }

    private static boolean isOf(String total, MailHead head) {
        Matcher place = PLACE.matcher(head.title());
        return place.find() && place.group(2).equals(total);
    }

    private static boolean isNumbered(String number, MailHead head) {
        Matcher place = PLACE.matcher(head.title());
        return place.find() && Integer.parseInt(place.group(1)) == Integer.parseInt(number);
    }

    List<PatchMail> newest() {
        return newest;
    }

    /** A warning for each mail that is left out. */
    List<String> warnings() {
        return warnings;
    }
}
