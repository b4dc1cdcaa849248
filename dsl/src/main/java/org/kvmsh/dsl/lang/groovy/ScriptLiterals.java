package org.kvmsh.dsl.lang.groovy;

import java.math.BigInteger;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * A 64-bit value is its 64 bits: 0xffffffff80000000, which Groovy reads as a BigInteger, is the long with those bits.
 * The key of a literal map is a string, also where it is written as one with values in it: Groovy's own text with
 * values is equal to no string.
 */
final class ScriptLiterals extends CompilationCustomizer {
    ScriptLiterals() {
        super(CompilePhase.CONVERSION);
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        new Narrowing(unit).visitClass(type);
    }

    private static final class Narrowing extends ClassCodeExpressionTransformer {
        private final SourceUnit unit;

        Narrowing(SourceUnit unit) {
            this.unit = unit;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return unit;
        }

        @Override
        public Expression transform(Expression expression) {
            if (expression instanceof ClosureExpression closure) {
                closure.getCode().visit(this);
                return closure;
            }
            if (expression instanceof ConstantExpression constant
                    && constant.getValue() instanceof BigInteger big
                    && big.signum() > 0
                    && big.bitLength() == Long.SIZE) {
                ConstantExpression bits = new ConstantExpression(big.longValue(), true);
                bits.setSourcePosition(constant);
                return bits;
            }
            if (expression instanceof MapEntryExpression entry
                    && entry.getKeyExpression() instanceof GStringExpression) {
                MethodCallExpression key = new MethodCallExpression(
                        transform(entry.getKeyExpression()), "toString", MethodCallExpression.NO_ARGUMENTS);
                key.setSourcePosition(entry.getKeyExpression());
                MapEntryExpression named = new MapEntryExpression(key, transform(entry.getValueExpression()));
                named.setSourcePosition(entry);
                return named;
            }
            return super.transform(expression);
        }
    }
}
