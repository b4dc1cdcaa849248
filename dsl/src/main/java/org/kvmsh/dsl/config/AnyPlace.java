package org.kvmsh.dsl.config;

/** {@code on(io: any)}: every port, address or number that nothing narrower takes. */
public final class AnyPlace {
    /** As scripts say it. */
    public static final AnyPlace any = new AnyPlace();

    private AnyPlace() { }

    @Override public String toString() {
        return "any";
    }
}
