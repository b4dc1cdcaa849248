package org.kvmsh.repl.results.format;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kvmsh.dsl.session.test.CallsOfTest;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.UniqueNames;
import org.kvmsh.repl.results.XmlCharacters;

/**
 * Results as JUnit's XML, for build servers: a testsuite for each script and board. Source: junit-10.xsd of Jenkins'
 * xunit plugin, which has no count of skipped tests besides the totals. Jenkins treats what is before a classname's
 * last dot as a package: the board.
 */
public final class JUnitText {
    /** GitLab reads no larger report, and shows no larger file. */
    static final int LARGEST = 30_000_000;
    /** Characters of a failure's text where all of them are too many. */
    private static final int SHORT = 1000;

    private static final Pattern LANGUAGE = Pattern.compile("(?s)(?<name>.*)(?<dot>[._])(?<language>groovy|js)");

    private final XMLStreamWriter xml;
    /** The directory that paths are relative to, in a file for GitLab; null for any other server. */
    private final Path checkout;

    private final int longest;
    private final FailureNotes notes;
    private final UniqueNames classes = new UniqueNames();

    private JUnitText(XMLStreamWriter xml, Path checkout, int longest, FailureNotes notes) {
        this.xml = xml;
        this.checkout = checkout;
        this.longest = longest;
        this.notes = notes;
    }

    /** The results of all boards, as a file has them. */
    public static byte[] of(List<RanBoard> boards, FailureNotes notes) {
        return of(boards, null, Integer.MAX_VALUE, notes);
    }

    /**
     * The same with what GitLab reads besides: each script's file, and the files of failed tests as attachments.
     *
     * @param checkout the project's top directory
     */
    public static byte[] forGitlab(List<RanBoard> boards, Path checkout, FailureNotes notes) {
        byte[] whole = of(boards, checkout, Integer.MAX_VALUE, notes);
        return whole.length < LARGEST ? whole : of(boards, checkout, SHORT, notes);
    }

    private static byte[] of(List<RanBoard> boards, Path checkout, int longest, FailureNotes notes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            new JUnitText(xml, checkout, longest, notes).write(boards);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private void write(List<RanBoard> boards) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        begin(0, "testsuites");
        attribute("name", "kvmsh");
        attribute(
                "time",
                seconds(boards.stream()
                        .flatMap(board -> board.listed().stream())
                        .map(RanScript::took)
                        .reduce(Duration.ZERO, Duration::plus)));
        counts(RanBoard.counts(boards));
        for (RanBoard board : boards) {
            for (RanScript script : board.listed()) {
                suite(board, script);
            }
        }
        end(0);
        xml.writeEndDocument();
    }

    /** A test that did not run is an error: JUnit has no other word that is not green. */
    private void counts(TestCounts counts) throws XMLStreamException {
        attribute("tests", counts.total());
        attribute("failures", counts.of(Verdict.FAILED) + counts.of(Verdict.FLAKY) + counts.of(Verdict.XPASS));
        attribute("errors", counts.of(Verdict.ERROR) + counts.of(Verdict.NOT_RUN));
    }

    private void suite(RanBoard board, RanScript script) throws XMLStreamException {
        begin(1, "testsuite");
        attribute("name", script.script() + " on " + board.board());
        attribute("time", seconds(script.took()));
        attribute("timestamp", board.began().truncatedTo(ChronoUnit.SECONDS).toString());
        TestCounts counts = script.counts();
        counts(counts);
        attribute("skipped", counts.of(Verdict.SKIPPED) + counts.of(Verdict.XFAIL));
        begin(2, "properties");
        property("board", board.board());
        property("about", board.about());
        if (!board.others().isEmpty()) {
            property("scripts for other boards", Integer.toString(board.others().size()));
        }
        end(2);
        String className = classes.of(withoutDots(board.board()) + "." + withoutDots(script.script()));
        UniqueNames names = new UniqueNames();
        for (RanTest test : script.tests()) {
            test(board, script, test, className, names.of(test.name().isBlank() ? "without a name" : test.name()));
        }
        end(1);
    }

    /**
     * The dot before a script's language is _, as it has always been; any other, and what would be like it, is % and
     * two digits.
     */
    private static String withoutDots(String text) {
        Matcher language = LANGUAGE.matcher(text.replace("%", "%25"));
        return (language.matches()
                        ? language.group("name")
                                + language.group("dot").replace("_", "%5f").replace('.', '_')
                                + language.group("language")
                        : text.replace("%", "%25"))
                .replace(".", "%2e");
    }

    private void property(String name, String value) throws XMLStreamException {
        begin(3, "property");
        attribute("name", name);
        attribute("value", value);
        xml.writeEndElement();
    }

