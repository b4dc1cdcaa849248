package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ErrorManager;
import com.oracle.js.parser.Parser;
import com.oracle.js.parser.ParserException;
import com.oracle.js.parser.ScriptEnvironment;
import com.oracle.js.parser.Source;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.LexicalContext;
import com.oracle.js.parser.ir.visitor.NodeVisitor;
import org.kvmsh.dsl.script.Site;

/** The syntax tree of a JavaScript text, by GraalJS' own parser, which its public interface does not give. */
record ParsedScript(String text, FunctionNode program) {
    private static final int LATEST = 15;
    private static final ScriptEnvironment ENVIRONMENT = ScriptEnvironment.builder()
            .ecmaScriptVersion(LATEST)
            .allowBigInt(true)
            .annexB(true)
            .classFields(true)
            .emptyStatements(true)
            .shebang(true)
            .functionStatementBehavior(ScriptEnvironment.FunctionStatementBehavior.ACCEPT)
            .build();

    /** Null if the parser rejects it: running it tells why. */
    static ParsedScript of(String text) {
        try {
            return new ParsedScript(
                    text,
                    new Parser(ENVIRONMENT, Source.sourceFor("script", text), new ErrorManager.ThrowErrorManager())
                            .parse());
        } catch (ParserException e) {
            return null;
        }
    }

    void visit(NodeVisitor<LexicalContext> visitor) {
        program.accept(visitor);
    }

    /** The function between two positions; null if there is none. */
    FunctionNode function(int start, int end) {
        FunctionNode[] found = new FunctionNode[1];
        visit(new NodeVisitor<>(new LexicalContext()) {
            @Override
            public boolean enterFunctionNode(FunctionNode function) {
                found[0] = function.getStart() == start && function.getFinish() == end && !function.isProgram()
                        ? function
                        : found[0];
                return function.getStart() <= start && end <= function.getFinish();
            }
        });
        return found[0];
    }

    /** @param name of the text */
    Site site(String name, int position) {
        return new org.kvmsh.dsl.script.Source(name, text).at(position);
    }
}
