package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Script;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCall;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.transform.stc.AbstractTypeCheckingExtension;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * Information about a script for Groovy's static compiler: names of headers, registers, fields of structs, exits. A
 * value of unknown type, such as a closure's parameter, is looked up at run time; other unknown names are refused here,
 * with kvmsh's messages.
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

    @Override
    public boolean handleUnresolvedVariableExpression(VariableExpression variable) {
        String name = variable.getName();
        ClassNode type = names.type(name);
        if (type == null && name.startsWith("KVM_")) {
            refuse(
                    variable,
                    "unknown name " + name + " on " + names.abi().table(),
                    KernelNames.nearest(name, names.abi()));
        } else if (type == null && GroovyWords.table().blockOf(name) != null && isInItsBlock(name)) {
            refuse(
                    variable,
                    name + " is a word that takes arguments",
                    "try: " + GroovyWords.table().words().get(name).example());
        } else if (type == null
                && (names.isMethod(name) || isOfScripts(name))
                && !GroovyWords.table().words().containsKey(name)) {
            refuse(variable, ScriptFailure.uncalled(name), ScriptFailure.howCalled(name));
        } else if (type == null) {
            String note = names.isDeclared(name)
                    ? name + " is local to another scope; to use it in the whole script, declare it without def or"
                            + " a type: " + name + " = 0"
                    : ScriptFailure.note(name, names.own());
            if (isNear(name, note) || !isAnsweredByOthers()) {
                refuse(
                        variable,
                        ScriptFailure.noName(name),
                        !note.isEmpty() ? note : "declare it: " + "def " + name + " = 0");
            }
        }
        makeDynamic(variable, type == null || isAssigned(variable) ? ClassHelper.OBJECT_TYPE : type);
        return true;
    }

    /** {@code println [1] * 2} is an element of println to Groovy. */
    private static boolean isOfScripts(String name) {
        return !ClassHelper.make(Script.class).getMethods(name).isEmpty();
    }

    /** Whether there is a name like it; a name of a letter or two is like many. */
    private static boolean isNear(String name, String note) {
        return name.length() > 2 && !note.isEmpty();
    }

    /** Whether a name may be a delegate's, or handled by a class of the script: known only at run time. */
    private boolean isAnsweredByOthers() {
        return names.hasDelegates() || FittingTypes.answersAnyName(context.getEnclosingClassNode());
    }

    private boolean isAssigned(Expression expression) {
        return context.getEnclosingBinaryExpression() != null && context.isTargetOfEnclosingAssignment(expression);
    }

    @Override
    public boolean handleUnresolvedProperty(PropertyExpression property) {
        String name = property.getPropertyAsString();
        ClassNode receiver = getType(property.getObjectExpression());
        if (name == null
                || Untyped.is(receiver)
                || receiver.isArray() && Untyped.is(receiver.getComponentType())
                || isCollection(receiver)) {
            makeDynamic(
                    property,
                    name == null
                            ? ClassHelper.OBJECT_TYPE
                            : whole(property, kernel.field(property, receiver, this::refuse)));
            return true;
        }
        ClassNode known = kernel.property(property, receiver, this::refuse);
        ClassNode owner = NamesOfType.owner(receiver);
        Set<String> there = owner == receiver ? NamesOfType.properties(receiver) : NamesOfType.constants(owner);
        if (known == null && isMisspelled(owner, name, there)) {
            String call = owner.isResolved() ? MemberCall.advice(owner.getTypeClass(), name) : "";
            String register = owner.isResolved() ? RegisterAdvice.note(owner.getTypeClass(), name) : "";
            String advice = call.isEmpty() ? register : "";
            refuse(
                    property.getProperty(),
                    call.isEmpty() ? text(property.getObjectExpression(), receiver) + " has no " + name : call,
                    !call.isEmpty() ? "" : advice.isEmpty() ? Nearest.note(name, there) : advice,
                    !call.isEmpty() || !advice.isEmpty() || there.isEmpty()
                            ? ""
                            : "it has: " + String.join(", ", there));
        }
        makeDynamic(property, known == null || isAssigned(property) ? ClassHelper.OBJECT_TYPE : known);
        return true;
    }

    /**
     * Whether a name that a type does not have is a mistake: always for kvmsh's objects, texts and numbers; the value
     * of a variable of a wider type may have more, so the name is refused only if it is almost one of the type's.
     */
    private boolean isMisspelled(ClassNode receiver, String name, Set<String> there) {
        if (receiver.getName().startsWith("org.kvmsh.")) {
            return true;
        }
        if (names.addsMembers() || FittingTypes.answersAnyName(receiver)) {
            return false;
        }
        return !FittingTypes.isOpen(receiver, unit.getAST().getClasses())
                || Nearest.to(name, there).isPresent()
                        && !FittingTypes.isBelow(receiver, name, unit.getAST().getClasses());
    }

    /** An array of a struct accepts any list, which is copied into it. */
    private ClassNode whole(PropertyExpression property, ClassNode type) {
        return isAssigned(property) ? ClassHelper.OBJECT_TYPE : type;
    }

    /** {@code list.name}: the names of its elements. */
    private static boolean isCollection(ClassNode type) {
        return type.implementsInterface(ClassHelper.make(Collection.class))
                || type.equals(ClassHelper.make(Collection.class));
    }

    private static String text(Expression expression, ClassNode type) {
        return expression instanceof ClassExpression named
                ? named.getType().getNameWithoutPackage()
                : expression instanceof VariableExpression variable && !variable.isThisExpression()
                        ? variable.getName()
                        : ArgumentsInWords.typeName(type);
    }

    @Override
    public List<MethodNode> handleMissingMethod(
            ClassNode receiver, String name, ArgumentListExpression arguments, ClassNode[] types, MethodCall call) {
        if (call == null) {
            return List.of();
        }
        if (((ASTNode) call).getLineNumber() < 0) {
            refuseOperator(receiver, types[0]);
            return List.of();
        }
        boolean onThis = call instanceof MethodCallExpression c && c.isImplicitThis();
        if (!onThis && Untyped.is(receiver)
                || onThis && names.isElsewhere(name)
                || arguments.getExpressions().stream().anyMatch(SpreadExpression.class::isInstance)) {
            return List.of(makeDynamic(call));
        }
        ClassNode owner = NamesOfType.owner(receiver);
        List<MethodNode> named =
                onThis ? context.getEnclosingClassNode().getMethods(name) : NamesOfType.methods(owner, name);
        Word word = onThis ? GroovyWords.table().words().get(name) : null;
        boolean untyped = Arrays.stream(types).anyMatch(Untyped::is);
        if (untyped && (!named.isEmpty() || word != null) || word == null && FittingTypes.mayTake(named, types)) {
            return List.of(makeDynamic(call, onThis ? ClassHelper.OBJECT_TYPE : commonReturn(named)));
        }
        if (onThis) {
            refuseWord((MethodCallExpression) call, word, named, arguments);
        } else {
            refuseMethod(call, owner, named, arguments);
        }
        return List.of(makeDynamic(call));
    }

    /** The compiler looks up an operator's method like this: such a call has no position in the script. */
    private void refuseOperator(ClassNode left, ClassNode right) {
        Expression whole = context.getEnclosingBinaryExpression();
        if (isPlain(left) && isPlain(right)) {
            refuse(
                    whole,
                    ArgumentsInWords.typeName(left) + " and " + ArgumentsInWords.typeName(right) + " do not support "
                            + context.getEnclosingBinaryExpression()
                                    .getOperation()
                                    .getText(),
                    "convert one of them: '12'.toInteger() is a number, \"${12}\" is a string");
        } else {
            addStaticTypeError("this operator is resolved only when the script runs", whole);
        }
    }

    private static boolean isPlain(ClassNode type) {
        return ClassHelper.getWrapper(type).isDerivedFrom(ClassHelper.Number_TYPE)
                || ClassHelper.STRING_TYPE.equals(type)
                || ClassHelper.CLOSURE_TYPE.equals(type);
    }

    private void refuseWord(
            MethodCallExpression call, Word word, List<MethodNode> named, ArgumentListExpression arguments) {
        String name = call.getMethodAsString();
        String note = word != null && isInItsBlock(name)
                ? "try: " + word.example()
                : names.isMethod(name) ? inWords().howToCall(named, arguments) : ScriptFailure.note(name, names.own());
        if (!isNear(name, note) && isAnsweredByOthers()) {
            return;
        }
        boolean known = word != null && isInItsBlock(name);
        refuse(
                call.getMethod(),
                known || names.isMethod(name)
                        ? name + inWords().notTaken(named, arguments)
                        : GroovyWords.table().unknown("word", name),
                note.isEmpty() ? "define it: def " + name + "() { }" : note);
    }

    private ArgumentsInWords inWords() {
        return new ArgumentsInWords(this::getType);
    }

    private void refuseMethod(
            MethodCall call, ClassNode owner, List<MethodNode> named, ArgumentListExpression arguments) {
        Set<String> there = owner.getAllDeclaredMethods().stream()
                .filter(m -> m.isPublic() && !Untyped.is(m.getDeclaringClass()))
                .map(MethodNode::getName)
                .filter(method -> method.matches("\\w+"))
                .collect(Collectors.toCollection(TreeSet::new));
        ASTNode at = call instanceof MethodCallExpression c ? c.getMethod() : (ASTNode) call;
        String subject = text(receiverOf(call), owner);
        String name = call instanceof MethodCallExpression c ? c.getMethodAsString() : call.getText();
        String array =
                ByteArrays.note(owner, arguments.getExpressions().stream().map(this::getType));
        if (there.contains(name)) {
            Word word = Vocabulary.methods(owner.isResolved() ? owner.getTypeClass() : Object.class)
                            .containsKey(name)
                    ? Vocabulary.of(owner.getTypeClass()).get(name)
                    : null;
            boolean own = owner.isPrimaryClassNode();
            refuse(
                    at,
                    word != null
                                    && MissingArguments.isBlock(
                                            named, arguments.getExpressions().size())
                            ? name + " needs a block"
                            : subject + " has no " + name + " that takes "
                                    + inWords().all(arguments),
                    word != null ? "try: " + word.example() : own ? inWords().howToCall(named, arguments) : array);
        } else if (arguments.getExpressions().isEmpty()
                && owner.isResolved()
                && Reach.isValue(owner.getTypeClass())
                && Vocabulary.bare(owner.getTypeClass(), name) != null) {
            refuse(at, name + " is read without parentheses", "write: ." + name);
        } else if (name.equals("call") && owner.isResolved() && ExitKind.class.isAssignableFrom(owner.getTypeClass())) {
            refuse(at, ScriptFailure.CALLED_EXIT, ScriptFailure.USES_OF_EXITS);
        } else if (isMisspelled(owner, name, there)) {
            String near = array.isEmpty() ? Nearest.note(name, there) : array;
            refuse(
                    at,
                    name.equals("call")
                            ? subject + " is " + ArgumentsInWords.typeName(owner) + ", not a function"
                            : subject + " has no " + name,
                    name.equals("call") ? "define a function with def " + subject + "() { }" : near,
                    near.isEmpty() && owner.getName().startsWith("org.kvmsh.")
                            ? "it has: " + String.join(", ", Reach.names(owner.getTypeClass()))
                            : "");
        }
    }

    /** Whether a word is valid here; then its arguments are wrong. */
    private boolean isInItsBlock(String name) {
        String block = GroovyWords.table().blockOf(name);
        return block == null
                || context.getEnclosingMethodCalls().stream()
                        .anyMatch(outer -> outer instanceof MethodCallExpression call
                                && (block.equals(call.getMethodAsString())
                                        || block.equals("vm") && "plan".equals(call.getMethodAsString())));
    }

    private static Expression receiverOf(MethodCall call) {
        return call.getReceiver() instanceof Expression expression ? expression : ConstantExpression.NULL;
    }

    private static ClassNode commonReturn(List<MethodNode> methods) {
        List<ClassNode> returned =
                methods.stream().map(MethodNode::getReturnType).distinct().toList();
        return returned.size() == 1 && !ClassHelper.VOID_TYPE.equals(returned.get(0))
                ? ClassHelper.getWrapper(returned.get(0))
                : ClassHelper.OBJECT_TYPE;
    }

    /** Several match: which one depends on the values. */
    @Override
    public List<MethodNode> handleAmbiguousMethods(List<MethodNode> methods, Expression origin) {
        return origin instanceof MethodCall call && origin.getLineNumber() > 0
                ? List.of(makeDynamic(call, commonReturn(methods)))
                : methods;
    }

    @Override
    public boolean handleIncompatibleAssignment(ClassNode left, ClassNode right, Expression assignment) {
        Expression value = assignment instanceof BinaryExpression binary ? binary.getRightExpression() : assignment;
        if (!FittingTypes.mayBecome(left, right, value)) {
            String name = assignment instanceof BinaryExpression binary
                    ? binary.getLeftExpression().getText()
                    : "this";
            boolean literal = value instanceof ConstantExpression || value instanceof VariableExpression;
            String given = value instanceof VariableExpression variable
                    ? variable.getName()
                    : inWords().of(value);
            refuse(
                    assignment,
                    name + " is declared " + left.getNameWithoutPackage() + ", but "
                            + (literal ? given + " is " : "this is ") + ArgumentsInWords.typeName(right),
                    "declare it: def " + name + " = " + (literal ? given : "..."));
        }
        return true;
    }

    /** The function's result is converted to its declared type, or refused at run time. */
    @Override
    public boolean handleIncompatibleReturnType(ReturnStatement statement, ClassNode returned) {
        return true;
    }

    @Override
    public void afterMethodCall(MethodCall call) {
        if (call instanceof MethodCallExpression c && getTargetMethod(c) != null) {
            checkReach(c);
            arguments.check(c, getTargetMethod(c));
            ClassNode answer =
                    getTargetMethod(c).getName().equals("ioctl") ? kernel.answer(c) : kernel.made(c, argumentType(c));
            if (answer != null && Untyped.is(getType(c))) {
                storeType(c, answer);
            }
        }
    }

    private ClassNode argumentType(MethodCallExpression call) {
        List<Expression> given = SyntaxNodes.arguments(call);
        return given.size() == 1 ? getType(given.get(0)) : null;
    }

    private void checkReach(MethodCallExpression call) {
        ClassNode receiver = call.isImplicitThis() ? null : getType(call.getObjectExpression());
        if (receiver != null
                && receiver.isResolved()
                && !(call.getObjectExpression() instanceof ClassExpression)
                && Reach.hides(receiver.getTypeClass(), call.getMethodAsString())) {
            StaticRefusal.add(
                    unit, StaticRefusal.hidden(receiver.getTypeClass(), call.getMethodAsString(), call.getMethod()));
        }
    }

    private void refuse(ASTNode at, String message, String... notes) {
        StaticRefusal.add(unit, new StaticRefusal(message, at, notes));
    }
}
