package org.kvmsh.dsl.session.test;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
 * @param source the document that says what it holds; null if none is given
 * @param bringup its place in the order in which a new board is asked; 0 for none
 */
public record TestRequest(
        String name, Object boards, Duration within, List<String> tags, String source, int bringup, Site site) {
    /** The tag of each test that has a place in the order of a new board. */
    public static final String BRINGUP = "bringup";

    private static final Pattern TAG = Pattern.compile("[\\w.-]+");
    private static final String EXAMPLE = "test('a GICv3', boards: 'arm*', within: 2.min) { }";

    /** @param named the arguments besides the name: {@code test('a GICv3', boards: 'arm*') { }} */
    public static TestRequest of(String name, Map<String, ?> named, Site site) {
        NamedArguments given = new NamedArguments(
                "test", List.of("boards", "within", "tags", "source", BRINGUP), EXAMPLE, named, site);
        Duration within = given.timeOrNull("within");
        if (within != null && within.isZero()) {
            throw new ScriptError(site, "within: must be more than 0 s", "try: " + EXAMPLE);
        }
        int bringup = bringup(given.get(BRINGUP), site);
        return new TestRequest(
                name,
                given.get("boards"),
                within,
                tags(tags(given.get("tags"), site), bringup > 0),
                source(given.get("source"), site),
                bringup,
                site);
    }

    /**
     * The tags of a test with those of its own: {@link #BRINGUP} too if it has a place in the order for a new board.
     */
    public static List<String> tags(List<String> own, boolean isOfBringup) {
        return isOfBringup
                ? Stream.concat(own.stream(), Stream.of(BRINGUP)).distinct().toList()
                : own;
    }

    private static String source(Object given, Site site) {
        if (given == null
                || given instanceof CharSequence text && !text.toString().isBlank()) {
            return given == null ? null : given.toString();
        }
        throw new ScriptError(
                site,
                "source: takes the name of the document that specifies what the test checks, not "
                        + ValueInWords.of(given),
                "try: test('VM type 99 is refused', source: 'api.rst 4.2') { }");
    }

    private static int bringup(Object given, Site site) {
        if (given == null || given instanceof Number number && number.longValue() > 0 && number.longValue() < 1000) {
            return given == null ? 0 : ((Number) given).intValue();
        }
        throw new ScriptError(
                site,
                "bringup: takes a position from 1 to 999 in the test order for a new board, not "
                        + ValueInWords.of(given),
                "try: test('a VM is created', bringup: 30) { }");
    }

    private static List<String> tags(Object given, Site site) {
        List<?> all = given == null
                ? List.of()
                : given instanceof Collection<?> several ? List.copyOf(several) : List.of(given);
        for (Object each : all) {
            if (!(each instanceof CharSequence tag) || !TAG.matcher(tag).matches()) {
                throw new ScriptError(
                        site,
                        "tags: takes names of letters, digits, dots, underscores and hyphens, not "
                                + ValueInWords.of(each),
                        "try: test('a GICv3', tags: ['smoke', 'irq']) { }");
            }
        }
        return all.stream().map(Object::toString).toList();
    }
}
