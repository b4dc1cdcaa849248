package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.Expression;
import com.oracle.js.parser.ir.FunctionNode;
import com.oracle.js.parser.ir.LiteralNode;
import com.oracle.js.parser.ir.ObjectNode;
import com.oracle.js.parser.ir.TemplateLiteralNode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.word.Block;

/** Which methods of a word accept arguments, as far as the text tells: {@link WordCalls} decides with the values. */
final class StaticFit {
    private StaticFit() {}

    /** Whether only the run knows an argument's kind. */
    static boolean isUnknown(Expression argument) {
        return !(argument instanceof FunctionNode)
                && !(argument instanceof ObjectNode)
                && !(argument instanceof TemplateLiteralNode.UntaggedTemplateLiteralNode)
                && !(argument instanceof LiteralNode<?>);
    }

    static List<Method> fitting(List<Method> ways, List<Expression> arguments) {
        return ways.stream().filter(way -> fits(way, arguments)).toList();
    }

    private static boolean fits(Method way, List<Expression> arguments) {
        Class<?>[] types = way.getParameterTypes();
        if (types.length != arguments.size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            if (!fits(types[i], arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(Class<?> type, Expression argument) {
        if (isUnknown(argument)) {
            return true;
        } else if (argument instanceof FunctionNode) {
            return type == Block.class
                    || type == Handler.class
                    || type == ProposalBody.class
                    || type == StopCondition.class
                    || type == Object.class;
        } else if (argument instanceof ObjectNode) {
            return type == Block.class || type.isAssignableFrom(HashMap.class);
        } else if (argument instanceof LiteralNode<?> literal && !literal.isString()) {
            return fits(type, literal);
        }
        return type.isAssignableFrom(String.class);
    }

    private static boolean fits(Class<?> type, LiteralNode<?> literal) {
        if (literal.isArray()) {
            return type.isAssignableFrom(ArrayList.class);
        } else if (literal.getValue() instanceof Boolean) {
            return type.isAssignableFrom(Boolean.class) || type == boolean.class;
        } else if (literal.getValue() instanceof Number) {
            return type == int.class
                    || type == long.class
                    || Number.class.isAssignableFrom(type)
                    || type.isAssignableFrom(Long.class);
        }
        // A regular expression, or null.
        return literal.getValue() != null || !type.isPrimitive();
    }
}
