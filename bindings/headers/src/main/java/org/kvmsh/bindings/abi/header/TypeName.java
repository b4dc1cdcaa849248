package org.kvmsh.bindings.abi.header;

/** The name of a type in the tables: a scalar's name, or a struct's tag. */
final class TypeName {
    private TypeName() {}

    static String of(CType type) {
        if (type instanceof CType.Scalar scalar) {
            return scalar.name();
        } else if (type instanceof CType.Aligned aligned) {
            return of(aligned.type());
        } else if (type instanceof CType.Array array) {
            return of(array.element());
        } else if (type instanceof CType.Aggregate aggregate) {
            return aggregate.tag() == null ? "-" : aggregate.tag();
        }
        return "-";
    }
}