    private void test(RanBoard board, RanScript script, RanTest test, String className, String name)
            throws XMLStreamException {
        begin(2, "testcase");
        attribute("name", name);
        attribute("classname", className);
        attribute("time", seconds(test.took()));
        if (checkout != null) {
            attribute("file", script.script());
        }
        switch (test.verdict()) {
            case PASSED, KNOWN_FLAKY -> {}
            case SKIPPED, XFAIL -> skipped(test);
            case FAILED, FLAKY, XPASS -> failed("failure", test, notes.lines(board, script, test));
            case ERROR, NOT_RUN -> failed("error", test, notes.lines(board, script, test));
        }
        tries(test);
        output(Stream.concat(test.noted().stream(), attachments(test)).toList());
        if (test.verdict() == Verdict.PASSED
                && test.notes().isEmpty()
                && bad(test).isEmpty()) {
            xml.writeEndElement();
        } else {
            end(2);
        }
    }

    /** The results of each time but that of the failure itself, in the names that Surefire gave them. */
    private void tries(RanTest test) throws XMLStreamException {
        boolean passed = test.tries().stream().anyMatch(each -> each.verdict() == Verdict.PASSED);
        for (RanTest each : passed
                ? bad(test)
                : bad(test).subList(Math.min(1, bad(test).size()), bad(test).size())) {
            failed(
                    (passed ? "flaky" : "rerun") + (each.verdict() == Verdict.FAILED ? "Failure" : "Error"),
                    each,
                    List.of());
        }
    }

    private static List<RanTest> bad(RanTest test) {
        return test.tries().stream().filter(each -> !each.verdict().isOk()).toList();
    }

    /** The rules that the board did not follow, and the files. */
    private void output(List<String> lines) throws XMLStreamException {
        if (!lines.isEmpty()) {
            begin(3, "system-out");
            xml.writeCharacters(XmlCharacters.of(String.join("\n", lines)));
            xml.writeEndElement();
        }
    }

    /**
     * The number of tests with files that cannot be attachments, since they are not below the project's top directory.
     */
    public static int outside(List<RanBoard> boards, Path checkout) {
        return (int) boards.stream()
                .flatMap(RanBoard::tests)
                .filter(test -> test.files() != null
                        && !test.files().ofTest().isEmpty()
                        && !test.files().folder().toAbsolutePath().normalize().startsWith(checkout))
                .count();
    }

    /** GitLab takes no path with a bracket or a bar, and shows the first file of a test; others show all. */
    private Stream<String> attachments(RanTest test) {
        return checkout == null || test.files() == null
                ? Stream.of()
                : test.files().ofTest().stream()
                        .map(test.files()::file)
                        .filter(file -> file.toFile().length() < LARGEST)
                        .map(file -> file.toAbsolutePath().normalize())
                        .filter(file -> file.startsWith(checkout))
                        .map(file -> checkout.relativize(file).toString())
                        .filter(path -> !path.matches(".*[\\[\\]|].*"))
                        .map(path -> "[[ATTACHMENT|" + path + "]]");
    }

    private void skipped(RanTest test) throws XMLStreamException {
        begin(3, "skipped");
        attribute("message", test.verdict() == Verdict.SKIPPED ? test.reason() : test.directive());
        xml.writeEndElement();
    }

    private void failed(String element, RanTest test, List<String> before) throws XMLStreamException {
        begin(3, element);
        String message = message(test);
        attribute("message", message.substring(0, Math.min(longest, message.length())));
        attribute("type", type(test));
        String text = Stream.of(test.explanation(), before, CallsOfTest.whole(test.steps()))
                .flatMap(List::stream)
                .collect(Collectors.joining("\n"));
        xml.writeCharacters(XmlCharacters.of(text.length() <= longest ? text : text.substring(0, longest) + "\n..."));
        xml.writeEndElement();
    }

    /** A list of failures shows only the message: the position with the error. */
    private static String message(RanTest test) {
        return !test.directive().isEmpty()
                ? test.directive()
                : test.failed() == null ? "" : test.failed().messageWithValue();
    }

    /** The type of a failure: the errno if a call was refused, otherwise the verdict. */
    private static String type(RanTest test) {
        String errno = test.failed() == null ? null : test.failed().errno();
        return errno == null ? test.verdict().toString() : errno;
    }

    private void begin(int depth, String element) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeStartElement(element);
    }

    private void end(int depth) throws XMLStreamException {
        xml.writeCharacters("\n" + "  ".repeat(depth));
        xml.writeEndElement();
    }

    private void attribute(String name, Object value) throws XMLStreamException {
        // XML readers convert line ends in an attribute to blanks.
        xml.writeAttribute(name, XmlCharacters.of(value.toString()).replaceAll("\\s+", " "));
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }
}
