package org.kvmsh.dsl.spec;

/** A handler of the exits of one kind at the ports, addresses or numbers from first to last. */
public record HandlerSpec(Kind kind, long first, long last, Handler handler, Site site) {
    /** What a handler is for: a port, an address, a hypercall's number, a system event's type, any other exit's reason. */
    public enum Kind { IO, MMIO, HCALL, SYSTEM, EXIT }
}
