package org.kvmsh.dsl.lang.groovy;

import groovyjarjarasm.asm.ClassReader;
import groovyjarjarasm.asm.ClassVisitor;
import groovyjarjarasm.asm.ClassWriter;
import groovyjarjarasm.asm.MethodVisitor;
import groovyjarjarasm.asm.Opcodes;
import groovyjarjarasm.asm.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.codehaus.groovy.control.BytecodeProcessor;
import org.codehaus.groovy.runtime.FormatHelper;
import org.codehaus.groovy.runtime.powerassert.AssertionRenderer;
import org.codehaus.groovy.runtime.powerassert.Value;
import org.codehaus.groovy.runtime.powerassert.ValueRecorder;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.dsl.call.StructBrief;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.script.PrintedValue;

/**
 * The values below a failed condition, as print shows them. Groovy's compiler makes a script call Groovy's renderer,
 * which shows 64 bits in decimal and with a sign, and cannot be configured: the compiled call is redirected to this
 * class.
 */
public final class AssertionText {
    private static final String THEIRS = Type.getInternalName(AssertionRenderer.class);
    private static final String OURS = Type.getInternalName(AssertionText.class);

    /** The most lines of a value, and characters of one line or text, that are shown. */
    private static final int LINES = 4;

    private static final int CHARACTERS = 1000;
    /** What is shown of a longer text's start; the rest is its end, such as what a guest printed last. */
    private static final int START = 300;

    private AssertionText() {}

    /** The renderer puts texts in quotes. */
    private record Shown(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Called by compiled scripts instead of {@link AssertionRenderer#render}. */
    public static String render(String condition, ValueRecorder recorded) {
        // To show registers or memory reads them: these calls are not the script's.
        return CallOrigin.EXPLAINING.during(() -> rendered(condition, recorded));
    }

    private static String rendered(String condition, ValueRecorder recorded) {
        ValueRecorder shown = new ValueRecorder();
        for (Value value : recorded.getValues()) {
            Object it = value.getValue();
            shown.record(
                    it == null
                            ? null
                            : it instanceof CharSequence text
                                    ? text(text)
                                    : new Shown(
                                            it instanceof StructValue struct
                                                    ? StructBrief.of(struct)
                                                    : brief(PrintedValue.of(it))),
                    value.getColumn());
        }
        List<String> differences = StructBrief.differences(
                recorded.getValues().stream().map(Value::getValue).toList());
        return Stream.concat(AssertionRenderer.render(condition, shown).lines(), differences.stream())
                .collect(Collectors.joining("\n"));
    }

    /**
     * The rows with values under a condition in another language.
     *
     * @param values texts by the column that each is below, from 0
     */
    public static List<String> below(String condition, Map<Integer, Object> values) {
        ValueRecorder shown = new ValueRecorder();
        values.forEach((column, text) -> shown.record(new Shown(text.toString()), column + 1));
        return AssertionRenderer.render(condition, shown).lines().skip(1).toList();
    }

    /** A text as the renderer shows it: in quotes, on one line. */
    private static Object text(CharSequence text) {
        int length = text.length();
        return length <= CHARACTERS
                ? text
                : new Shown(FormatHelper.inspect(text.subSequence(0, START).toString()) + " ... "
                        + FormatHelper.inspect(text.subSequence(length - CHARACTERS + START, length)
                                .toString())
                        + " (" + length + " characters)");
    }

    /** A value's first lines; what is left out is counted. */
    private static String brief(String printed) {
        List<String> lines = printed.lines().toList();
        String shown = lines.stream()
                .limit(lines.size() <= LINES ? LINES : LINES - 1)
                .map(line -> line.length() <= CHARACTERS
                        ? line
                        : line.substring(0, START) + " ... (" + line.length() + " characters)")
                .collect(Collectors.joining("\n"));
        return lines.size() <= LINES ? shown : shown + "\n... (" + (lines.size() - LINES + 1) + " more lines)";
    }

    /** Turns the calls of a compiled script; one without conditions stays as it is. */
    static BytecodeProcessor turning() {
        return (name, compiled) -> {
            if (!new String(compiled, StandardCharsets.ISO_8859_1).contains(THEIRS)) {
                return compiled;
            }
            ClassReader reader = new ClassReader(compiled);
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new Turning(writer), 0);
            return writer.toByteArray();
        };
    }

    private static final class Turning extends ClassVisitor {
        Turning(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String type, boolean isInterface) {
                    super.visitMethodInsn(opcode, owner.equals(THEIRS) ? OURS : owner, called, type, isInterface);
                }
            };
        }
    }
}
