package org.kvmsh.dsl.session;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * A test as a script declares it.
 *
 * @param boards its boards, as in {@code boards:}; null for all
 * @param within its time limit; null for the session's default
 */
public record TestRequest(String name, Object boards, Duration within, Site site) {
    private static final String EXAMPLE = "test('a GICv3', boards: 'arm*', within: 2.min) { }";

    /** @param named the arguments besides the name: {@code test('a GICv3', boards: 'arm*') { }} */
    public static TestRequest of(String name, Map<String, ?> named, Site site) {
        NamedArguments given = new NamedArguments("test", List.of("boards", "within"), EXAMPLE, named, site);
        Object within = given.get("within");
        if (within != null && !(within instanceof Duration time && !time.isNegative() && !time.isZero())) {
            throw new ScriptError(site, within instanceof Duration time ? "within: must be more than 0 s, not " + TimeText.of(time) : "within: takes a time, not " + ValueInWords.of(within), "try: " + EXAMPLE);
        }
        return new TestRequest(name, given.get("boards"), (Duration) within, site);
    }
}
