package org.kvmsh.dsl.lang.groovy;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.groovy.util.BeanUtils;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.Word;

/**
 * What Groovy's static compiler is told of a script: names of headers, registers, fields of structs, exits. A value whose type nothing
 * says, as a closure's parameter, is looked up while the script runs; whatever else there is not is refused here, in kvmsh's words.
 */
final class ScriptTypes extends AbstractTypeCheckingExtension {
    private final SourceUnit unit;
    private final ScriptNames names;
    private final KernelTypes kernel;
    private final WordArguments arguments;

    ScriptTypes(StaticTypeCheckingVisitor visitor, SourceUnit unit, ScriptNames names) {
        super(visitor);
        this.unit = unit;
        this.names = names;
        this.kernel = new KernelTypes(names);
        this.arguments = new WordArguments(names, kernel, this::refuse);
    }

    @Override public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
        String name = variable.getName();
        ClassNode type = names.type(name);
        if (type == null) {
            if (name.startsWith("KVM_")) {
                refuse(variable, "there is no " + name + " on " + names.abi().table(), names.nearestOfHeaders(name));
            } else {
                refuse(variable, ScriptFailure.noName(name), ScriptFailure.note(name, names.own()));
            }
        }
        makeDynamic(variable, type == null || isAssigned(variable) ? ClassHelper.OBJECT_TYPE : type);
        return true;
    }

    private boolean isAssigned(Expression expression) {
        return context.getEnclosingBinaryExpression() != null && context.isTargetOfEnclosingAssignment(expression);
    }

    @Override public boolean handleUnresolvedProperty(PropertyExpression property) {
        String name = property.getPropertyAsString();
        ClassNode receiver = getType(property.getObjectExpression());
        if (name == null || Untyped.is(receiver) || receiver.isArray() && Untyped.is(receiver.getComponentType()) || isCollection(receiver)) {
            makeDynamic(property, name == null ? ClassHelper.OBJECT_TYPE : kernel.field(property, receiver, this::refuse));
            return true;
        }
        ClassNode known = kernel.property(property, receiver, this::refuse);
        if (known == null) {
            Set<String> there = propertiesOf(receiver);
            refuse(property.getProperty(), text(property.getObjectExpression(), receiver) + " has no " + name, Nearest.note(name, there),
                    there.isEmpty() ? "" : "it has " + String.join(" ", there));
        }
        makeDynamic(property, known == null || isAssigned(property) ? ClassHelper.OBJECT_TYPE : known);
        return true;
    }

    /** {@code list.name}: the names of its elements. */
    private static boolean isCollection(ClassNode type) {
        return type.implementsInterface(ClassHelper.make(Collection.class)) || type.equals(ClassHelper.make(Collection.class));
    }

    /** A number's are its units. */
    private static Set<String> propertiesOf(ClassNode type) {
        Set<String> found = new TreeSet<>();
        boolean number = ClassHelper.getWrapper(type).isDerivedFrom(ClassHelper.Number_TYPE);
        for (MethodNode method : number ? ClassHelper.make(Units.class).getMethods() : type.getAllDeclaredMethods()) {
            boolean own = method.isPublic() && (number || !method.isStatic() && method.getParameters().length == 0 && !Untyped.is(method.getDeclaringClass()));
            if (own && method.getName().matches("get[A-Z].*")) {
                found.add(BeanUtils.decapitalize(method.getName().substring(3)));
            } else if (own && type.isRecord() && type.getDeclaredField(method.getName()) != null) {
                found.add(method.getName());
            }
        }
        return found;
    }

    private static String text(Expression expression, ClassNode type) {
        return expression instanceof VariableExpression variable && !variable.isThisExpression() ? variable.getName() : typeName(type);
    }

    @Override public List<MethodNode> handleMissingMethod(ClassNode receiver, String name, ArgumentListExpression arguments, ClassNode[] types, MethodCall call) {
        if (call == null) {
            return List.of();
        }
        if (((ASTNode) call).getLineNumber() < 0) {
            // The compiler asks so for an operator's method: such a call has no place in the script.
            Expression whole = context.getEnclosingBinaryExpression();
            refuse(whole, typeName(receiver) + " and " + typeName(types[0]) + " have no " + context.getEnclosingBinaryExpression().getOperation().getText());
            return List.of();
        }
        boolean onThis = call instanceof MethodCallExpression c && c.isImplicitThis();
        boolean untypedReceiver = !onThis && Untyped.is(receiver);
        boolean untypedArgument = Arrays.stream(types).anyMatch(Untyped::is);
        List<MethodNode> named = onThis ? List.of() : receiver.getMethods(name);
        if (untypedReceiver || onThis && names.isElsewhere(name)) {
            return List.of(makeDynamic(call));
        }
        Word word = onThis ? GroovyFrontEnd.words().words().get(name) : null;
        if (untypedArgument && (!named.isEmpty() || word != null || onThis && names.isMethod(name))) {
            return List.of(makeDynamic(call, commonReturn(named)));
        }
        if (onThis) {
            String takes = word != null || names.isMethod(name) ? " that takes " + argumentsText(arguments) : "";
            refuse(((MethodCallExpression) call).getMethod(), "there is no word " + name + " here" + takes,
                    word != null && isInItsBlock(name) ? "try: " + word.example() : names.isMethod(name) ? "" : ScriptFailure.note(name, names.own()));
        } else {
            Set<String> there = receiver.getAllDeclaredMethods().stream().filter(m -> m.isPublic() && !Untyped.is(m.getDeclaringClass()))
                    .map(MethodNode::getName).collect(Collectors.toCollection(TreeSet::new));
            boolean known = there.contains(name);
            ASTNode at = call instanceof MethodCallExpression c ? c.getMethod() : (ASTNode) call;
            refuse(at, text(receiverOf(call), receiver) + " has no " + name + (known ? " that takes " + argumentsText(arguments) : ""), known ? "" : Nearest.note(name, there));
        }
        return List.of(makeDynamic(call));
    }

    /** Whether a word stands where it may stand; what is wrong are its arguments then. */
    private boolean isInItsBlock(String name) {
        String block = GroovyFrontEnd.words().blockOf(name);
        return block == null || context.getEnclosingMethodCalls().stream().anyMatch(outer -> outer instanceof MethodCallExpression call
                && (block.equals(call.getMethodAsString()) || block.equals("vm") && "plan".equals(call.getMethodAsString())));
    }

    private static Expression receiverOf(MethodCall call) {
        return call.getReceiver() instanceof Expression expression ? expression : ConstantExpression.NULL;
    }

    private static ClassNode commonReturn(List<MethodNode> methods) {
        List<ClassNode> returned = methods.stream().map(MethodNode::getReturnType).distinct().toList();
        return returned.size() == 1 && !ClassHelper.VOID_TYPE.equals(returned.get(0)) ? ClassHelper.getWrapper(returned.get(0)) : ClassHelper.OBJECT_TYPE;
    }

    private String argumentsText(ArgumentListExpression arguments) {
        String texts = arguments.getExpressions().stream().map(this::argumentText).collect(Collectors.joining(", "));
        return texts.isEmpty() ? "nothing" : texts;
    }

    private String argumentText(Expression argument) {
        if (argument instanceof MapExpression map) {
            return map.getMapEntryExpressions().stream().map(entry -> entry.getKeyExpression().getText() + ":").collect(Collectors.joining(" "));
        }
        return argument instanceof ClosureExpression ? "a block"
                : argument instanceof ConstantExpression constant ? constant.getValue() instanceof String text ? "'" + text + "'" : argument.getText()
                : typeName(getType(argument));
    }

    private static String typeName(ClassNode type) {
        ClassNode wrapper = ClassHelper.getWrapper(type);
        return wrapper.isDerivedFrom(ClassHelper.Number_TYPE) ? "a number" : ClassHelper.CLOSURE_TYPE.equals(type) ? "a block"
                : ClassHelper.STRING_TYPE.equals(type) ? "a text" : ValueInWords.withoutClasses(type.getName());
    }

    /** Several that fit: which one it is shows when the values are there. */
    @Override public List<MethodNode> handleAmbiguousMethods(List<MethodNode> methods, Expression origin) {
        return origin instanceof MethodCall call && origin.getLineNumber() > 0 ? List.of(makeDynamic(call, commonReturn(methods))) : methods;
    }

    @Override public boolean handleIncompatibleAssignment(ClassNode left, ClassNode right, Expression assignment) {
        if (!Untyped.is(right)) {
            refuse(assignment, left.getNameWithoutPackage() + " is what was declared, and this is " + typeName(right));
        }
        return true;
    }

    @Override public boolean handleIncompatibleReturnType(ReturnStatement statement, ClassNode returned) {
        return Untyped.is(returned);
    }

    @Override public void afterMethodCall(MethodCall call) {
        if (call instanceof MethodCallExpression c && getTargetMethod(c) != null) {
            checkReach(c);
            arguments.check(c, getTargetMethod(c));
            ClassNode answer = getTargetMethod(c).getName().equals("ioctl") ? kernel.answer(c) : null;
            if (answer != null && Untyped.is(getType(c))) {
                storeType(c, answer);
            }
        }
    }

    private void checkReach(MethodCallExpression call) {
        ClassNode receiver = call.isImplicitThis() ? null : getType(call.getObjectExpression());
        if (receiver != null && receiver.isResolved() && !(call.getObjectExpression() instanceof ClassExpression) && Reach.hides(receiver.getTypeClass(), call.getMethodAsString())) {
            unit.getErrorCollector().addErrorAndContinue(StaticRefusal.hidden(receiver.getTypeClass(), call.getMethodAsString(), call.getMethod()), unit);
        }
    }

    private void refuse(ASTNode at, String message, String... notes) {
        unit.getErrorCollector().addErrorAndContinue(new StaticRefusal(message, at, notes), unit);
    }
}
