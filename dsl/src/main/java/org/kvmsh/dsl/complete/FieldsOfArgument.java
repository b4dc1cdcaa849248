package org.kvmsh.dsl.complete;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;

/** The fields of the struct that an ioctl or {@code struct} takes, also of those in its fields. */
final class FieldsOfArgument {
    private final Abi abi;

    FieldsOfArgument(Abi abi) {
        this.abi = abi;
    }

    /** The names of the fields; empty for a word without a struct. */
    List<String> of(String word, List<Token> given) {
        Struct struct = struct(word, given);
        return struct == null ? List.of() : names(struct);
    }

    /** Whether a word takes a struct, whose fields are its named arguments. */
    boolean isOf(Arguments.Called called, Place place) {
        return struct(called.name(), place.whole()) != null;
    }

    /** The fields of the innermost struct at the caret that were not given yet. */
    List<Completion> inside(Arguments.Called called, Place place) {
        Struct struct = struct(called.name(), place.whole());
        for (String key : place.path()) {
            struct = key.isEmpty() ? struct : inner(struct, key);
        }
        boolean begins = Arguments.begins(place.inner());
        if (struct == null || !begins) {
            return List.of();
        }
        List<String> taken = Arguments.taken(place.inner());
        String about = "a field of struct " + struct.name();
        return names(struct).stream()
                .filter(name -> !taken.contains(name))
                .map(name -> new Completion(name + ":", Completion.Group.ARGUMENT, about))
                .toList();
    }

    private Struct inner(Struct struct, String key) {
        if (struct == null || !struct.has(key) || struct.field(key).isScalar()) {
            return null;
        }
        String type = struct.field(key).type();
        return abi.hasStruct(type) ? abi.struct(type) : null;
    }

    private Struct struct(String word, List<Token> given) {
        return switch (word) {
            case "ioctl" ->
                ioctl(given).isEmpty() ? null : abi.ioctl(ioctl(given)).struct();
            case "struct" ->
                given.stream()
                        .filter(token -> token.kind() == Token.Kind.STRING && abi.hasStruct(token.text()))
                        .findFirst()
                        .map(token -> abi.struct(token.text()))
                        .orElse(null);
            default -> null;
        };
    }

    /** The ioctl among the arguments; empty if there is none. */
    String ioctl(List<Token> given) {
        return given.stream().map(Token::text).filter(abi::hasIoctl).findFirst().orElse("");
    }

    private static List<String> names(Struct struct) {
        return struct.members().stream()
                .filter(field -> !field.isPadding())
                .map(Field::name)
                .toList();
    }
}
