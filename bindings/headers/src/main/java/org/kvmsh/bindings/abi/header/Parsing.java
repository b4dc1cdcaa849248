package org.kvmsh.bindings.abi.header;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;

/** Creates parsers that throw at the first error, with its line and column. */
final class Parsing {
    private Parsing() {}

    /** @param types the names defined by typedefs, which distinguish a cast from a name in parentheses */
    static UapiCParser of(String text, Set<String> types) {
        UapiCLexer lexer = new UapiCLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        lexer.addErrorListener(Strict.INSTANCE);
        UapiCParser parser = new UapiCParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(Strict.INSTANCE);
        parser.types(types);
        return parser;
    }

    private static final class Strict extends BaseErrorListener {
        private static final Strict INSTANCE = new Strict();
        private static final Pattern EXPECTED = Pattern.compile("(?:expecting|^missing) \\{?(.*?)}?(?: at .*)?$");
        private static final int FEW = 3;

        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException e) {
            throw new HeaderError(line, column + 1, words(symbol, message));
        }

        /** What was expected follows if it is little: at a declaration ANTLR lists thirty keywords. */
        private static String words(Object symbol, String message) {
            if (!(symbol instanceof Token token)) {
                return message.replaceFirst("^token recognition error at: ", "unexpected ");
            }
            Matcher expected = EXPECTED.matcher(message);
            List<String> names = expected.find() ? List.of(expected.group(1).split(", ")) : List.of();
            return "unexpected " + (token.getType() == Token.EOF ? "end" : "'" + token.getText() + "'")
                    + (names.isEmpty() || names.size() > FEW ? "" : "; expected " + String.join(" or ", names));
        }
    }
}
