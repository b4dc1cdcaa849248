package org.kvmsh.bindings.abi.patch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.kernel.Errno;

/** Errors that a text tells in sentences, as "-EBUSY if a vCPU has run": the condition by the errno's name. */
final class ErrnoProse {
    private static final String NAME = "-?\\b(E[A-Z0-9]{2,14})\\b";
    private static final Pattern FIRST = Pattern.compile(NAME
            + "[\"'`]*[,:]?\\s+(?:(?:is|are|will be|gets?)\\s+(?:returned|reported)\\s*,?\\s*)?(?:if|when|where|in"
            + " case)\\s+"
            + "(.{3,300}?)(?=[.;](?:\\s|$)|,?\\s+(?:(?:and|or|else|otherwise)\\s+)?(?:returns?\\s+)?" + NAME + "|$)");
    private static final Pattern LAST = Pattern.compile(
            "(?:^|[\\s,])(?:[Ii]f|[Ww]hen|[Ww]here)\\s+([^.;]{3,300}?),?\\s+(?:(?:the|this|that|it|ioctl|call|kernel|KVM\\w*|will|is|then)\\s+){0,4}"
                    + "(?:returns?|returned|fails?|rejected|refused|answers)\\b[^.;]{0,40}?" + NAME);
    private static final Pattern SENTENCE = Pattern.compile("(?<=[.;])\\s+|\\n\\s*\\n");
    /** A condition whose meaning is in another sentence, such as "if not" or "if that happens". */
    private static final Pattern ELSEWHERE = Pattern.compile("\\S+|(?i)(?:that|this|so|not|it)\\s+\\S+|and only.*");

    private static final Pattern OTHERWISE = Pattern.compile(",?\\s+(?:and )?(?:otherwise|0 otherwise)\\b.*");

    private static final int LONGEST = 2000;

    private ErrnoProse() {}

    /** The sentences of a text of several lines; those that are too long for one are left out. */
    static String[] sentences(String text) {
        return Arrays.stream(SENTENCE.split(text))
                .map(one -> one.replaceAll("\\s+", " ").strip())
                .filter(one -> one.length() < LONGEST)
                .toArray(String[]::new);
    }

    /** A row's text without the word that tells that it is a condition. */
    static String condition(String row) {
        return row.strip().replaceFirst("^(?:if|when)\\s+", "");
    }

    static Map<String, String> of(String text) {
        Map<String, String> errors = new LinkedHashMap<>();
        for (String sentence : sentences(text)) {
            Matcher first = FIRST.matcher(sentence);
            boolean any = false;
            while (first.find()) {
                any |= add(first.group(1), first.group(2), errors);
            }
            Matcher last = LAST.matcher(any ? "" : sentence);
            while (last.find()) {
                add(last.group(2), last.group(1), errors);
            }
        }
        return errors;
    }

    private static boolean add(String errno, String sentence, Map<String, String> into) {
        String condition = OTHERWISE.matcher(sentence).replaceFirst("").strip();
        if (Errno.of(errno) == null || ELSEWHERE.matcher(condition).matches()) {
            return false;
        }
        into.merge(errno, condition, (one, more) -> one.equals(more) ? one : one + "; or " + more);
        return true;
    }
}
