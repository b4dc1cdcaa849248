package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.TestPlace;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.TestResult;
import org.kvmsh.dsl.session.TestResults;

/** The tests of a script that ended before it came to them, as far as its text names them. */
public final class UnreachedTests {
    private UnreachedTests() { }

    /** @param reached those that the script came to */
    public static List<TestResult> of(Language language, Source script, TestResults reached, String why) {
        List<String> names = new ArrayList<>(reached.all().stream().map(TestResult::name).toList());
        List<TestResult> unreached = new ArrayList<>();
        for (TestPlace place : Kvmsh.tests(language, script)) {
            String line = " tests of line " + place.line();
            if (place.name() == null && reached.isLastFrom(script.name(), place.line())) {
                // A loop, most likely, and how often it would have turned nobody knows.
                unreached.add(TestResult.notRun("other" + line + ", if it defines any", why));
            } else if (place.name() == null ? !reached.isFrom(script.name(), place.line()) : !names.remove(place.name())) {
                unreached.add(TestResult.notRun(place.name() == null ? "the" + line : place.name(), why));
            }
        }
        return unreached;
    }
}
