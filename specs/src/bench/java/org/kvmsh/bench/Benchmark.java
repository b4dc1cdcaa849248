package org.kvmsh.bench;

import java.util.List;
import java.util.Locale;

/** The benchmark that {@code mvn -Pbench verify} runs: eight parts, or those that are named. */
public final class Benchmark {
    private Benchmark() { }

    public static void main(String[] parts) throws Exception {
        Locale.setDefault(Locale.ROOT);
        List<String> wanted = List.of(String.join(" ", parts).split("[ ,]+"));
        try (Report report = new Report(System.out, Project.TARGET.resolve("bench/report.txt"))) {
            report.say(Facts.text());
            for (String part : wanted) {
                switch (part) {
                    case "outside" -> new Outside(report).measure();
                    case "lives" -> new Lives(report).measure();
                    case "inside" -> new Inside(report).measure();
                    case "start" -> new Start(report).measure();
                    case "suite" -> new Suite(report).measure();
                    case "typing" -> new Keystrokes(report).measure();
                    case "load" -> new Load(report).measure();
                    case "boards" -> new OnBoards(report).measure(true, true, true);
                    case "boards-start" -> new OnBoards(report).measure(true, false, false);
                    case "boards-exits" -> new OnBoards(report).measure(false, true, false);
                    case "boards-load" -> new OnBoards(report).measure(false, false, true);
                    default -> throw new IllegalArgumentException("the parts are outside, lives, inside, start, suite, typing, load and boards, and '" + part + "' is none");
                }
            }
        }
    }
}
