package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** A function of Java's as a script sees it: messages that show it, handed on to where a value is wanted, call it by its name. */
record WordFunction(String name, ProxyExecutable called) implements ProxyExecutable {
    @Override public Object execute(Value... given) {
        return called.execute(given);
    }

    @Override public String toString() {
        return name + "()";
    }
}
