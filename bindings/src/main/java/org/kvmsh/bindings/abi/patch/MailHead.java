package org.kvmsh.bindings.abi.patch;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sender, date and title of a patch: from a mail's header, the page of a mail archive or of a repository, or git's
 * own output.
 *
 * @param date as 2011-06-29; empty if it is missing, as are the others
 * @param commit its first twelve digits
 */
record MailHead(String title, String author, String date, String commit) {
    private static final int LONGEST = 300;
    private static final int MOST_LINES = 200;
    private static final Pattern COMMIT = Pattern.compile("commit ?([0-9a-f]{12})[0-9a-f]{0,28}.*");
    private static final Pattern ISO = Pattern.compile("\\b(\\d{4}-\\d{2}-\\d{2})\\b");
    private static final Pattern MONTH_DAY = Pattern.compile(
            "\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\\d{1,2}) .*?\\b((?:19|20)\\d{2})\\b");
    private static final Pattern DAY_MONTH = Pattern.compile(
            "\\b(\\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* ((?:19|20)\\d{2})\\b");
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    /** A repository's page: a table that has lost its cells, then the title on its own line. */
    private static final Pattern PAGE_AUTHOR = Pattern.compile("author ?([^<]{1,100}?)\\s*<[^>]{0,100}>.*");

    private static final Pattern PAGE_END = Pattern.compile(".*\\.(?:tar\\.\\w+|zip)");

    private static final Pattern VERSION = Pattern.compile("\\[[^\\]]*?(?:\\b|PATCH|RFC)[vV](\\d{1,3})\\b");

    static MailHead of(List<GivenLine> mail) {
        List<String> lines = mail.stream()
                .limit(MOST_LINES)
                .map(GivenLine::text)
                .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) : line)
                .toList();
        Found found = new Found();
        for (int i = 0; i < lines.size() && !isPatch(lines.get(i)); i++) {
            found.read(lines, i);
        }
        return found.head();
    }

    private static boolean isPatch(String line) {
        return line.startsWith("diff --git ")
                || line.startsWith("@@ -")
                || line.startsWith("+")
                || line.startsWith("#")
                || line.startsWith("---")
                || line.startsWith("/*");
    }

    /** The version of the series, from the title; 1 if the title has none. */
    int version() {
        Matcher version = VERSION.matcher(title);
        return version.find() ? Integer.parseInt(version.group(1)) : 1;
    }

    /** The title without Re: and without the brackets before it. */
    String subject() {
        return title.replaceFirst("^(?:(?i:re|fwd?):|\\[[^\\]]*\\]|\\s)+", "").replaceAll("\\s+", " ");
    }

    /** The name of the patch in messages and tables: its title, its commit where it has one, and its date. */
    String origin() {
        StringBuilder origin = new StringBuilder(title.isEmpty() ? "a patch without a title" : title);
        for (String part : new String[] {commit, date}) {
            origin.append(part.isEmpty() ? "" : ", " + part);
        }
        return origin.toString().replaceAll("\\s+", " ");
    }

    /** The parts of a head found in the lines so far. */
    private static final class Found {
        private String title = "";
        private String first = "";
        private String author = "";
        private String date = "";
        private String commit = "";
        private boolean page;
        private boolean dated;

        void read(List<String> lines, int at) {
            String line = lines.get(at);
            Matcher hash = COMMIT.matcher(line);
            if (commit.isEmpty() && hash.matches()) {
                commit = hash.group(1);
                page = true;
            }
            Matcher pageAuthor = PAGE_AUTHOR.matcher(line);
            if (line.startsWith("Subject: ")) {
                title = unfolded(lines, at).substring(9).strip();
            } else if (line.startsWith("From: ") || line.startsWith("Author: ")) {
                author = line.substring(line.indexOf(' ')).strip();
            } else if (author.isEmpty() && pageAuthor.matches()) {
                author = pageAuthor.group(1);
            }
            if (title.isEmpty()
                    && at > 0
                    && page
                    && (PAGE_END.matcher(lines.get(at - 1)).matches() || line.startsWith("    "))
                    && !PAGE_END.matcher(line).matches()) {
                title = line.strip();
            }
            // A mail archive's page: title, sender and date are its first three lines.
            if (first.isEmpty() && !line.isBlank() && line.length() < LONGEST) {
                first = line.strip();
            } else if (author.isEmpty()
                    && !first.isEmpty()
                    && !page
                    && (line.contains(" at ") || line.contains("@"))
                    && at < 4) {
                author = line.strip();
            }
            if (line.startsWith("Date: ") && !dated) {
                dated = true;
                date = date(line);
            } else if (date.isEmpty()) {
                date = date(line);
            }
        }

        /** A header field goes on in the lines behind it that begin with a blank. */
        private static String unfolded(List<String> lines, int at) {
            StringBuilder field = new StringBuilder(lines.get(at));
            for (int next = at + 1;
                    next < lines.size()
                            && !lines.get(next).isBlank()
                            && " \t".indexOf(lines.get(next).charAt(0)) >= 0;
                    next++) {
                field.append(' ').append(lines.get(next).strip());
            }
            return field.toString();
        }

        MailHead head() {
            boolean archive = title.isEmpty() && !page && (first.contains(": ") || first.startsWith("["));
            return new MailHead(archive ? first : title, author, date, commit);
        }
    }

    private static String date(String line) {
        Matcher iso = ISO.matcher(line);
        if (iso.find()) {
            return iso.group(1);
        }
        Matcher american = MONTH_DAY.matcher(line);
        if (american.find()) {
            return date(american.group(3), american.group(1), american.group(2));
        }
        Matcher mail = DAY_MONTH.matcher(line);
        return mail.find() ? date(mail.group(3), mail.group(2), mail.group(1)) : "";
    }

    private static String date(String year, String month, String day) {
        return String.format(Locale.ROOT, "%s-%02d-%02d", year, MONTHS.indexOf(month) / 3 + 1, Integer.parseInt(day));
    }
}
