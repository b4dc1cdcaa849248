package org.kvmsh.dsl.lang.groovy;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.AttributeExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.sc.StaticCompilationMetadataKeys;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;

/** Puts a check of {@link Reach} before each name that is looked up while the script runs. */
final class ReachChecks extends ScriptPass {
    private static final String OURS = "org.kvmsh.";
    private static final String REFUSED = "scripts cannot use kvmsh's own classes: use its words";

    /** The time at which checks are put in: a file has a stage before its types are known, and one after. */
    enum Stage {
        UNTYPED,
        BEFORE_TYPES,
        AFTER_TYPES
    }

    private final Stage stage;
    private final Function<ModuleNode, ScriptNames> names;
    /** The expressions that are assigned, and not read. */
    private final Set<Expression> written = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param names of a script, asked where it calls a function by a name of kvmsh's own */
    ReachChecks(SourceUnit unit, ClassNode type, Stage stage, Function<ModuleNode, ScriptNames> names) {
        super(unit, type);
        this.stage = stage;
        this.names = names;
    }

    @Override
    void run() {
        refuseImports(unit.getAST());
        super.run();
    }

    /** In a statically compiled class: the names that the compiler left for lookup at run time. */
    static void afterTypes(ClassNode type, SourceUnit unit) {
        new ReachChecks(unit, type, Stage.AFTER_TYPES, null).visitClass(type);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        super.visitMethodCallExpression(call);
        if (call.isImplicitThis() && call.getMethodAsString() == null && stage == Stage.UNTYPED) {
            call.setMethod(SyntaxNodes.call(Reach.class, "word", call.getMethod()));
        } else if (call.isImplicitThis()) {
            callOther(call);
        } else if (isLookedUp(call, call.getObjectExpression())) {
            call.setObjectExpression(
                    checked(call.isSpreadSafe() ? "ofEach" : "of", call.getObjectExpression(), call.getMethod()));
        }
    }

    /**
     * A name of kvmsh's internals belongs to the script only if a file that it includes has a function of that name.
     */
    private void callOther(MethodCallExpression call) {
        String name = call.getMethodAsString();
        if (stage == Stage.AFTER_TYPES
                || name == null
                || !Reach.NO_WORDS.contains(name)
                || !type.getDeclaredMethods(name).isEmpty()) {
            return;
        }
        if (type.isScript() && names.apply(unit.getAST()).isElsewhere(name)) {
            call.setObjectExpression(
                    SyntaxNodes.call(Reach.class, "included", VariableExpression.THIS_EXPRESSION, call.getMethod()));
            call.setMethod(new ConstantExpression("call"));
            call.setImplicitThis(false);
        } else {
            refuse(call.getMethod(), "unknown word '" + name + "'", OutOfReach.reserved(name));
        }
    }

    @Override
    public void visitPropertyExpression(PropertyExpression property) {
        super.visitPropertyExpression(property);
        if (isLookedUp(property, property.getObjectExpression())) {
            property.setObjectExpression(checked(
                    written.contains(property) ? "ofWritten" : "ofProperty",
                    property.getObjectExpression(),
                    property.getProperty()));
        }
    }

    @Override
    public void visitAttributeExpression(AttributeExpression attribute) {
        super.visitAttributeExpression(attribute);
        if (isLookedUp(attribute, attribute.getObjectExpression())) {
            attribute.setObjectExpression(checked("ofField", attribute.getObjectExpression(), attribute.getProperty()));
        }
    }

