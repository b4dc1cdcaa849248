package org.kvmsh.repl.results.format;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.RunAsked;

/**
 * Results as GitHub's annotations, a line on the standard output of a workflow's step for each test that did not pass,
 * shown at the line of the script. Source: "Workflow commands for GitHub Actions"; GitHub shows at most ten errors of a
 * step at once.
 */
public final class GithubText {
    /**
     * The text that the runner takes for a command: :: at the start of a line, and ##[ anywhere (actions/runner,
     * ActionCommand.cs).
     */
    private static final Pattern COMMAND = Pattern.compile("^(\\s*)::|##\\[");

    private static final Pattern PLACE = Pattern.compile("(?s)(.*):(\\d+):(\\d+)");

    private GithubText() {}

    /** @param asked the run's request: its scripts' places are paths in the directory where it was begun */
    public static List<String> lines(List<RanBoard> boards, RunAsked asked, FailureNotes notes) {
        return boards.stream()
                .flatMap(board -> board.scripts().stream()
                        .flatMap(script -> script.tests().stream()
                                .filter(test -> !test.verdict().isOk())
                                .map(test -> line(board, script, test, asked, notes.lines(board, script, test)))))
                .toList();
    }

    /** A line of another's text, which is no command then. */
    public static String withoutCommands(String line) {
        return COMMAND.matcher(line)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group().startsWith("##") ? "## [" : found.group(1) + ": :"));
    }

    /** GitHub's paths begin at the top of the checkout. */
    private static String ofCheckout(String file, RunAsked asked) {
        Path whole = Path.of(asked.directory()).resolve(file).normalize();
        Path top = Checkout.of(whole.getParent());
        return top == null
                ? Path.of(file).normalize().toString()
                : top.relativize(whole).toString();
    }

    private static String line(RanBoard board, RanScript script, RanTest test, RunAsked asked, List<String> before) {
        String place = test.failed() == null ? "" : test.failed().place();
        Matcher position = PLACE.matcher(place);
        String where = position.matches()
                ? "file=" + property(ofCheckout(position.group(1), asked)) + ",line=" + position.group(2) + ",col="
                        + position.group(3)
                : "file=" + property(ofCheckout(asked.file(script.script()), asked));
        String text = String.join(
                "\n",
                Stream.of(List.of(test.why()), test.failure(), before)
                        .flatMap(List::stream)
                        .toList());
        return "::error " + where + ",title="
                + property(PrintableText.line(test.name()) + " on " + board.board())
                + "::" + escaped(text);
    }

    private static String property(String text) {
        return escaped(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String escaped(String text) {
        return PrintableText.of(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }
}
