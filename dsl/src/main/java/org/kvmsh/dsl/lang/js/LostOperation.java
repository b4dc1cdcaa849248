package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.TokenType;
import com.oracle.js.parser.ir.BinaryNode;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.LexicalContext;
import com.oracle.js.parser.ir.visitor.NodeVisitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.graalvm.polyglot.PolyglotException;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * The position of an operation of BigInts that failed: some of GraalJS' errors have none, and would be at the call of
 * the function that the operation is in.
 */
final class LostOperation {
    /** The operators by a part of the message. */
    private static final Map<String, Set<TokenType>> OPERATORS = Map.of(
            "Division by zero", Set.of(TokenType.DIV, TokenType.ASSIGN_DIV),
            "Remainder of zero division", Set.of(TokenType.MOD, TokenType.ASSIGN_MOD),
            "exponent must not be negative", Set.of(TokenType.EXP, TokenType.ASSIGN_EXP),
            "no unsigned right shift", Set.of(TokenType.SHR, TokenType.ASSIGN_SHR));

    private LostOperation() {}

    /** The only such operation in functions of the name of the one that failed; otherwise null. */
    static Site site(PolyglotException error, Places places) {
        PolyglotException.StackFrame frame = StreamSupport.stream(
                        error.getPolyglotStackTrace().spliterator(), false)
                .filter(PolyglotException.StackFrame::isGuestFrame)
                .findFirst()
                .orElse(null);
        Set<TokenType> operators = OPERATORS.entrySet().stream()
                .filter(known -> Objects.toString(error.getMessage()).contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        if (frame == null || frame.getSourceLocation() != null || operators == null) {
            return null;
        }
        // The function may be of any text.
        List<Site> found = new ArrayList<>();
        for (Source text : places.sources()) {
            ParsedScript script = places.parsed(text.text());
            if (script != null) {
                found(script, operators, frame.getRootName()).forEach(position -> found.add(text.at(position)));
            }
        }
        return found.size() == 1 ? found.get(0) : null;
    }

    /** @param function its name; that of a function without one begins with a colon */
    private static List<Integer> found(ParsedScript script, Set<TokenType> operators, String function) {
        List<Integer> found = new ArrayList<>();
        script.visit(new NodeVisitor<>(new LexicalContext()) {
            @Override
            public boolean enterBinaryNode(BinaryNode operation) {
                FunctionNode around = lc.getCurrentFunction();
                String name = around.isProgram() ? ":program" : around.getName();
                if (operators.contains(operation.tokenType())
                        && (function.equals(name) || function.startsWith(":") && name.isEmpty())) {
                    found.add(operation.getStart());
                }
                return true;
            }
        });
        return found;
    }
}
