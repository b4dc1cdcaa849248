package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * A test as a script declares it.
 *
 * @param boards its boards, as in {@code boards:}; null for all
 * @param within its time limit; null for the session's default
 * @param tags by which runs choose it
 */
public record TestRequest(String name, Object boards, Duration within, List<String> tags, Site site) {
    private static final Pattern TAG = Pattern.compile("[\\w.-]+");
    private static final String EXAMPLE = "test('a GICv3', boards: 'arm*', within: 2.min) { }";

    /** @param named the arguments besides the name: {@code test('a GICv3', boards: 'arm*') { }} */
    public static TestRequest of(String name, Map<String, ?> named, Site site) {
        NamedArguments given = new NamedArguments("test", List.of("boards", "within", "tags"), EXAMPLE, named, site);
        Object within = given.get("within");
        if (within != null && !(within instanceof Duration time && !time.isNegative() && !time.isZero())) {
            throw new ScriptError(
                    site,
                    within instanceof Duration time
                            ? "within: must be more than 0 s, not " + TimeText.of(time)
                            : "within: takes a time, not " + ValueInWords.of(within),
                    "try: " + EXAMPLE);
        }
        return new TestRequest(name, given.get("boards"), (Duration) within, tags(given.get("tags"), site), site);
    }

    private static List<String> tags(Object given, Site site) {
        List<?> all = given == null
                ? List.of()
                : given instanceof Collection<?> several ? List.copyOf(several) : List.of(given);
        for (Object each : all) {
            if (!(each instanceof CharSequence tag) || !TAG.matcher(tag).matches()) {
                throw new ScriptError(
                        site,
                        "tags: takes names made of letters, digits and the characters . _ - and not "
                                + ValueInWords.of(each),
                        "try: test('a GICv3', tags: ['smoke', 'irq']) { }");
            }
        }
        return all.stream().map(Object::toString).toList();
    }
}
