package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.CallNode;
import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.TemplateLiteralNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.lang.Inclusions;
import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.patch.PatchFile;
import org.kvmsh.dsl.word.Vocabulary;

/** The names that a script has from other files: those of the scripts that it includes, and of the patches it reads. */
final class NamesElsewhere {
    private final Set<String> names = new TreeSet<>();
    private final Set<Path> included = new HashSet<>();
    private Abi abi;
    private boolean readsAnyPatch;
    private boolean includesAnything;

    private NamesElsewhere(Abi abi) {
        this.abi = abi;
    }

    static NamesElsewhere of(ScriptBindings bindings, Source script, Abi abi) {
        NamesElsewhere elsewhere = new NamesElsewhere(abi);
        OwnWords.all()
                .forEach(own ->
                        elsewhere.names.addAll(Vocabulary.methods(own.type()).keySet()));
        elsewhere.read(bindings, script);
        return elsewhere;
    }

    /** The headers with the names of the patches. */
    Abi abi() {
        return abi;
    }

    /** The names of the included scripts. */
    Set<String> names() {
        return names;
    }

    /** Whether another file has, or may have, a name. */
    boolean has(String name) {
        return includesAnything || names.contains(name);
    }

    /** Whether a patch that cannot be read before the run may have any name of KVM's. */
    boolean readsAnyPatch() {
        return readsAnyPatch;
    }

    private void read(ScriptBindings bindings, Source script) {
        bindings.reading().forEach((call, word) -> {
            boolean isInclude = word.equals("include");
            String given = text(call);
            // What cannot be read here is refused when the script reaches it.
            try {
                if (given == null) {
                    throw new ScriptError(Site.UNKNOWN, "known only when the script runs");
                } else if (isInclude) {
                    include(given, script);
                } else {
                    abi = PatchFile.read(given, script.name(), abi).abi();
                }
            } catch (ScriptError | IOException e) {
                readsAnyPatch = true;
                includesAnything |= isInclude;
            }
        });
    }

    private void include(String name, Source script) throws IOException {
        Path file = Inclusions.beside(script, name, Site.UNKNOWN);
        if (included.add(file)) {
            Source text = Source.read(file, List.of());
            ParsedScript parsed = ParsedScript.of(text.text());
            if (parsed == null) {
                throw new ScriptError(Site.UNKNOWN, "cannot be parsed");
            }
            ScriptBindings bindings = ScriptBindings.of(parsed);
            names.addAll(bindings.ofTop());
            read(bindings, text);
        }
    }

    /** The one argument besides named ones, if it is a literal; null otherwise. */
    private static String text(CallNode call) {
        List<Expression> given = call.getArgs().stream()
                .filter(argument -> !(argument instanceof ObjectNode))
                .toList();
        return given.size() == 1 ? text(given.get(0)) : null;
    }

    private static String text(Expression literal) {
        if (literal instanceof TemplateLiteralNode.UntaggedTemplateLiteralNode template) {
            return template.getExpressions().size() == 1
                    ? text(template.getExpressions().get(0))
                    : null;
        }
        return literal instanceof LiteralNode<?> text && text.isString() ? text.getString() : null;
    }
}
