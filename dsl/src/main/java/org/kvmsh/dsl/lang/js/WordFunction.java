package org.kvmsh.dsl.lang.js;

import java.util.Set;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * A function of Java's as a script sees it: messages that show it, handed on to where a value is wanted, call it by its
 * name. Without members of its own {@code mem[0x1000] = 1} would do nothing, silently.
 */
record WordFunction(String name, ProxyExecutable called) implements ProxyExecutable, ProxyObject {
    /** The names that JavaScript asks of any function and any object. */
    private static final Set<String> OF_FUNCTIONS = Set.of(
            "apply",
            "arguments",
            "bind",
            "call",
            "caller",
            "constructor",
            "hasOwnProperty",
            "inspect",
            "isPrototypeOf",
            "length",
            "name",
            "propertyIsEnumerable",
            "prototype",
            "then",
            "toJSON",
            "toLocaleString",
            "toString",
            "valueOf",
            "__proto__",
            "__defineGetter__",
            "__defineSetter__",
            "__lookupGetter__",
            "__lookupSetter__");

    @Override
    public Object execute(Value... given) {
        return called.execute(given);
    }

    @Override
    public Object getMember(String member) {
        throw missing(member);
    }

    @Override
    public boolean hasMember(String member) {
        return !OF_FUNCTIONS.contains(member);
    }

    @Override
    public Object getMemberKeys() {
        return ProxyArray.fromArray();
    }

    @Override
    public void putMember(String member, Value value) {
        throw missing(member);
    }

    private ScriptError missing(String member) {
        return member.matches("-?\\d+")
                ? new ScriptError(
                        Site.UNKNOWN, name + " takes arguments, not an index", "write: " + name + "(" + member + ")")
                : new ScriptError(
                        Site.UNKNOWN, "unknown name '" + member + "'", name + " is a word; call it as " + name + "(…)");
    }

    @Override
    public String toString() {
        return name + "()";
    }
}
