package org.kvmsh.dsl.lang.groovy;

import groovy.transform.CompilationUnitAware;
import groovy.transform.CompileStatic;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.GenericsType;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.StaticMethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilationUnit;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;
import org.codehaus.groovy.syntax.Types;
import org.codehaus.groovy.transform.sc.StaticCompilationMetadataKeys;
import org.codehaus.groovy.transform.sc.StaticCompilationVisitor;
import org.codehaus.groovy.transform.sc.StaticCompileTransformation;
import org.codehaus.groovy.transform.stc.StaticTypeCheckingVisitor;
import org.codehaus.groovy.transform.stc.StaticTypesMarker;
import org.kvmsh.dsl.call.StructArray;

/**
 * Compiles a script like {@code @CompileStatic}, with the additional knowledge of {@link ScriptTypes}. The annotation
 * itself could name the extension only by its class, and the extension needs the board's names.
 */
final class StaticCompilation extends CompilationCustomizer implements CompilationUnitAware {
    private final Function<ModuleNode, ScriptNames> names;
    private CompilationUnit compilation;

    /** @param names what the current script may name */
    StaticCompilation(Function<ModuleNode, ScriptNames> names) {
        super(CompilePhase.INSTRUCTION_SELECTION);
        this.names = names;
    }

    @Override
    public void setCompilationUnit(CompilationUnit unit) {
        compilation = unit;
    }

    @Override
    public void call(SourceUnit unit, GeneratorContext context, ClassNode type) {
        if (type.getOuterClass() == null) {
            Transformation transformation = new Transformation(names.apply(unit.getAST()));
            transformation.setCompilationUnit(compilation);
            transformation.visit(new ASTNode[] {new AnnotationNode(ClassHelper.make(CompileStatic.class)), type}, unit);
            ReachChecks.afterTypes(type, unit);
        }
    }

    private static final class Transformation extends StaticCompileTransformation {
        private final ScriptNames names;

        Transformation(ScriptNames names) {
            this.names = names;
        }

        @Override
        protected StaticTypeCheckingVisitor newVisitor(SourceUnit unit, ClassNode type) {
            StaticTypeCheckingVisitor visitor = new Visitor(unit, type, names);
            visitor.addTypeCheckingExtension(new ScriptTypes(visitor, unit, names));
            return visitor;
        }
    }

    /**
     * Cases in which an extension is not called: the type of m in {@code m = vm { }}, operators on untyped values,
     * variables shared by blocks.
     */
    private static final class Visitor extends StaticCompilationVisitor {
        private static final String ELEMENT = "getAt";
        private static final Set<Integer> COMPARISONS = Set.of(
                Types.COMPARE_EQUAL,
                Types.COMPARE_NOT_EQUAL,
                Types.COMPARE_LESS_THAN,
                Types.COMPARE_LESS_THAN_EQUAL,
                Types.COMPARE_GREATER_THAN,
                Types.COMPARE_GREATER_THAN_EQUAL);
        private static final ClassNode STRUCT_ARRAY = ClassHelper.make(StructArray.class);

        private final ScriptNames names;

        Visitor(SourceUnit unit, ClassNode type, ScriptNames names) {
            super(unit, type);
            this.names = names;
        }

        @Override
        public void visitBinaryExpression(BinaryExpression expression) {
            super.visitBinaryExpression(expression);
            keepElementsOperator(expression);
            if (COMPARISONS.contains(expression.getOperation().getType())) {
                // Otherwise it becomes a call, whose result is missing below a condition that fails.
                expression.removeNodeMetaData(StaticCompilationMetadataKeys.BINARY_EXP_TARGET);
            }
            if (expression.getOperation().getType() == Types.ASSIGN
                    && expression.getLeftExpression() instanceof VariableExpression variable
                    && variable.getAccessedVariable() instanceof DynamicVariable) {
                names.assign(variable.getName(), getType(expression.getRightExpression()));
            }
        }

        /**
         * {@code rows[key]}: the compiler drops the method that was found, and finds none if the key or the rows have
         * no type.
         */
        private void keepElementsOperator(BinaryExpression expression) {
            MethodNode operator = elementsOperator(expression);
            if (operator != null
                    && isMissing(expression)
                    && !typeCheckingContext.isTargetOfEnclosingAssignment(expression)) {
                expression.putNodeMetaData(
                        StaticCompilationMetadataKeys.BINARY_EXP_TARGET, new Object[] {operator, ELEMENT});
            }
            int operation = expression.getOperation().getType();
            if (Types.isAssignment(operation)
                    && operation != Types.ASSIGN
                    && elementsOperator(expression.getLeftExpression()) != null
                    && isMissing((BinaryExpression) expression.getLeftExpression())) {
                leaveChange(expression.getLeftExpression());
            }
        }

        private boolean isMissing(BinaryExpression element) {
            return findMethod(getType(element.getLeftExpression()), ELEMENT, getType(element.getRightExpression()))
                    .isEmpty();
        }

