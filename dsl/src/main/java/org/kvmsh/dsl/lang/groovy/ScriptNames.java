package org.kvmsh.dsl.lang.groovy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ClassCodeVisitorSupport;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.DynamicVariable;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.Types;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.lang.Inclusions;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.OtherTables;
import org.kvmsh.dsl.lang.OwnWords;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.patch.PatchFile;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The names of a script besides words and its own variables: those of the board's headers, and of the patches that the
 * script reads.
 */
final class ScriptNames {
    private static final Map<String, ClassNode> OF_EVERY_SCRIPT =
            Map.of("kvm", ClassHelper.make(IoctlScope.class), "out", ClassHelper.make(PrintWriter.class));

    private static final Set<String> DELEGATING = Set.of("delegate", "setDelegate", "rehydrate", "resolveStrategy");
    private static final Set<String> ADDING = Set.of("use", "mixin", "getMetaClass");

    /** The number of assignments to each name that is not declared: {@code m = vm { }}. */
    private final Map<String, Integer> assigned = new TreeMap<>();

    private final Set<String> declared = new TreeSet<>();
    private final Set<String> methods = new TreeSet<>();
    /** Names defined by other scripts: their type is unknown, so they are looked up at run time. */
    private final Set<String> fromElsewhere = new TreeSet<>();

    private final Set<Path> included = new HashSet<>();
    private final Map<String, ClassNode> types = new TreeMap<>();
    private Abi abi;
    private boolean readsAnyPatch;
    private boolean includesAnything;
    private final CompilerNotes notes;
    private boolean hasDelegates;
    private boolean addsMembers;
    private RegisterSet registers;

    private ScriptNames(Abi abi, CompilerNotes notes) {
        this.abi = abi;
        this.notes = notes;
    }

    /**
     * The names of a script that is being compiled.
     *
     * @param bound names to which the including script has assigned values
     * @param notes receives what the check cannot know, and the files that are read
     */
    static ScriptNames of(ModuleNode script, Source source, Abi abi, Set<String> bound, CompilerNotes notes) {
        ScriptNames names = new ScriptNames(abi, notes);
        names.fromElsewhere.addAll(bound);
        OwnWords.all()
                .forEach(own -> names.fromElsewhere.addAll(
                        Vocabulary.methods(own.type()).keySet()));
        script.getClasses().forEach(names.new Reader(source, false)::visitClass);
        return names;
    }

    Abi abi() {
        return abi;
    }

    /** The type of a predefined name; null if it is unknown. */
    ClassNode type(String name) {
        if (assigned.containsKey(name)) {
            return types.getOrDefault(name, ClassHelper.OBJECT_TYPE);
        }
        if (OF_EVERY_SCRIPT.containsKey(name)) {
            return OF_EVERY_SCRIPT.get(name);
        }
        if (name.startsWith("KVM_")) {
            if (abi.hasIoctl(name)) {
                return ClassHelper.make(Ioctl.class);
            }
            return abi.hasConstant(name)
                    ? ClassHelper.Long_TYPE
                    : readsAnyPatch || isOfAnotherTable(name) ? ClassHelper.OBJECT_TYPE : null;
        }
        if (Errno.of(name) != null) {
            return ClassHelper.make(Errno.class);
        }
        return KernelNames.call(name) != null
                ? ClassHelper.Long_TYPE
                : includesAnything || fromElsewhere.contains(name) ? ClassHelper.OBJECT_TYPE : null;
    }

    /** Records an assignment to a name; its type is known if it is assigned once. */
    void assign(String name, ClassNode type) {
        if (assigned.getOrDefault(name, 0) == 1 && !fromElsewhere.contains(name)) {
            types.put(name, ClassHelper.getWrapper(type));
        }
    }

    /** Whether a variable, or another script, has or may have a function of that name. */
    boolean isElsewhere(String function) {
        return includesAnything || fromElsewhere.contains(function) || assigned.containsKey(function);
    }

    /** A script for another architecture is skipped here by its own {@code needs}, and its names are right. */
    private boolean isOfAnotherTable(String name) {
        return noted(name, OtherTables.withName(name));
    }

    /** A name that only another architecture has is not checked here. */
    private boolean noted(String name, Optional<Abi> elsewhere) {
        elsewhere.ifPresent(
                other -> notes.notChecked(name + ", which " + other.table() + " has and " + abi.table() + " does not"));
        return elsewhere.isPresent();
    }

    /** Whether the script may delegate blocks to another object: then their names are only known at run time. */
    boolean hasDelegates() {
        return hasDelegates;
    }

    /**
     * Whether the script adds methods to classes that are not its own, as {@code String.metaClass.twice = { }} does.
     */
    boolean addsMembers() {
        return addsMembers;
    }

    /** The script's own names, and those of the scripts that it includes. */
    Set<String> own() {
        Set<String> own = new TreeSet<>(assigned.keySet());
        own.addAll(declared);
        own.addAll(methods);
        own.addAll(fromElsewhere);
        return own;
    }

    /** Whether a part of the script declares a local variable of this name. */
    boolean isDeclared(String name) {
        return declared.contains(name);
    }

    boolean isMethod(String name) {
        return methods.contains(name);
    }

