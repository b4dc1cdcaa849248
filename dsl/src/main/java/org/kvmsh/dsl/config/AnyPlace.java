package org.kvmsh.dsl.config;

/** {@code on(io: any)}: every port, address or number without a more specific handler. */
public final class AnyPlace {
    /** In the script's spelling. */
    public static final AnyPlace any = new AnyPlace();

    private AnyPlace() {}

    @Override
    public String toString() {
        return "any";
    }
}
