package org.kvmsh.specs.kit

import org.kvmsh.bindings.abi.Abi
import org.kvmsh.bindings.abi.Struct

/** C expressions, with the values that a table of the ABI has for them. */
class AbiExpressions {
    static Map<String, Long> ioctls(Collection ioctls) {
        ioctls.collectEntries { [(it.name()): Integer.toUnsignedLong(it.request())] }
    }

    static Map<String, Long> constants(Collection constants) {
        constants.collectEntries { [(it.name()): it.value()] }
    }

    /** The sizes and offsets of a struct and its members. */
    static Map<String, Long> struct(Abi abi, Struct struct) {
        def expected = [:] as LinkedHashMap<String, Long>
        def type = "${struct.union ? 'union' : 'struct'} ${struct.name()}"
        expected["sizeof($type)".toString()] = struct.size() as long
        struct.members().findAll { it.width() == 0 }.each { field ->
            expected["offsetof($type, ${field.name()})".toString()] = field.offset() as long
            if (field.count() > 0) {
                expected["sizeof((($type *)0)->${field.name()})".toString()] = (field.bytes() * field.count()) as long
            }
            // Unnamed structs are reached through the field that contains them.
            inner(abi, field).each { path, offset -> expected["offsetof($type, $path)".toString()] = offset as long }
        }
        expected
    }

    private static Map<String, Integer> inner(Abi abi, field) {
        field.scalar || !field.type().contains('.') || field.count() != 1 ? [:] :
                abi.struct(field.type()).members().findAll { it.width() == 0 }.collectEntries { [(field.name() + '.' + it.name()): field.offset() + it.offset()] }
    }
}
