package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A mail of a list's archive with a diff of KVM's headers: its place in its series, and what it is written in.
 *
 * @param id its Message-ID, without brackets
 * @param answered the Message-IDs of In-Reply-To and References, the nearest first
 * @param date as 2011-06-29; empty if it has none
 * @param number its number in its series; 1 of 1 without one
 * @param version of the series
 * @param reply whether it quotes the diff
 * @param added the lines that it adds to KVM's headers
 * @param format {@code plain}, {@code 8bit}, {@code quoted-printable}, {@code base64} or {@code parts}
 * @param text as it was sent
 */
public record ListMail(
        String id,
        List<String> answered,
        String title,
        String author,
        String date,
        int number,
        int of,
        int version,
        boolean reply,
        List<Added> added,
        String format,
        String text) {
    /**
     * A line that a mail adds to a header of KVM's.
     *
     * @param architecture the directory below arch/ that the header belongs to; empty for the header of all
     */
    public record Added(String architecture, String text) {}

    private static final Pattern ID = Pattern.compile("<([^<>\\s]+)>");
    private static final Pattern NUMBER = Pattern.compile("\\[[^\\]]*?(\\d{1,3})/(\\d{1,3})\\s*\\]");
    private static final String ENCODING = "content-transfer-encoding";

    public ListMail {
        answered = List.copyOf(answered);
        added = List.copyOf(added);
    }

    /** Reads a mail; null if it has no diff of a header of KVM's. */
    public static ListMail of(String text) {
        List<Mailbox.Mail> mails = text.isBlank() ? List.of() : Mailbox.of(text);
        if (mails.isEmpty()) {
            return null;
        }
        List<Added> added = new ArrayList<>();
        boolean isOfKvm = false;
        boolean quoted = false;
        for (Mailbox.Mail mail : mails) {
            quoted |= !mail.lines().isEmpty() && mail.lines().get(0).quoted();
            isOfKvm |= keep(mail, added);
        }
        if (!isOfKvm) {
            return null;
        }
        Map<String, String> fields = fields(text);
        MailHead head = mails.get(0).head();
        List<String> answered = new ArrayList<>(ids(fields.getOrDefault("in-reply-to", "")));
        List<String> references = ids(fields.getOrDefault("references", ""));
        for (int i = references.size() - 1; i >= 0; i--) {
            answered.add(references.get(i));
        }
        Matcher number = NUMBER.matcher(head.title());
        boolean isNumbered = number.find();
        List<String> own = ids(fields.getOrDefault("message-id", ""));
        return new ListMail(
                own.isEmpty() ? "" : own.get(0),
                answered,
                head.title(),
                head.author(),
                head.date(),
                isNumbered ? Integer.parseInt(number.group(1)) : 1,
                isNumbered ? Integer.parseInt(number.group(2)) : 1,
                head.version(),
                quoted,
                added,
                format(fields, text),
                text);
    }

    /** Keeps the lines that a mail adds to headers of KVM's; false if it names none of them. */
    private static boolean keep(Mailbox.Mail mail, List<Added> added) {
        boolean isOfKvm = false;
        KvmHeader header = null;
        for (GivenLine line : mail.lines()) {
            String text = line.text();
            String file = DiffLines.named(text);
            if (file != null) {
                header = KvmHeader.of(file);
                isOfKvm |= header != null;
            } else if (header != null && text.startsWith("+")) {
                added.add(new Added(header.architecture(), text.substring(1)));
            }
        }
        return isOfKvm;
    }

    /** The directories below arch/ to whose headers it adds lines. */
    public Set<String> architectures() {
        return added.stream()
                .map(Added::architecture)
                .filter(architecture -> !architecture.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The year of its date; 0 if it has none. */
    public int year() {
        return date.isEmpty() ? 0 : Integer.parseInt(date.substring(0, 4));
    }

    /** Whether both are of one series; replies are of none. */
    boolean isBeside(ListMail other) {
        return !reply
                && !other.reply
                && of > 1
                && of == other.of
                && version == other.version
                && author.equals(other.author)
                && date.equals(other.date);
    }

    /** The fields of the header by their names in lower case, unfolded. */
    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        String name = "";
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(':');
            if (Character.isWhitespace(line.charAt(0))) {
                fields.merge(name, line.strip(), (before, more) -> before + " " + more);
            } else if (colon > 0) {
                name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.putIfAbsent(name, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static List<String> ids(String field) {
        return ID.matcher(field).results().map(found -> found.group(1)).toList();
    }

    private static String format(Map<String, String> fields, String text) {
        String encoding = fields.getOrDefault(ENCODING, "").toLowerCase(Locale.ROOT);
        if (encoding.equals("base64") || encoding.equals("quoted-printable")) {
            return encoding;
        }
        if (fields.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return "parts";
        }
        return text.chars().allMatch(each -> each < 0x80) ? "plain" : "8bit";
    }
}
