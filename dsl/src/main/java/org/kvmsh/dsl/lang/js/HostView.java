package org.kvmsh.dsl.lang.js;

/** The view that a script has of a value of Java's. */
abstract class HostView {
    private final Object host;

    HostView(Object host) {
        this.host = host;
    }

    final Object host() {
        return host;
    }

    /** The value that a script's view shows; a proxy of another kind itself. */
    static Object behind(Object proxy) {
        return proxy instanceof HostView view ? view.host : proxy;
    }
}
