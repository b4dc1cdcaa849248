package org.kvmsh.dsl.lang.groovy;

import groovyjarjarasm.asm.MethodVisitor;
import groovyjarjarasm.asm.Opcodes;
import groovyjarjarasm.asm.Type;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.GroovyCodeVisitor;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ExpressionTransformer;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.classgen.AsmClassGenerator;
import org.codehaus.groovy.classgen.asm.OperandStack;
import org.codehaus.groovy.classgen.asm.WriterController;

/**
 * A call of a static method of kvmsh's that a script makes without being asked. It is one instruction, not a call site
 * of Groovy's, which would be linked at its first call and look at the classes of its arguments at each.
 */
final class DirectCall extends StaticMethodCallExpression {
    private final Class<?> owner;

    DirectCall(Class<?> owner, String method, Expression... arguments) {
        this(owner, method, new ArgumentListExpression(arguments));
    }

    private DirectCall(Class<?> owner, String method, Expression arguments) {
        super(ClassHelper.make(owner), method, arguments);
        this.owner = owner;
    }

    @Override
    public Expression transformExpression(ExpressionTransformer transformer) {
        DirectCall call = new DirectCall(owner, getMethod(), transformer.transform(getArguments()));
        call.setSourcePosition(this);
        call.copyNodeMetaData(this);
        return call;
    }

    @Override
    public void visit(GroovyCodeVisitor visitor) {
        if (visitor instanceof AsmClassGenerator generator) {
            generator.onLineNumber(this, getMethod());
            write(generator);
            generator.getController().getAssertionWriter().record(this);
        } else {
            super.visit(visitor);
        }
    }

    private void write(AsmClassGenerator generator) {
        List<Expression> arguments = ((TupleExpression) getArguments()).getExpressions();
        Method method = called(arguments.size());
        WriterController controller = generator.getController();
        OperandStack stack = controller.getOperandStack();
        MethodVisitor code = controller.getMethodVisitor();
        for (int i = 0; i < arguments.size(); i++) {
            arguments.get(i).visit(generator);
            Class<?> wanted = method.getParameterTypes()[i];
            if (!wanted.isPrimitive()) {
                stack.box();
                code.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(wanted));
            }
        }
        code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                Type.getInternalName(owner),
                getMethod(),
                Type.getMethodDescriptor(method),
                false);
        ClassNode result = ClassHelper.make(method.getReturnType());
        if (result == ClassHelper.VOID_TYPE) {
            code.visitInsn(Opcodes.ACONST_NULL);
            result = ClassHelper.OBJECT_TYPE;
        }
        stack.replace(result, arguments.size());
    }

    private Method called(int arguments) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers())
                        && method.getName().equals(getMethod())
                        && method.getParameterCount() == arguments)
                .findFirst()
                .orElseThrow();
    }
}
