package org.kvmsh.dsl.reference;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The GDSL that lets IntelliJ complete a script in Groovy: each block's words with their arguments and what they do.
 */
public final class GroovyDescriptor {
    private final StringBuilder text = new StringBuilder("// Generated from the descriptions of the words.\n");

    private GroovyDescriptor() {}

    public static String of(Described vocabulary) {
        GroovyDescriptor descriptor = new GroovyDescriptor();
        vocabulary.groovyBlocks().forEach(descriptor::block);
        return descriptor.text.toString();
    }

    private void block(Described.Scope block) {
        text.append(
                block.name().isEmpty()
                        ? "contributor(context(scope: scriptScope())) {\n"
                        : "contributor(context(scope: closureScope(isArg: false))) {\n    if (!enclosingCall('"
                                + block.name() + "')) return\n");
        for (Described.Entry entry : block.entries()) {
            Set<String> lines = new LinkedHashSet<>();
            entry.ways().forEach(way -> lines.add(line(entry, way)));
            lines.forEach(text::append);
        }
        text.append("}\n");
    }

    private static String line(Described.Entry entry, Method way) {
        String doc = "doc: " + quoted(entry.word().value() + ": " + entry.word().example());
        if (!way.getName().equals(entry.name())) {
            return "    property(name: '" + entry.name() + "', type: '"
                    + way.getReturnType().getTypeName() + "', " + doc + ")\n";
        }
        List<String> parameters = new ArrayList<>();
        String named = "";
        for (Class<?> type : way.getParameterTypes()) {
            if (type == Map.class) {
                named = Vocabulary.arguments(entry.word()).stream()
                        .map(name -> "parameter(name: '" + name + "')")
                        .collect(Collectors.joining(", ", "namedParams: [", "], "));
            } else {
                boolean block = type.getName().startsWith("org.kvmsh.dsl.word.Block")
                        || type.getName().startsWith("org.kvmsh.dsl.config.Handler");
                parameters.add((block ? "block" : "a" + (parameters.size() + 1)) + ": '"
                        + (block ? "groovy.lang.Closure" : type.getTypeName()) + "'");
            }
        }
        return "    method(name: '" + entry.name() + "', type: '"
                + way.getReturnType().getTypeName() + "', params: ["
                + (parameters.isEmpty() ? ":" : String.join(", ", parameters)) + "], " + named + doc + ")\n";
    }

    private static String quoted(String words) {
        return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
