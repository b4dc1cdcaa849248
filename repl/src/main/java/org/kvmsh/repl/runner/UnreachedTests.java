package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.TestResults;

/** The tests that a script did not reach before it ended, as far as its text names them. */
public final class UnreachedTests {
    private static final String PASSED_BY = "the script did not reach it";

    private UnreachedTests() {}

    /**
     * The tests that a script left out which reached its end: behind a return, in a branch that was not taken, in a
     * loop over nothing. Where names are known only at run time, so is how many there are: none is a number too, if the
     * script has others.
     *
     * @param reached those that the script reached
     * @param wanted those that were to run
     */
    public static List<TestResult> passedBy(ScriptTests tests, TestResults reached, Predicate<TestPlace> wanted) {
        if (tests.places().isEmpty()) {
            return List.of();
        }
        Set<String> names = reached.all().stream().map(TestResult::name).collect(Collectors.toSet());
        return tests.places().stream()
                .filter(wanted)
                .filter(place -> place.name() == null ? !reached.hasTests() : !names.contains(place.name()))
                .map(place -> TestResult.notRun(place.name() == null ? "the" + ofLine(place) : place.name(), PASSED_BY))
                .toList();
    }

    /** The tests that a script shows; one that names none is not parsed. */
    static ScriptTests tests(Language language, Source script) {
        return ScriptTests.mayBeIn(script, language) ? Kvmsh.tests(language, script) : ScriptTests.NONE;
    }

    private static String ofLine(TestPlace place) {
        return " tests at line " + place.line();
    }

    /**
     * The tests that a script did not reach before it was ended.
     *
     * @param reached those that the script reached
     * @param wanted those that were to run
     */
    public static List<TestResult> of(
            Language language, Source script, TestResults reached, Predicate<TestPlace> wanted, String why) {
        List<String> names =
                new ArrayList<>(reached.all().stream().map(TestResult::name).toList());
        List<TestResult> unreached = new ArrayList<>();
        for (TestPlace place :
                tests(language, script).places().stream().filter(wanted).toList()) {
            String line = ofLine(place);
            if (place.name() == null && reached.isLastFrom(script.name(), place.line())) {
                // A loop, most likely, and the number of its iterations is unknown.
                unreached.add(TestResult.notRun("other" + line + ", if any", why));
            } else if (place.name() == null
                    ? !reached.isFrom(script.name(), place.line())
                    : !names.remove(place.name())) {
                unreached.add(TestResult.notRun(place.name() == null ? "the" + line : place.name(), why));
            }
        }
        return unreached;
    }
}
