package org.kvmsh.bindings.proposal;

import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.text.TsvTable;

/** Reviewers' questions about the proposals, with the answers given then or later, from {@code questions.tsv}. */
public final class Questions {
    private static final Pattern NUMBER = Pattern.compile("\\{(\\d+)}");

    /**
     * One of them.
     *
     * @param asked who asked it and when, or the text that it comes from
     * @param source where the answer is from
     */
    public record Question(String question, String asked, String answer, String source) {
        @Override
        public String toString() {
            return question + " (" + asked + ")\n  " + answer + "\n  source: " + source;
        }
    }

    private Questions() {}

    /** The questions about an ioctl, in the order of the mails; empty if there are none. */
    public static List<Question> of(Abi abi, Ioctl ioctl) {
        return TsvTable.rows(Questions.class, "questions.tsv").stream()
                .filter(columns -> columns[0].equals(ioctl.name()))
                .map(columns -> new Question(columns[1], columns[2], numbered(columns[3], abi, ioctl), columns[4]))
                .toList();
    }

    private static String numbered(String answer, Abi abi, Ioctl ioctl) {
        int request = ioctl.request();
        return NUMBER.matcher(answer)
                .replaceAll(size -> "0x"
                        + Integer.toHexString(abi.encoding()
                                .encode(
                                        ioctl.encoded(),
                                        abi.encoding().type(request),
                                        abi.encoding().number(request),
                                        Integer.parseInt(size.group(1)))));
    }
}
