package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Holds the names of a call's named arguments against what the word, the ioctl's struct or the vCPU has. */
record WordArguments(ScriptNames names, KernelTypes kernel, KernelTypes.Refusal refusal) {
    void check(MethodCallExpression call, MethodNode target) {
        List<Expression> arguments = SyntaxNodes.arguments(call);
        if (arguments.isEmpty() || !(arguments.get(0) instanceof MapExpression map)) {
            return;
        }
        if (target.getName().equals("ioctl")) {
            Ioctl ioctl = kernel.named(call);
            checkFields(ioctl == null ? null : ioctl.struct(), map);
        } else if (kernel.structNamed(call) != null) {
            checkFields(kernel.structNamed(call), map);
        } else if (target.getName().equals("regs")
                && target.getDeclaringClass().equals(ClassHelper.make(VcpuWords.class))) {
            map.getMapEntryExpressions().forEach(this::checkRegister);
        } else {
            checkNames(target, map);
        }
    }

    private void checkRegister(MapEntryExpression entry) {
        if (entry.getKeyExpression() instanceof ConstantExpression key) {
            kernel.checkRegister(key, key.getText(), refusal);
        }
    }

    private void checkNames(MethodNode target, MapExpression map) {
        ClassNode declaring = target.getDeclaringClass();
        if (!declaring.getName().startsWith("org.kvmsh.dsl.")) {
            return;
        }
        Map<String, Word> words = Vocabulary.of(declaring.getTypeClass());
        Word word = words.get(target.getName());
        List<String> known = word == null ? List.of() : Vocabulary.arguments(word);
        if (known.isEmpty()) {
            return;
        }
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            if (entry.getKeyExpression() instanceof ConstantExpression key && !known.contains(key.getText())) {
                ScriptError unknown = NamedArguments.unknown(target.getName(), key.getText(), known, Site.UNKNOWN);
                refusal.refuse(key, unknown.headline(), unknown.notes().toArray(String[]::new));
            }
        }
    }

    /** Bytes that a pointer leads to, and values of one-regs, have names that are no fields. */
    private void checkFields(Struct struct, MapExpression map) {
        if (struct == null || !names.abi().pointers(struct).isEmpty()) {
            return;
        }
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            if (entry.getKeyExpression() instanceof ConstantExpression key && !struct.has(key.getText())) {
                kernel.refuseField(struct, key, key.getText(), refusal);
            }
        }
    }
}
