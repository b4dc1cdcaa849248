package org.kvmsh.dsl.lang.groovy;

import java.util.Collection;
import java.util.List;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.GenericsType;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.tools.GenericsUtils;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Direction;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DescribedExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.NamedExit;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.arch.UnknownRegister;
import org.kvmsh.dsl.call.StructArray;
import org.kvmsh.dsl.call.StructValue;
import org.kvmsh.dsl.inspect.ExitNames;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.register.RegisterNames;

/** The types of what a script reads of the kernel: an ioctl's answer, a struct's field, a register. */
record KernelTypes(ScriptNames names) {
    /** Takes what is wrong in a script. */
    interface Refusal {
        void refuse(ASTNode at, String message, String... notes);
    }

    /** A value of no type that is known to hold the fields of a struct. */
    private static final class StructType extends ClassNode {
        private final Struct struct;

        StructType(Struct struct) {
            super(Object.class);
            this.struct = struct;
            setRedirect(ClassHelper.OBJECT_TYPE);
        }
    }

    /** The ioctl that a call names with its first argument that is no map; null if that is no name. */
    Ioctl named(MethodCallExpression call) {
        if ("ioctl".equals(call.getMethodAsString())) {
            for (Expression argument : SyntaxNodes.arguments(call)) {
                String name = argument instanceof VariableExpression variable
                        ? variable.getName()
                        : argument instanceof ConstantExpression constant ? String.valueOf(constant.getValue()) : null;
                if (!(argument instanceof MapExpression)) {
                    return name != null && names.abi().hasIoctl(name)
                            ? names.abi().ioctl(name)
                            : null;
                }
            }
        }
        return null;
    }

    /** The type of an ioctl's answer; null if that is not known. */
    ClassNode answer(MethodCallExpression call) {
        Ioctl ioctl = named(call);
        if (ioctl != null && ioctl.name().equals("KVM_RUN")) {
            return ClassHelper.make(Exit.class);
        }
        boolean number = SyntaxNodes.arguments(call).stream()
                        .filter(argument -> !(argument instanceof MapExpression))
                        .count()
                > 1;
        return ioctl == null || ioctl.struct() == null || number || ioctl.data() == Direction.IN
                ? null
                : new StructType(ioctl.struct());
    }

    /** The types of {@code struct 'kvm_regs'} and {@code copy s}; null if unknown. */
    ClassNode made(MethodCallExpression call, ClassNode copied) {
        if ("copy".equals(call.getMethodAsString())) {
            return copied instanceof StructType ? copied : null;
        }
        Struct struct = structNamed(call);
        return struct == null ? null : new StructType(struct);
    }

    /** The struct named in a call of {@code struct}; null for any other call, and if this board does not have it. */
    Struct structNamed(MethodCallExpression call) {
        List<Expression> given = SyntaxNodes.arguments(call);
        if ("struct".equals(call.getMethodAsString()) && call.isImplicitThis() && !given.isEmpty()) {
            Expression last = given.get(given.size() - 1);
            String name = last instanceof ConstantExpression constant ? String.valueOf(constant.getValue()) : "";
            return names.abi().hasStruct(name) ? names.abi().struct(name) : null;
        }
        return null;
    }

    /** Fields of an exit that lie in a struct or a union of it: {@code e.arch}. */
    private static final class GroupType extends ClassNode {
        private final List<DescribedExit> exits;
        private final String prefix;

        GroupType(List<DescribedExit> exits, String prefix) {
            super(Object.class);
            this.exits = exits;
            this.prefix = prefix;
            setRedirect(ClassHelper.OBJECT_TYPE);
        }
    }

    /** The type of a field of an exit, by the kernel's names; one that it has on no architecture is refused. */
    private ClassNode exitField(
            PropertyExpression property, List<DescribedExit> exits, String prefix, Refusal refusal) {
        String name = property.getPropertyAsString();
        List<String> fields = exits.stream()
                .flatMap(exit -> exit.fields().stream())
                .map(DescribedExit.Part::name)
                .filter(field -> field.startsWith(prefix))
                .map(field -> field.substring(prefix.length()))
                .distinct()
                .toList();
        if (fields.stream().anyMatch(field -> field.startsWith(name + "."))) {
            return new GroupType(exits, prefix + name + ".");
        }
        if (prefix.isEmpty() && ExitNames.ofClass(exits.get(0).type()).contains(name)) {
            return ClassHelper.OBJECT_TYPE;
        }
        boolean elsewhere = DescribedExit.of(Abi.tables().stream().map(Abi::of).toList()).stream()
                .filter(exit -> exits.stream().anyMatch(own -> own.type() == exit.type()))
                .flatMap(exit -> exit.fields().stream())
                .anyMatch(field ->
                        field.name().equals(prefix + name) || field.name().startsWith(prefix + name + "."));
        if (!fields.contains(name) && !elsewhere) {
            Collection<String> known =
                    prefix.isEmpty() ? ExitNames.of(names.abi(), exits.get(0).type()) : fields;
            refusal.refuse(
                    property.getProperty(),
                    property.getObjectExpression().getText() + " has no " + name,
                    Nearest.note(name, known),
                    "it has: " + String.join(", ", known));
        }
        return ClassHelper.OBJECT_TYPE;
    }