        /**
         * The method for an element where the type of the rows or of the key is not known; null for others, and for
         * what is no element.
         */
        private MethodNode elementsOperator(Expression expression) {
            return expression instanceof BinaryExpression element
                            && element.getOperation().getType() == Types.LEFT_SQUARE_BRACKET
                    ? Untyped.operator(
                            ELEMENT, getType(element.getLeftExpression()), getType(element.getRightExpression()))
                    : null;
        }

        @Override
        public void visitPostfixExpression(PostfixExpression expression) {
            super.visitPostfixExpression(expression);
            if (elementsOperator(expression.getExpression()) != null) {
                leaveChange(expression.getExpression());
            }
        }

        @Override
        public void visitPrefixExpression(PrefixExpression expression) {
            super.visitPrefixExpression(expression);
            if (elementsOperator(expression.getExpression()) != null) {
                leaveChange(expression.getExpression());
            }
        }

        /**
         * Such a change is compiled to reading and writing by a key that is kept in between, for which the compiler has
         * to know the methods.
         */
        private void leaveChange(Expression changed) {
            addStaticTypeError("the type of this element, or of its key, is not known", changed);
        }

        /** A condition that is known to be neither true nor false. */
        @Override
        public void visitStaticMethodCallExpression(StaticMethodCallExpression call) {
            super.visitStaticMethodCallExpression(call);
            if (call.getMethod().equals(BlockLines.CONDITION)
                    && call.getOwnerType().equals(ClassHelper.make(BlockLines.class))) {
                Expression condition = ((TupleExpression) call.getArguments()).getExpression(0);
                StaticRefusal refusal = ConditionChecks.ofType(getType(condition), condition);
                if (refusal != null) {
                    StaticRefusal.add(getSourceUnit(), refusal);
                }
            }
        }

        /** {@code m."$name"()}. */
        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            if (call.getMethodAsString() != null) {
                super.visitMethodCallExpression(call);
                return;
            }
            addStaticTypeError("a method whose name is computed at run time", call.getMethod());
            call.getObjectExpression().visit(this);
            call.getArguments().visit(this);
            storeType(call, ClassHelper.OBJECT_TYPE);
        }

        @Override
        protected MethodNode findMethodOrFail(
                Expression expression, ClassNode receiver, String name, ClassNode... arguments) {
            MethodNode operator = Untyped.operator(name, receiver, arguments);
            if (operator == null || !findMethod(receiver, name, arguments).isEmpty()) {
                return super.findMethodOrFail(expression, receiver, name, arguments);
            }
            if (expression instanceof BinaryExpression) {
                expression.putNodeMetaData(
                        StaticCompilationMetadataKeys.BINARY_EXP_TARGET, new Object[] {operator, name});
            }
            return operator;
        }

        /** {@code values[key] = value} is looked up like this, unlike the other operators. */
        @Override
        protected List<MethodNode> findMethod(ClassNode receiver, String name, ClassNode... arguments) {
            MethodNode operator = name.equals("putAt") ? Untyped.operator(name, receiver, arguments) : null;
            return operator == null || receiver.isArray() || receiver.equals(STRUCT_ARRAY)
                    ? super.findMethod(receiver, name, arguments)
                    : List.of(operator);
        }

        @Override
        public void visitPropertyExpression(PropertyExpression property) {
            super.visitPropertyExpression(property);
            String name = property.getPropertyAsString();
            ClassNode owner = owner(getType(property.getObjectExpression()));
            Class<?> type = owner.isResolved() ? owner.getTypeClass() : Object.class;
            if (name != null
                    && !(property.getObjectExpression() instanceof ClassExpression)
                    && Reach.hides(type, name)) {
                StaticRefusal.add(getSourceUnit(), StaticRefusal.hidden(type, name, property.getProperty()));
            }
        }

        /** The class that has a property: of a collection that of the elements. */
        private static ClassNode owner(ClassNode asked) {
            GenericsType[] elements = asked.implementsInterface(ClassHelper.make(Collection.class))
                            || asked.equals(ClassHelper.make(Collection.class))
                    ? asked.getGenericsTypes()
                    : null;
            return elements != null && elements.length == 1 ? elements[0].getType() : asked;
        }

        /**
         * Takes a type error of the compiler. What it cannot prove is not an error: {@link GroovyFrontEnd} then looks
         * up the whole file at run time. A number that is narrowed, and a call on a variable shared by blocks, need
         * only this.
         */
        @Override
        protected void addStaticTypeError(String message, ASTNode node) {
            if (message.startsWith("The closure shared variable") && node instanceof MethodCallExpression) {
                node.putNodeMetaData(StaticTypesMarker.DYNAMIC_RESOLUTION, ClassHelper.OBJECT_TYPE);
            } else if (!message.startsWith("Possible loss of precision")
                    && !(node.getNodeMetaData(StaticCompilationMetadataKeys.BINARY_EXP_TARGET)
                                    instanceof Object[] target
                            && Untyped.isOperator(target[0]))) {
                super.addStaticTypeError(message, node);
            }
        }
    }
}
