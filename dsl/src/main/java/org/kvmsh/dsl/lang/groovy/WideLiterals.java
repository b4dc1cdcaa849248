package org.kvmsh.dsl.lang.groovy;

import java.math.BigInteger;
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/**
 * A 64-bit value is its 64 bits: 0xffffffff80000000, which Groovy reads as a BigInteger, is the long with those bits.
 */
final class WideLiterals extends CompilationCustomizer {
    WideLiterals() {
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
            return super.transform(expression);
        }
    }
}
