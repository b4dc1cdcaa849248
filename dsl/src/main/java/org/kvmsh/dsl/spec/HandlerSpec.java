package org.kvmsh.dsl.spec;

/** A handler of the exits of one kind at the ports or addresses from first to last. */
public record HandlerSpec(Kind kind, long first, long last, Handler handler, Site site) {
    /** What a handler is for. */
    public enum Kind { IO, MMIO }
}
