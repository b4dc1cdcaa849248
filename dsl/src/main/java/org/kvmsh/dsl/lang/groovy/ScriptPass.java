package org.kvmsh.dsl.lang.groovy;

import java.util.function.BiFunction;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.kvmsh.dsl.script.ScriptError;

/** A pass over a class of a script while Groovy compiles it. */
abstract class ScriptPass extends ClassCodeVisitorSupport {
    final SourceUnit unit;
    final ClassNode type;

    ScriptPass(SourceUnit unit, ClassNode type) {
        this.unit = unit;
        this.type = type;
    }

    /** The compiler's step that makes a pass over each class of a script. */
    static CompilationCustomizer after(CompilePhase phase, BiFunction<SourceUnit, ClassNode, ScriptPass> pass) {
        return new CompilationCustomizer(phase) {
            @Override
            public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
                pass.apply(unit, type).run();
            }
        };
    }

    /** Visits all of the class. */
    void run() {
        visitClass(type);
    }

    /** Visits the code of its methods alone. */
    final void visitMethods() {
        for (MethodNode method : type.getMethods()) {
            if (method.getCode() != null) {
                method.getCode().visit(this);
            }
        }
    }

    @Override
    protected final SourceUnit getSourceUnit() {
        return unit;
    }

    final void refuse(ASTNode at, ScriptError error) {
        StaticRefusal.add(unit, StaticRefusal.of(error, at));
    }

    final void refuse(ASTNode at, String message, String... notes) {
        StaticRefusal.add(unit, new StaticRefusal(message, at, notes));
    }
}
