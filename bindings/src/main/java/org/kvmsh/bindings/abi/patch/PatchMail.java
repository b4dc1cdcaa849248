package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;

/** One mail with a patch, or a text without a mail: what it adds to an ABI. */
final class PatchMail {
    private final MailHead head;
    private final DiffLines diff;
    private final List<ApiDocument.Section> sections;
    private final List<GivenLine> lines;
    private final List<String> warnings = new ArrayList<>();

    PatchMail(Mailbox.Mail mail, int firstHunk) {
        this.head = mail.head();
        this.lines = mail.lines();
        this.diff = DiffLines.of(lines, firstHunk);
        this.sections = ApiDocument.sections(diff.lines());
    }

    /** The text of the mail before its diff. */
    private String message() {
        StringBuilder text = new StringBuilder();
        boolean inHead = true;
        for (GivenLine line : lines) {
            if (line.text().equals("---")
                    || line.text().startsWith("diff --")
                    || line.text().startsWith("@@ ")) {
                break;
            }
            inHead &= !line.text().isBlank();
            text.append(inHead ? "" : line.text() + "\n");
        }
        return text.toString();
    }

    MailHead head() {
        return head;
    }

    DiffLines diff() {
        return diff;
    }

    List<ApiDocument.Section> sections() {
        return sections;
    }

    /**
     * The patch that the mail adds; null if it adds nothing.
     *
     * @param over what it is read over: that of the series and what the mails before it added
     */
    Patch patch(Abi over, Series series) {
        Kept kept = new Kept();
        boolean whole = false;
        GrownStructs grown = new GrownStructs(over, warnings);
        OtherArchitectures others = new OtherArchitectures(over);
        if (diff.isDiff()) {
            grown = new HeaderHunks(diff, over, warnings).keep(kept, others);
        } else {
            PlainText plain = new PlainText(diff.lines(), diff.isPlain());
            kept.nested(plain.lines());
            HeaderPart.keep(plain.lines(), over, diff.isPlain(), kept, warnings);
            whole = plain.isWholeHeader();
        }
        new DocumentCode(sections, series.lines(), over, kept, warnings).add();
        if (kept.isEmpty() && sections.isEmpty()) {
            return null;
        }
        Definitions definitions = Definitions.of(
                FragmentReader.installed(),
                kept,
                over,
                whole ? Definitions.Missing.LEFT_OUT : Definitions.Missing.REFUSED,
                others,
                warnings);
        return new Assembly(definitions, sections, series, over, head.origin(), others, warnings)
                .patch(head, whole, grown);
    }

    /** Why it adds nothing. */
    PatchError nothing() {
        if (!warnings.isEmpty()) {
            return new PatchError(
                    PatchError.Kind.NOTHING_ADDED,
                    0,
                    "the patch adds nothing that kvmsh can use; " + String.join("; ", warnings));
        }
        int line = diff.lines().isEmpty() ? 1 : diff.lines().get(0).number();
        return new PatchError(
                PatchError.Kind.NOTHING_ADDED,
                line,
                diff.isDiff()
                        ? new NothingAdded(diff).message()
                        : "expected a diff, lines that begin with +, or declarations from a header");
    }

    /**
     * The properties that the mails of a text have in common.
     *
     * @param base the ABI that the first one is read over
     * @param lines of all their diffs
     * @param help of all their documents
     * @param prose their titles, and the sentences before their diffs
     * @param on the kind of descriptor that the reader names; null if it names none
     */
    record Series(Abi base, List<Line> lines, Map<String, IoctlHelp> help, List<String> prose, FdKind on) {
        static Series of(List<PatchMail> mails, Abi base, FdKind on) {
            List<Line> lines = new ArrayList<>();
            Map<String, IoctlHelp> help = new LinkedHashMap<>();
            for (PatchMail mail : mails) {
                lines.addAll(mail.diff.lines());
                mail.sections.forEach(section -> help.put(section.help().name(), section.help()));
            }
            PatchErrors errors = new PatchErrors(help, lines);
            mails.stream()
                    .filter(mail -> !mail.head.title().isEmpty() && !mail.diff.isQuoted())
                    .forEach(mail -> errors.message(mail.message()));
            List<String> prose = new ArrayList<>();
            mails.stream()
                    .filter(mail -> !mail.head.title().isEmpty() && !mail.diff.isQuoted())
                    .forEach(mail -> {
                        prose.add(mail.head.title());
                        prose.addAll(List.of(ErrnoProse.sentences(mail.message())));
                    });
            return new Series(base, lines, help, prose, on);
        }
    }
}
