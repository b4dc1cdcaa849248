package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.ExpressionStatement;
import com.oracle.js.parser.ir.Node;
import com.oracle.js.parser.ir.Statement;
import com.oracle.js.parser.ir.VarNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Value;
import org.kvmsh.dsl.lang.CodeText;

/**
 * The names that a line of the shell declares with {@code let} and {@code const}. To JavaScript such a name can never
 * be declared again, and is lost if its first value fails. So the shell assigns these names as properties of the global
 * object, and closes those of {@code const} when the text has ended.
 *
 * @param text the text with a semicolon and blanks in place of each {@code let} and {@code const}, and patterns of
 *     names in parentheses
 * @param names the declared names
 * @param constants those of {@code const}
 * @param unset those that are declared without a value
 * @param last whether a declaration is the last statement, which has no value
 */
record TypedDeclarations(
        String text, List<String> names, List<String> constants, List<String> unset, boolean last, Value global) {
    private static final Pattern TOKEN = Pattern.compile("(?<![\\w$.])(?:let|const)(?=[\\s\\[{])|[(\\[{]|[)\\]}]");
    /** The rest of a pattern that finds where a name is assigned. */
    private static final String ASSIGNED =
            "(?![\\w$])\\s*(?:=(?![=>])|\\+\\+|--|(?:\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?|[-+*/%&|^])=)";

    /**
     * The declarations of a text.
     *
     * @param global the functions of prelude.js for names of the global object
     * @return null for a text that runs as it is: it has none, or declares a word's name
     */
    static TypedDeclarations of(String text, ParsedScript parsed, Value global) {
        if (parsed == null || parsed.program().isStrict() || CodeText.isUnsure(text)) {
            return null;
        }
        List<Statement> statements = parsed.program().getBody().getStatements();
        List<VarNode> declared =
                in(statements).stream().filter(TypedDeclarations::isOnce).toList();
        String code = CodeText.withTemplates(text);
        Predicate<VarNode> isTaken =
                name -> !global.invokeMember("isFree", name.getName().getName()).asBoolean()
                        || name.isConst()
                                && isAssignedAgain(code, name.getName().getName());
        if (declared.isEmpty() || declared.stream().anyMatch(isTaken)) {
            return null;
        }
        return new TypedDeclarations(
                assigning(text, code, statements),
                names(declared, name -> true),
                names(declared, VarNode::isConst),
                names(declared, TypedDeclarations::isUnset),
                hasNoValue(statements),
                global);
    }

    /** The variables that some statements declare. */
    static List<VarNode> in(List<Statement> statements) {
        return statements.stream()
                .filter(TypedDeclarations::isDeclaration)
                .map(VarNode.class::cast)
                .toList();
    }

    private static boolean isDeclaration(Statement statement) {
        return statement instanceof VarNode name && !name.isFunctionDeclaration() && !name.isClassDeclaration();
    }

    /** Whether JavaScript lets it be declared once. */
    private static boolean isOnce(VarNode name) {
        return name.isLet() || name.isConst();
    }

    /** Whether it is declared without a value. */
    static boolean isUnset(VarNode name) {
        return !name.hasInit() && !name.isDestructuring();
    }

    /** Whether the last of some statements is a declaration. */
    private static boolean hasNoValue(List<Statement> statements) {
        Statement last = statements.get(statements.size() - 1);
        return last instanceof VarNode name && isDeclaration(last) && isOnce(name)
                || patterns(statements).contains(last);
    }

    /** The assignments to patterns of names that are declared there. */
    private static List<Statement> patterns(List<Statement> statements) {
        Set<Integer> starts = in(statements).stream()
                .filter(name -> isOnce(name) && name.isDestructuring())
                .map(Node::getStart)
                .collect(Collectors.toSet());
        return statements.stream()
                .filter(each -> each instanceof ExpressionStatement && starts.contains(each.getStart()))
                .toList();
    }

    static List<String> names(List<VarNode> declared, Predicate<VarNode> which) {
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
    private static String assigning(String text, String code, List<Statement> statements) {
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
        // A statement that begins with a brace is a block. From the end, so that no place moves before it is used.
        List<Statement> patterns = new ArrayList<>(patterns(statements));
        Collections.reverse(patterns);
        for (Statement pattern : patterns) {
            int start = pattern.getStart();
            if (written.substring(0, start).stripTrailing().endsWith(";")) {
                written.insert(pattern.getFinish(), ')').replace(start - 1, start, "(");
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
