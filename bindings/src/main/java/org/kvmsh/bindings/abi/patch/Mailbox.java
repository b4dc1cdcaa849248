package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The mails of a text in their order, each with its lines as its sender wrote them; a text that is no mailbox is one
 * mail.
 */
final class Mailbox {
    /** The line that begins each mail of a file, with a time of day and a year, as git mailsplit recognizes it. */
    private static final Pattern FROM =
            Pattern.compile("From \\S{1,200} .{0,60}\\d{1,2}:\\d{2}:\\d{2} .{0,20}\\d{4}.{0,20}");

    /**
     * One mail.
     *
     * @param head its sender's own, also if the mail quotes a patch by another
     * @param lines of the patch, without the marks of quoting
     */
    record Mail(MailHead head, List<GivenLine> lines) {}

    private Mailbox() {}

    static List<Mail> of(String text) {
        List<Mail> mails = new ArrayList<>();
        List<GivenLine> open = new ArrayList<>();
        for (GivenLine line : GivenLine.of(text)) {
            if (line.text().startsWith("From ") && FROM.matcher(line.text()).matches()) {
                keep(open, mails);
                open = new ArrayList<>();
            }
            open.add(line);
        }
        keep(open, mails);
        return mails;
    }

    private static void keep(List<GivenLine> mail, List<Mail> into) {
        if (mail.stream().anyMatch(line -> !line.text().isBlank())) {
            List<GivenLine> written = MimeMail.isEncoded(mail) ? new MimeMail(mail).decoded() : mail;
            into.add(new Mail(MailHead.of(written), GivenLine.unquoted(written)));
        }
    }
}
