package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.test.TestRequest;

/**
 * The tests in a JavaScript text, which GraalVM does not report: calls of {@code test} outside of comments and strings.
 */
public final class JsTests {
    private static final Pattern TEXT = Pattern.compile("//[^\\n"
            + "]*|(?s:/\\*.*?\\*/)|(?<![\\w$.])test\\s*\\(\\s*(?<name>'(?:[^'\\\\\\n"
            + "]|\\\\.)*'|\"(?:[^\"\\\\\\n"
            + "]|\\\\.)*\"|`(?:[^`\\\\$]|\\\\.)*`)(?=\\s*,)|(?<![\\w$.])(?<call>test)\\s*\\(|(?<![\\w$.])(?<more>test\\b|include\\s*\\()|'(?:[^'\\\\\\n"
            + "]|\\\\.)*'|\"(?:[^\"\\\\\\n"
            + "]|\\\\.)*\"|`(?:[^`\\\\]|\\\\(?s:.))*`");
    private static final String LITERAL = "(?:'[^'\\\\\\n]*'|\"[^\"\\\\\\n]*\"|`[^`\\\\$]*`)";
    /** The named arguments behind a test's name, without those that have braces of their own. */
    private static final Pattern NAMED = Pattern.compile("\\s*,\\s*\\{(?<named>[^{}]*)}");

    private static final Pattern TAGS = Pattern.compile(
            "(?<![\\w$.])['\"]?tags['\"]?\\s*:\\s*(?<all>" + LITERAL + "|\\[\\s*(?:" + LITERAL + "\\s*,?\\s*)*]|)");
    private static final Pattern BRINGUP =
            Pattern.compile("(?<![\\w$.])['\"]?" + TestRequest.BRINGUP + "['\"]?\\s*:\\s*(?<place>\\d{1,3}(?!\\w))?");
    private static final Pattern EACH = Pattern.compile(LITERAL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private JsTests() {}

    /** The tests that calls of {@code test} declare. */
    public static ScriptTests of(Source script) {
        List<TestPlace> found = new ArrayList<>();
        boolean more = false;
        Matcher piece = TEXT.matcher(script.text());
        while (piece.find()) {
            String name = piece.group("name");
            more |= piece.group("more") != null;
            if (name != null || piece.group("call") != null) {
                found.add(new TestPlace(
                        name == null
                                ? null
                                : ESCAPE.matcher(name.substring(1, name.length() - 1))
                                        .replaceAll("$1"),
                        name == null ? null : tags(named(script.text(), piece.end())),
                        name == null ? 0 : bringup(named(script.text(), piece.end())),
                        script.at(piece.start()).line()));
            }
        }
        return new ScriptTests(found, more);
    }

    /** The named arguments of a test; empty if there are none. */
    private static String named(String text, int behindName) {
        Matcher named = NAMED.matcher(text).region(behindName, text.length());
        return named.lookingAt() ? named.group("named") : "";
    }

    private static int bringup(String named) {
        Matcher place = BRINGUP.matcher(named);
        return place.find() && place.group("place") != null ? Integer.parseInt(place.group("place")) : 0;
    }

    /** Null for a value that is not literal. */
    private static List<String> tags(String named) {
        Matcher tags = TAGS.matcher(named);
        List<String> own = tags.find() ? literals(tags.group("all")) : List.of();
        return own == null
                ? null
                : TestRequest.tags(own, tags.reset().usePattern(BRINGUP).find());
    }

    private static List<String> literals(String all) {
        return all.isEmpty()
                ? null
                : EACH.matcher(all)
                        .results()
                        .map(each -> each.group().substring(1, each.group().length() - 1))
                        .toList();
    }
}
