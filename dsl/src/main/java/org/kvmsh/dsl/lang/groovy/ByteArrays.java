package org.kvmsh.dsl.lang.groovy;

import groovy.lang.MissingMethodException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.script.Causes;

/** Advice for a byte list that is used as an array of Java's: {@code ByteBuffer.wrap(list.bytes(0, 8))}. */
final class ByteArrays {
    private static final ClassNode LIST = ClassHelper.make(ByteList.class);
    private static final String AS_ARRAY = "for a byte array, write: list.bytes(0, 8) as byte[]";
    /** Groovy's message about a constructor is all that tells its arguments. */
    private static final Pattern CONSTRUCTOR = Pattern.compile(
            "^Could not find matching constructor for: .*\\b" + Pattern.quote(ByteList.class.getName()) + "\\b");

    private ByteArrays() {}

    /** The advice for a call on a type that has no such method; empty if no byte list is involved. */
    static String note(ClassNode owner, Stream<ClassNode> arguments) {
        return Stream.concat(Stream.of(owner), arguments).anyMatch(LIST::equals) ? AS_ARRAY : "";
    }

    /** The advice for what a running script threw; empty if no byte list is involved. */
    static String note(Throwable thrown) {
        boolean isGiven = thrown instanceof MissingMethodException missing
                ? missing.getType() == ByteList.class
                        || Arrays.stream(missing.getArguments()).anyMatch(ByteList.class::isInstance)
                : CONSTRUCTOR
                        .matcher(Objects.toString(Causes.message(thrown), ""))
                        .find();
        return isGiven ? AS_ARRAY : "";
    }
}
