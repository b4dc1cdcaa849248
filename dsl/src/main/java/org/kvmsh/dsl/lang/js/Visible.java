package org.kvmsh.dsl.lang.js;

import java.util.Set;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.kvmsh.dsl.script.PrintedValue;

/** A Java object as a script sees it: only its {@link Members}. */
class Visible extends HostView implements ProxyObject {
    /** The names that JavaScript asks of any object on its own. */
    private static final Set<String> ASKED = Set.of("valueOf", "toJSON", "then", "constructor", "inspect", "__proto__");

    private static final String TEXT = "toString";

    private final Members members;
    private final ScriptSide side;

    Visible(Object host, ScriptSide side) {
        super(host);
        this.members = Members.of(host);
        this.side = side;
    }

    @Override
    public Object getMember(String name) {
        if (name.equals(TEXT)) {
            return new WordFunction(TEXT, none -> PrintedValue.of(host()));
        }
        return members.read(host(), name, side);
    }

    @Override
    public Object getMemberKeys() {
        return ProxyArray.fromArray(members.names(host()).toArray());
    }

    /**
     * All names, so that unknown ones reach this object and are reported, unless the script asks whether it has one.
     */
    @Override
    public boolean hasMember(String name) {
        return !ASKED.contains(name)
                && (name.equals(TEXT)
                        || members.lists(host(), name)
                        || !side.calls().asksForMember());
    }

    @Override
    public void putMember(String name, Value value) {
        members.put(host(), name, side.values().in(value));
    }

    @Override
    public String toString() {
        return host().toString();
    }
}
