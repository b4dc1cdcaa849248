package org.kvmsh.dsl.machine;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * A test as a script asks for it.
 *
 * @param boards the boards that it is for, as {@code boards:} has them; null for all
 */
public record TestRequest(String name, Object boards, Site site) {
    /** @param named what is said besides the name: {@code test('a GICv3', boards: 'arm*') { }} */
    public static TestRequest of(String name, Map<String, ?> named, Site site) {
        NamedArguments given = new NamedArguments("test", List.of("boards"), "test('a GICv3', boards: 'arm*') { }", named, site);
        return new TestRequest(name, given.get("boards"), site);
    }
}
