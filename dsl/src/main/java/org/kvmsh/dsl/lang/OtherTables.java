package org.kvmsh.dsl.lang;

import java.util.Optional;
import java.util.function.Predicate;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;

/**
 * The headers of all architectures, also with proposals: a script for another architecture is skipped by its own
 * {@code needs}, so a check leaves the names alone that only another architecture has.
 */
public final class OtherTables {
    private OtherTables() {}

    /** The headers that have an ioctl or a constant. */
    public static Optional<Abi> withName(String name) {
        return proposed(abi -> abi.hasIoctl(name) || abi.hasConstant(name));
    }

    /** The headers that have a struct. */
    public static Optional<Abi> withStruct(String name) {
        return proposed(abi -> abi.hasStruct(name));
    }

    /** The headers whose struct of a name has a field. */
    public static Optional<Abi> withField(String struct, String field) {
        return proposed(abi -> abi.hasStruct(struct) && abi.struct(struct).has(field));
    }

    /** The headers whose vCPUs have a general register. */
    public static Optional<Abi> withRegister(String name) {
        return Abi.tables().stream()
                .map(Abi::of)
                .filter(abi -> abi.hasStruct("kvm_regs"))
                .filter(abi -> Architecture.of(abi).generalRegisters(abi).has(name))
                .findFirst();
    }

    private static Optional<Abi> proposed(Predicate<Abi> has) {
        return Abi.tables().stream().map(Abi::rfc).filter(has).findFirst();
    }
}
