package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Results as signals of LAVA, a line for each test on the console that LAVA reads. Its names have no blanks. Source: LAVA's "lava-test-case". */
final class LavaText {
    private LavaText() { }

    static List<String> lines(List<RanBoard> boards) {
        List<String> lines = new ArrayList<>();
        UniqueNames names = new UniqueNames();
        for (RanBoard board : boards) {
            for (RanScript script : board.scripts()) {
                for (RanTest test : script.tests()) {
                    String name = String.join(".", Stream.of(board.name(), script.script(), test.name().equals(script.script()) ? "" : test.name())
                            .map(part -> part.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^_+|_+$", "")).filter(part -> !part.isEmpty()).toList());
                    lines.add("<LAVA_SIGNAL_TESTCASE TEST_CASE_ID=" + names.of(name).replaceAll("[ ()]+", "_") + " RESULT=" + result(test) + ">");
                }
            }
        }
        return lines;
    }

    /** What did not get to its end has no result: LAVA's word for that is unknown, which is not a pass. */
    private static String result(RanTest test) {
        return switch (test.verdict()) {
            case PASSED -> "pass";
            case SKIPPED, XFAIL, KNOWN_FLAKY -> "skip";
            case FAILED, ERROR, FLAKY, XPASS -> "fail";
            case NOT_RUN -> "unknown";
        };
    }
}