    /** The type of a field of a struct value; an unknown field is refused. */
    ClassNode field(PropertyExpression property, ClassNode receiver, Refusal refusal) {
        if (receiver instanceof GroupType group) {
            return exitField(property, group.exits, group.prefix, refusal);
        }
        if (!(receiver instanceof StructType type)) {
            return ClassHelper.OBJECT_TYPE;
        }
        Abi abi = names.abi();
        String name = property.getPropertyAsString();
        if (type.struct.has(name)) {
            Field field = type.struct.field(name);
            ClassNode element =
                    abi.hasStruct(field.type()) ? new StructType(abi.struct(field.type())) : ClassHelper.OBJECT_TYPE;
            return field.count() == 1
                    ? element
                    : array(field.isScalar() && field.bytes() <= Long.BYTES ? ClassHelper.Long_TYPE : element);
        }
        if (!name.equals("answer") && abi.pointers(type.struct).isEmpty()) {
            refuseField(type.struct, property.getProperty(), name, refusal);
        }
        return ClassHelper.OBJECT_TYPE;
    }

    private static ClassNode array(ClassNode element) {
        return GenericsUtils.makeClassSafe0(ClassHelper.make(StructArray.class), new GenericsType(element));
    }

    /** A field that the struct has on another architecture is left to the script's own {@code needs}. */
    void refuseField(Struct struct, ASTNode at, String name, Refusal refusal) {
        if (names.isFieldElsewhere(struct.name(), name)) {
            return;
        }
        List<String> known = struct.members().stream().map(Field::name).toList();
        refusal.refuse(
                at,
                "struct " + struct.name() + " has no field " + name,
                Nearest.note(name, known),
                "it has: " + String.join(", ", known));
    }

    /** The type of a property that an object looks up itself, a register for example; null if it looks up none. */
    ClassNode property(PropertyExpression property, ClassNode receiver, Refusal refusal) {
        String name = property.getPropertyAsString();
        if (receiver.equals(ClassHelper.make(StructValue.class)) && isRun(property.getObjectExpression())) {
            return field(property, new StructType(names.abi().struct("kvm_run")), refusal);
        }
        if (receiver.equals(ClassHelper.make(Registers.class)) && !name.equals("json") && !name.equals("copy")) {
            checkRegister(property.getProperty(), name, refusal);
            return ClassHelper.Long_TYPE;
        }
        List<DescribedExit> views = receiver.isDerivedFrom(ClassHelper.make(NamedExit.class))
                        && !receiver.equals(ClassHelper.make(NamedExit.class))
                ? DescribedExit.of(names.abi(), receiver.getTypeClass())
                : List.of();
        if (!views.isEmpty()) {
            return exitField(property, views, "", refusal);
        }
        if (receiver.equals(ClassHelper.make(Exit.class))) {
            // Which of them it is depends on the value.
            return ClassHelper.OBJECT_TYPE;
        }
        if (receiver.isRecord() && receiver.getDeclaredField(name) != null) {
            return ClassHelper.getWrapper(receiver.getDeclaredField(name).getType());
        }
        return receiver.getMethod("get", new Parameter[] {new Parameter(ClassHelper.STRING_TYPE, "name")}) == null
                ? null
                : ClassHelper.OBJECT_TYPE;
    }

    /** {@code v.run}: the only member of kvmsh's objects that is a struct. */
    private static boolean isRun(Expression expression) {
        return expression instanceof PropertyExpression property && "run".equals(property.getPropertyAsString());
    }

    /** A register of another architecture is left to the script's own {@code needs}. */
    void checkRegister(ASTNode at, String name, Refusal refusal) {
        if (!names.registers().has(name) && !names.isRegisterElsewhere(name)) {
            refusal.refuse(
                    at,
                    RegisterNames.missing(name, names.abi().arch()),
                    UnknownRegister.note(
                            name, names.abi().arch(), names.registers().names()),
                    "registers: " + String.join(" ", names.registers().names()));
        }
    }
}
