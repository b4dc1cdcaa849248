package org.kvmsh.repl.results;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Results as GitHub's annotations, a line on the standard output of a workflow's step for each test that did not pass, shown at the line of the script.
 * Source: "Workflow commands for GitHub Actions"; GitHub shows at most ten errors of a step at once.
 */
final class GithubText {
    private static final Pattern PLACE = Pattern.compile("(.*):(\\d+):(\\d+)");

    private GithubText() { }

    static List<String> lines(List<RanBoard> boards) {
        return boards.stream().flatMap(board -> board.scripts().stream().flatMap(script -> script.tests().stream()
                .filter(test -> !test.verdict().isOk()).map(test -> line(board, script, test)))).toList();
    }

    private static String line(RanBoard board, RanScript script, RanTest test) {
        String place = test.failed() == null ? "" : test.failed().place();
        Matcher position = PLACE.matcher(place);
        String where = position.matches() ? "file=" + property(position.group(1)) + ",line=" + position.group(2) + ",col=" + position.group(3) : "file=" + property(script.script());
        String text = String.join("\n", Stream.concat(Stream.of(test.why()), test.failure().stream()).toList());
        return "::error " + where + ",title=" + property(test.name() + " on " + board.board()) + "::" + escaped(text);
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