    /** {@code x['name']} is {@code x.name}. */
    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (Types.isAssignment(expression.getOperation().getType())) {
            written.add(expression.getLeftExpression());
        }
        super.visitBinaryExpression(expression);
        Expression key = expression.getRightExpression();
        if (isName(key)
                && stage != Stage.AFTER_TYPES
                && expression.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
                && isValue(expression.getLeftExpression())) {
            expression.setLeftExpression(checked("ofEach", expression.getLeftExpression(), key));
        }
    }

    /** Refuses imports of kvmsh's own classes; those that a script has without asking have no line. */
    private void refuseImports(ModuleNode module) {
        Stream.of(
                        module.getImports(),
                        module.getStarImports(),
                        module.getStaticImports().values(),
                        module.getStaticStarImports().values())
                .flatMap(Collection::stream)
                .filter(given -> given.getLineNumber() > 0
                        && ((given.getPackageName() == null ? given.getClassName() : given.getPackageName()) + ".")
                                .startsWith(OURS))
                .forEach(given -> refuse(given, REFUSED));
    }

    /** Whether a key may be a name, and may be evaluated twice: for the check and for what it is a key of. */
    private static boolean isName(Expression key) {
        return key instanceof ConstantExpression constant
                ? constant.getValue() instanceof String
                : key instanceof CastExpression cast
                        ? isName(cast.getExpression())
                        : key instanceof BinaryExpression sum
                                ? sum.getOperation().getType() == Types.PLUS
                                        && (isName(sum.getLeftExpression()) || isName(sum.getRightExpression()))
                                        && isPlain(sum.getLeftExpression())
                                        && isPlain(sum.getRightExpression())
                                : key instanceof VariableExpression
                                        || key instanceof GStringExpression text
                                                && text.getValues().stream().allMatch(ReachChecks::isPlain);
    }

    private static boolean isPlain(Expression part) {
        return part instanceof ConstantExpression || isName(part);
    }

    /** A class of ours that is written in full. */
    @Override
    public void visitClassExpression(ClassExpression named) {
        super.visitClassExpression(named);
        refuseOurs(named.getType(), named);
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
        super.visitConstructorCallExpression(call);
        refuseOurs(call.getType(), call);
    }

    private void refuseOurs(ClassNode type, ASTNode at) {
        if (stage != Stage.AFTER_TYPES
                && at.getLineNumber() > 0
                && type.getName().startsWith(OURS)) {
            refuse(at, REFUSED);
        }
    }

    @Override
    public void visitPostfixExpression(PostfixExpression expression) {
        written.add(expression.getExpression());
        super.visitPostfixExpression(expression);
    }

    @Override
    public void visitPrefixExpression(PrefixExpression expression) {
        written.add(expression.getExpression());
        super.visitPrefixExpression(expression);
    }

    private boolean isLookedUp(Expression expression, Expression receiver) {
        // What Groovy writes into a record is compiled statically, and reads its own fields.
        boolean generated = type.isRecord() && expression.getLineNumber() < 0;
        return !generated
                && isValue(receiver)
                && (stage == Stage.UNTYPED
                        || stage == Stage.AFTER_TYPES
                                && expression.getNodeMetaData(StaticTypesMarker.DYNAMIC_RESOLUTION) != null);
    }

    private static boolean isValue(Expression receiver) {
        return !(receiver instanceof ClassExpression)
                && !(receiver instanceof VariableExpression variable
                        && (variable.isThisExpression() || variable.isSuperExpression()));
    }

    /** It has no position in the text, so that an assertion shows no value for it. */
    private Expression checked(String check, Expression asked, Expression name) {
        StaticMethodCallExpression call = SyntaxNodes.call(Reach.class, check, asked, name);
        if (stage == Stage.AFTER_TYPES) {
            call.putNodeMetaData(
                    StaticTypesMarker.DIRECT_METHOD_CALL_TARGET,
                    ClassHelper.make(Reach.class).getMethods(check).get(0));
            call.putNodeMetaData(StaticTypesMarker.INFERRED_TYPE, ClassHelper.OBJECT_TYPE);
            call.putNodeMetaData(
                    StaticCompilationMetadataKeys.RECEIVER_OF_DYNAMIC_PROPERTY,
                    asked.getNodeMetaData(StaticCompilationMetadataKeys.RECEIVER_OF_DYNAMIC_PROPERTY));
        }
        return call;
    }
}
