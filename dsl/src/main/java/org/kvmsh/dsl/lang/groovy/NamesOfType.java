package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.groovy.util.BeanUtils;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.GenericsType;
import org.codehaus.groovy.ast.MethodNode;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.inspect.ExitNames;

/** The names that Groovy's compiler may ask of a type. */
final class NamesOfType {
    private NamesOfType() {}

    /** Properties; a number's are its units. */
    static Set<String> properties(ClassNode type) {
        if (type.isResolved() && Exit.class.isAssignableFrom(type.getTypeClass())) {
            return new TreeSet<>(ExitNames.ofClass(type.getTypeClass()));
        }
        Set<String> found = new TreeSet<>();
        boolean number = ClassHelper.getWrapper(type).isDerivedFrom(ClassHelper.Number_TYPE);
        for (MethodNode method : number ? ClassHelper.make(Units.class).getMethods() : type.getAllDeclaredMethods()) {
            boolean own = method.isPublic()
                    && (number
                            || !method.isStatic()
                                    && method.getParameters().length == 0
                                    && !Untyped.is(method.getDeclaringClass()));
            if (own && method.getName().matches("get[A-Z].*")) {
                found.add(BeanUtils.decapitalize(method.getName().substring(3)));
            } else if (own && type.isRecord() && type.getDeclaredField(method.getName()) != null) {
                found.add(method.getName());
            }
        }
        type.getProperties().forEach(property -> found.add(property.getName()));
        found.remove("metaClass");
        return found;
    }

    /** The names that may be asked of a class itself: {@code Mode.REAL}, {@code Long.MAX_VALUE}. */
    static Set<String> constants(ClassNode type) {
        return type.getFields().stream()
                .filter(field -> field.isStatic()
                        && !field.isPrivate()
                        && !field.getName().contains("$"))
                .map(FieldNode::getName)
                .filter(field -> !field.equals("MIN_VALUE") && !field.equals("MAX_VALUE") || type.isResolved())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Methods, with those of its interfaces, which Groovy leaves out: a machine's words are their default methods. */
    static List<MethodNode> methods(ClassNode owner, String name) {
        return Stream.concat(
                        owner.getMethods(name).stream(),
                        owner.getAllInterfaces().stream().flatMap(face -> face.getDeclaredMethods(name).stream()))
                .toList();
    }

    /** {@code Long.bitCount(n)} asks the class that is named, and not what every class has. */
    static ClassNode owner(ClassNode receiver) {
        GenericsType[] of = ClassHelper.CLASS_Type.equals(receiver) ? receiver.getGenericsTypes() : null;
        return of != null && of.length == 1 ? of[0].getType() : receiver;
    }
}
