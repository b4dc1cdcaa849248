package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** The value of a word that can be called as well. */
final class CallableWord extends Visible implements ProxyExecutable {
    private final ProxyExecutable called;

    CallableWord(Object host, ScriptSide side, ProxyExecutable called) {
        super(host, side);
        this.called = called;
    }

    @Override
    public Object execute(Value... given) {
        return called.execute(given);
    }
}
