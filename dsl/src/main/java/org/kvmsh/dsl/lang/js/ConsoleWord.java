package org.kvmsh.dsl.lang.js;

import java.io.PrintWriter;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The word {@code console}, which also has what every JavaScript program prints with: {@code console.log}. */
record ConsoleWord(WordFunction word, PrintWriter out) implements ProxyExecutable, ProxyObject {
    private static final Set<String> PRINTING = Set.of("log", "info", "warn", "error", "debug");

    @Override
    public Object execute(Value... given) {
        return word.execute(given);
    }

    @Override
    public Object getMember(String name) {
        return new WordFunction("console." + name, given -> {
            out.println(Stream.of(given).map(ValueConverter::text).collect(Collectors.joining(" ")));
            return null;
        });
    }

    @Override
    public Object getMemberKeys() {
        return ProxyArray.fromArray(PRINTING.toArray());
    }

    @Override
    public boolean hasMember(String name) {
        return PRINTING.contains(name);
    }

    @Override
    public void putMember(String name, Value value) {
        throw new ScriptError(Site.UNKNOWN, "console." + name + " cannot be set");
    }

    @Override
    public String toString() {
        return word.toString();
    }
}
