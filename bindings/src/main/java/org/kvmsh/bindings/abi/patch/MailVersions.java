package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest version of each patch of a text: a thread may have versions 2 and 3 of one patch. */
final class MailVersions {
    private final List<PatchMail> newest = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    MailVersions(List<PatchMail> mails) {
        Map<String, Integer> versions = new HashMap<>();
        mails.forEach(mail -> versions.merge(mail.head().subject(), mail.head().version(), Math::max));
        for (PatchMail mail : mails) {
            MailHead head = mail.head();
            int last = versions.get(head.subject());
            if (head.subject().isEmpty() || head.version() == last) {
                newest.add(mail);
            } else {
                warnings.add(head.title() + " is skipped: the text also has version " + last + " of this patch");
            }
        }
    }

    List<PatchMail> newest() {
        return newest;
    }

    /** A warning for each mail that is left out. */
    List<String> warnings() {
        return warnings;
    }
}
