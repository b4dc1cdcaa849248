package org.kvmsh.dsl.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.machine.MachineVcpu;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.word.Vocabulary;

/** Java's types in TypeScript, as a script has their values. */
final class JavaTypes {
    static final String ANY = "any";

    private final Collection<Class<?>> declared;

    /** @param declared the classes without words that have an interface of their name */
    JavaTypes(Collection<Class<?>> declared) {
        this.declared = declared;
    }

    /** The type of a parameter: an integer may have either form. */
    String taken(Type type) {
        return type instanceof Class<?> known && (Number.class.isAssignableFrom(known) || isInteger(known))
                ? "Bits"
                : returned(type);
    }

    private static boolean isInteger(Class<?> type) {
        return type == int.class || type == long.class;
    }

    /** The type of a result: a long is 64 bits of the guest's or the kernel's, any other number a count. */
    String returned(Type type) {
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            return List.class.isAssignableFrom(raw)
                    ? "List<" + returned(generic.getActualTypeArguments()[0]) + ">"
                    : named(raw);
        }
        return type instanceof Class<?> known ? named(known) : ANY;
    }

    private String named(Class<?> type) {
        if (type == void.class) {
            return "void";
        } else if (type == long.class || type == Long.class) {
            return "Bits64";
        } else if (Number.class.isAssignableFrom(type) || type == int.class || type == double.class) {
            return "number";
        } else if (type == boolean.class) {
            return "boolean";
        } else if (type == String.class) {
            return "string";
        } else if (type == byte[].class) {
            return "Uint8Array";
        } else if (type == ByteList.class) {
            return "number[]";
        } else if (type == Duration.class) {
            return "Duration";
        } else if (type == StopCondition.class) {
            return "(vcpu: " + MachineVcpu.class.getSimpleName() + ") => boolean";
        } else if (type == Handler.class) {
            return "(e: " + ExitTypes.ANY + ") => unknown";
        } else if (type == Exit.class) {
            return ExitTypes.ANY;
        } else if (type == ExitKind.class) {
            return ExitKind.class.getSimpleName();
        }
        return Vocabulary.methods(type).isEmpty() && !declared.contains(type) ? ANY : type.getSimpleName();
    }
}
