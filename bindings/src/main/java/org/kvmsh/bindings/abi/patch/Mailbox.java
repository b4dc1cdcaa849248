package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The mails of a text in their order, each with its lines as its sender wrote them; a text that is no mailbox is one mail. */
final class Mailbox {
    /** As git mailsplit knows it: the line that begins each mail of a file, with a time of day and a year. */
    private static final Pattern FROM = Pattern.compile("From \\S{1,200} .{0,60}\\d{1,2}:\\d{2}:\\d{2} .{0,20}\\d{4}.{0,20}");

    private Mailbox() { }

    static List<List<GivenLine>> of(String text) {
        List<List<GivenLine>> mails = new ArrayList<>();
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

    private static void keep(List<GivenLine> mail, List<List<GivenLine>> into) {
        if (mail.stream().anyMatch(line -> !line.text().isBlank())) {
            into.add(GivenLine.unquoted(MimeMail.isEncoded(mail) ? new MimeMail(mail).decoded() : mail));
        }
    }
}
