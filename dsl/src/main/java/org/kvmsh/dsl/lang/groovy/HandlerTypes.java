package org.kvmsh.dsl.lang.groovy;

import java.util.Arrays;
import java.util.List;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.Architecture;

/**
 * Sets the type of a handler's {@code e} from the handler's key: {@code on(io: 0x3f8) { e -> }} gets an
 * {@link Exit.Io}.
 */
final class HandlerTypes extends ScriptPass {
    private final Arch arch;

    HandlerTypes(SourceUnit unit, ClassNode type, Arch arch) {
        super(unit, type);
        this.arch = arch;
    }

    @Override
    void run() {
        visitMethods();
    }

    /** PAPR's hypercalls have their own exit; elsewhere the script may be one for powerpc that is skipped here. */
    private Class<? extends Exit> ofKey(String key) {
        KeyedExit keyed = Arrays.stream(KeyedExit.values())
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElse(null);
        return keyed == null
                ? null
                : keyed == KeyedExit.HCALL
                        ? arch == null ? null : Architecture.of(arch).hypercall()
                        : keyed.type();
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        super.visitMethodCallExpression(call);
        List<Expression> all = SyntaxNodes.arguments(call);
        if ("on".equals(call.getMethodAsString())
                && all.size() == 2
                && all.get(0) instanceof MapExpression key
                && all.get(1) instanceof ClosureExpression handler) {
            giveType(key, handler);
        }
    }

    private void giveType(MapExpression key, ClosureExpression handler) {
        boolean one = key.getMapEntryExpressions().size() == 1
                && key.getMapEntryExpressions().get(0).getKeyExpression() instanceof ConstantExpression;
        Class<? extends Exit> exit = one
                ? ofKey(key.getMapEntryExpressions().get(0).getKeyExpression().getText())
                : null;
        if (exit == null) {
            return;
        }
        // The parameter itself stays an Object: only so does the closure's call(Object), which runs at every exit,
        // go straight to its code.
        if (!handler.isParameterSpecified()
                || handler.getParameters().length == 1 && handler.getParameters()[0].isDynamicTyped()) {
            handler.putNodeMetaData(StaticTypesMarker.CLOSURE_ARGUMENTS, new ClassNode[] {ClassHelper.make(exit)});
        }
    }
}