    /** The registers of the board's vCPUs. */
    RegisterSet registers() {
        if (registers == null) {
            registers = Architecture.of(abi).generalRegisters(abi);
        }
        return registers;
    }

    /** Whether vCPUs of another architecture have a register. */
    boolean isRegisterElsewhere(String name) {
        return noted("register " + name, OtherTables.withRegister(name));
    }

    /** Whether a struct of that name has a field on another architecture. */
    boolean isFieldElsewhere(String struct, String field) {
        return noted("struct " + struct + "." + field, OtherTables.withField(struct, field));
    }

    /**
     * Scans a script before compilation: for undeclared variables that it assigns, patches that it reads, and files
     * that it includes.
     */
    private final class Reader extends ClassCodeVisitorSupport {
        private final Source source;
        private final boolean isIncluded;

        Reader(Source source, boolean isIncluded) {
            this.source = source;
            this.isIncluded = isIncluded;
        }

        @Override
        protected SourceUnit getSourceUnit() {
            return null;
        }

        @Override
        public void visitMethod(MethodNode method) {
            super.visitMethod(method);
            (isIncluded ? fromElsewhere : methods).add(method.getName());
        }

        @Override
        public void visitDeclarationExpression(DeclarationExpression declaration) {
            super.visitDeclarationExpression(declaration);
            if (!declaration.isMultipleAssignmentDeclaration()) {
                (isIncluded ? fromElsewhere : declared)
                        .add(declaration.getVariableExpression().getName());
            }
        }

        @Override
        public void visitBinaryExpression(BinaryExpression expression) {
            super.visitBinaryExpression(expression);
            if (!(expression instanceof DeclarationExpression)
                    && Types.isAssignment(expression.getOperation().getType())
                    && expression.getLeftExpression() instanceof VariableExpression variable) {
                assigned(variable, 1);
            } else if (!(expression instanceof DeclarationExpression)
                    && expression.getLeftExpression() instanceof TupleExpression several) {
                // Counted as two: the type of what each name gets is not known.
                several.getExpressions().forEach(each -> {
                    if (each instanceof VariableExpression variable) {
                        assigned(variable, 2);
                    }
                });
            }
        }

        private void assigned(VariableExpression variable, int times) {
            if (isIncluded) {
                fromElsewhere.add(variable.getName());
            } else if (variable.getAccessedVariable() instanceof DynamicVariable) {
                assigned.merge(variable.getName(), times, Integer::sum);
            }
        }

        @Override
        public void visitVariableExpression(VariableExpression variable) {
            super.visitVariableExpression(variable);
            // The marks of an expectation's lines name it too, at no position.
            hasDelegates |= DELEGATING.contains(variable.getName()) && variable.getLineNumber() > 0;
        }

        @Override
        public void visitPropertyExpression(PropertyExpression property) {
            super.visitPropertyExpression(property);
            hasDelegates |= DELEGATING.contains(String.valueOf(property.getPropertyAsString()));
            addsMembers |= "metaClass".equals(property.getPropertyAsString());
        }

        @Override
        public void visitConstructorCallExpression(ConstructorCallExpression call) {
            super.visitConstructorCallExpression(call);
            hasDelegates |= call.getType().getNameWithoutPackage().matches("Expando|\\w+Builder")
                    && !call.getType().getName().endsWith("StringBuilder");
        }

        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            super.visitMethodCallExpression(call);
            hasDelegates |= DELEGATING.contains(String.valueOf(call.getMethodAsString()));
            addsMembers |= ADDING.contains(String.valueOf(call.getMethodAsString()));
            boolean isRfc = "rfc".equals(call.getMethodAsString());
            if (!call.isImplicitThis() || !isRfc && !"include".equals(call.getMethodAsString())) {
                return;
            }
            String given = text(SyntaxNodes.arguments(call).stream()
                    .filter(one -> !isRfc || !(one instanceof MapExpression))
                    .toList());
            // What cannot be read here is refused when the script reaches it.
            try {
                if (given == null) {
                    throw new ScriptError(Site.UNKNOWN, "known only when the script runs");
                } else if (isRfc) {
                    if (PatchFile.isFile(given)) {
                        notes.reads(given, source.name());
                    }
                    abi = PatchFile.read(given, source.name(), abi).abi();
                } else {
                    include(given);
                }
            } catch (ScriptError | IOException e) {
                readsAnyPatch = true;
                includesAnything |= !isRfc;
                notes.notChecked((isRfc
                                ? "names that begin with KVM_, because rfc at "
                                : "undeclared names, because include at ")
                        + source.name() + ":" + call.getLineNumber()
                        + " takes a file name that is known only when the script runs");
            }
        }

        /** The one argument besides named ones, if it is a literal; null otherwise. */
        private static String text(List<Expression> arguments) {
            return arguments.size() == 1
                            && arguments.get(0) instanceof ConstantExpression constant
                            && constant.getValue() instanceof String text
                    ? text
                    : null;
        }

        private void include(String name) throws IOException {
            Path file = Inclusions.beside(source, name, Site.UNKNOWN);
            if (included.add(file)) {
                notes.reads(file.toString(), "");
                Source text = Source.read(file, List.of());
                Reader reader = new Reader(text, true);
                ScriptSyntax.parse(text).getClasses().forEach(reader::visitClass);
            }
        }
    }
}
