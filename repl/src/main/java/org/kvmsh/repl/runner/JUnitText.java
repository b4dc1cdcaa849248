package org.kvmsh.repl.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.kvmsh.dsl.machine.TestCounts;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.machine.Verdict;

/** Results as JUnit's XML, which build servers read: a testsuite for each script and board. Source: surefire-test-report.xsd. */
final class JUnitText {
    private final XMLStreamWriter xml;

    private JUnitText(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static void write(List<BoardReport> boards, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out, "UTF-8");
            new JUnitText(xml).write(boards);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(List<BoardReport> boards) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        begin(0, "testsuites");
        for (BoardReport board : boards) {
            for (ScriptReport script : board.scripts()) {
                suite(board, script);
            }
        }
        end(0);
        xml.writeEndDocument();
    }

    private void suite(BoardReport board, ScriptReport script) throws XMLStreamException {
        begin(1, "testsuite");
        attribute("name", script.script() + " on " + board.board());
        attribute("time", seconds(script.took()));
        attribute("timestamp", board.began().truncatedTo(ChronoUnit.SECONDS).toString());
        attribute("tests", script.tests().size());
        TestCounts counts = script.counts();
        attribute("errors", counts.of(Verdict.ERROR) + counts.of(Verdict.NOT_RUN));
        attribute("skipped", counts.of(Verdict.SKIPPED));
        attribute("failures", counts.of(Verdict.FAILED));
        begin(2, "properties");
        property("board", board.board());
        property("about", board.about());
        end(2);
        for (TestResult test : script.tests()) {
            test(test, board, script);
        }
        end(1);
    }

    private void property(String name, String value) throws XMLStreamException {
        begin(3, "property");
        attribute("name", name);
        attribute("value", value);
        xml.writeEndElement();
    }

    private void test(TestResult test, BoardReport board, ScriptReport script) throws XMLStreamException {
        begin(2, "testcase");
        attribute("name", test.name());
        attribute("classname", board.board() + "." + script.script());
        attribute("time", seconds(test.took()));
        switch (test.verdict()) {
            case PASSED -> xml.writeEndElement();
            case SKIPPED -> skipped(test);
            case FAILED -> failed("failure", test);
            case ERROR, NOT_RUN -> failed("error", test);
        }
    }

    private void skipped(TestResult test) throws XMLStreamException {
        begin(3, "skipped");
        attribute("message", test.reason());
        xml.writeEndElement();
        end(2);
    }

    private void failed(String element, TestResult test) throws XMLStreamException {
        begin(3, element);
        attribute("message", test.explanation().lines().findFirst().orElse(""));
        attribute("type", test.verdict());
        xml.writeCharacters(valid(String.join("\n", test.steps()) + (test.steps().isEmpty() ? "" : "\n") + test.explanation()));
        xml.writeEndElement();
        end(2);
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
        xml.writeAttribute(name, valid(value.toString()));
    }

    /** What a guest prints may have characters that no XML can hold (XML 1.0, 2.2), and the JDK's writer lets them through. */
    private static String valid(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]", "\ufffd");
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }
}
