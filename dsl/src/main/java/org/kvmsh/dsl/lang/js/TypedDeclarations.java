package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.Statement;
import com.oracle.js.parser.ir.VarNode;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.lang.CodeText;

/**
 * The names that a line of the shell declares with {@code let} and {@code const}. To JavaScript such a name can never
 * be declared again, and is lost if its first value fails. So the shell assigns these names as properties of the global
 * object, and closes those of {@code const} when the text has ended.
 *
 * @param text the text with a semicolon and blanks in place of each {@code let} and {@code const}
 * @param names the declared names
 * @param constants those of {@code const}
 * @param unset those that are declared without a value
 * @param last whether a declaration is the last statement, which has no value
 */
record TypedDeclarations(
        String text, List<String> names, List<String> constants, List<String> unset, boolean last, Value global) {
    private static final Pattern TOKEN = Pattern.compile("(?<![\\w$.])(?:let|const)(?=\\s)|[(\\[{]|[)\\]}]");
    /** The rest of a pattern that finds where a name is assigned. */
    private static final String ASSIGNED =
            "(?![\\w$])\\s*(?:=(?![=>])|\\+\\+|--|(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?|[-+*/%&|^])=)";

    /**
     * The declarations of a text.
     *
     * @param global the functions of prelude.js for names of the global object
     * @return null for a text that runs as it is: it has none, or declares a word's name or a pattern of names
     */
    static TypedDeclarations of(String text, ParsedScript parsed, Value global) {
        if (parsed == null || parsed.program().isStrict() || CodeText.isUnsure(text)) {
            return null;
        }
        List<Statement> statements = parsed.program().getBody().getStatements();
        List<VarNode> declared = statements.stream()
                .filter(TypedDeclarations::isDeclaration)
                .map(VarNode.class::cast)
                .toList();
        String code = CodeText.withTemplates(text);
        Predicate<VarNode> isTaken = name -> name.isDestructuring()
                || !global.invokeMember("isFree", name.getName().getName()).asBoolean()
                || name.isConst() && isAssignedAgain(code, name.getName().getName());
        if (declared.isEmpty() || declared.stream().anyMatch(isTaken)) {
            return null;
        }
        return new TypedDeclarations(
                assigning(text, code),
                names(declared, name -> true),
                names(declared, VarNode::isConst),
                names(declared, name -> !name.hasInit()),
                isDeclaration(statements.get(statements.size() - 1)),
                global);
    }

    private static boolean isDeclaration(Statement statement) {
        return statement instanceof VarNode name && (name.isLet() || name.isConst()) && !name.isClassDeclaration();
    }

    private static List<String> names(List<VarNode> declared, Predicate<VarNode> which) {
        return declared.stream()
                .filter(which)
                .map(name -> name.getName().getName())
                .toList();
    }

    private static boolean isAssignedAgain(String code, String name) {
        String quoted = Pattern.quote(name);
        return Pattern.compile("(?<![\\w$.])" + quoted + ASSIGNED)
                                .matcher(code)
                                .results()
                                .count()
                        > 1
                || Pattern.compile("(?:\\+\\+|--)\\s*" + quoted + "(?![\\w$])")
                        .matcher(code)
                        .find();
    }

    /** A declaration outside of all brackets is one of the text. */
    private static String assigning(String text, String code) {
        StringBuilder written = new StringBuilder(text);
        int depth = 0;
        for (Matcher token = TOKEN.matcher(code); token.find(); ) {
            int length = token.end() - token.start();
            if (length > 1 && depth == 0) {
                written.replace(token.start(), token.end(), ";" + " ".repeat(length - 1));
            } else if (length == 1) {
                depth += "([{".contains(token.group()) ? 1 : -1;
            }
        }
        return written.toString();
    }

    /** Runs the text: until it ends, its names can be assigned. */
    Value run(Value program) {
        names.forEach(name -> global.invokeMember("open", name, unset.contains(name)));
        try {
            return program.execute();
        } finally {
            constants.forEach(name -> global.invokeMember("close", name));
        }
    }
}
