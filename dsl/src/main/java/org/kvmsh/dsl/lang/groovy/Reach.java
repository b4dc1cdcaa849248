package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.Script;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.groovy.util.BeanUtils;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.Entry;
import org.kvmsh.dsl.script.ByName;
import org.kvmsh.dsl.word.AttributeWords;
import org.kvmsh.dsl.word.CGuestWords;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * The members of kvmsh's objects that a script may use: their words, or the public members of an object without words.
 * Groovy itself ignores private access when it looks a name up at run time.
 */
public final class Reach {
    /** Reflection members that Groovy and Java add to every object. */
    private static final Set<String> REFLECTION = Set.of(
            "class",
            "getClass",
            "declaringClass",
            "getDeclaringClass",
            "metaClass",
            "getMetaClass",
            "setMetaClass",
            "metaPropertyValues",
            "getMetaPropertyValues",
            "properties",
            "getProperties",
            "getProperty",
            "setProperty",
            "hasProperty",
            "respondsTo",
            "invokeMethod",
            "dump",
            "inspect",
            "with",
            "tap",
            "notify",
            "notifyAll",
            "wait");

    private static final Set<String> OF_EVERY_OBJECT = Set.of("toString", "equals", "hashCode");

    private static final ClassValue<Set<String>> OPEN = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return readOpen(type);
        }
    };

    private static final ClassValue<Set<String>> HIDDEN = new ClassValue<>() {
        @Override
        protected Set<String> computeValue(Class<?> type) {
            return isOurs(type) ? readHidden(type) : Set.of();
        }
    };

    /** The method {@code get(String)} of a class whose names come from the kernel. */
    private static final ClassValue<Optional<Method>> BY_NAME = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals("get")
                            && isOurs(method.getDeclaringClass())
                            && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                    .findFirst();
        }
    };

    private Reach() {}

    /** Called by compiled scripts: returns the object if that name may be used on it. */
    public static Object of(Object asked, Object name) {
        if (isHidden(asked, name)) {
            throw OutOfReach.of(asked, name.toString());
        }
        return asked;
    }

    /** Called by compiled scripts for a word whose name is put together: {@code "${part}"()}. */
    public static String word(Object name) {
        if (NO_WORDS.contains(String.valueOf(name))) {
            throw OutOfReach.word(String.valueOf(name));
        }
        return String.valueOf(name);
    }

    /** Called by compiled scripts for a function of an included file whose name kvmsh uses itself. */
    public static Closure<?> included(KvmScript script, String name) {
        if (script.getBinding().hasVariable(name)
                && script.getBinding().getVariable(name) instanceof Closure<?> function) {
            return function;
        }
        throw OutOfReach.word(name);
    }

    /** A name may be put together: {@code m."${part}"}. */
    private static boolean isHidden(Object asked, Object name) {
        return asked != null
                && name instanceof CharSequence
                && HIDDEN.get(asked.getClass()).contains(name.toString());
    }

    /**
     * Called by compiled scripts for {@code x['name']}, which is {@code x.name}, and {@code x*.name()}: for a
     * collection its elements are checked.
     */
    public static <T> T ofEach(T asked, Object name) {
        if (!(name instanceof CharSequence)) {
            return asked;
        }
        if (asked instanceof Collection<?> all) {
            all.forEach(element -> of(element, name));
        }
        of(asked, name);
        return asked;
    }

    /** Called by compiled scripts for {@code x.name} that is read: a field of the kernel's comes before one of ours. */
    public static Object ofProperty(Object asked, Object name) {
        Method get = isHidden(asked, name) ? BY_NAME.get(asked.getClass()).orElse(null) : null;
        if (get == null) {
            return ofEach(asked, name);
        }
        try {
            return Collections.singletonMap(name, get.invoke(asked, name.toString()));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Called by compiled scripts for {@code x.name} that is assigned: to a field of the kernel's before one of ours.
     */
    public static Object ofWritten(Object asked, Object name) {
        return isHidden(asked, name) && asked instanceof ByName named ? new WrittenField(named) : ofEach(asked, name);
    }

    /** {@code s.name = 1} of a name that kvmsh's own object has too: Groovy would write there. */
    private static final class WrittenField extends AbstractMap<String, Object> {
        private final ByName named;

        WrittenField(ByName named) {
            this.named = named;
        }

        @Override
        public Object get(Object name) {
            return named.get(name.toString());
        }

        @Override
        public Object put(String name, Object value) {
            named.set(name, value);
            return null;
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return Set.of();
        }
    }

    /** Called by compiled scripts for {@code x.@field}, which kvmsh's objects do not allow. */
    public static Object ofField(Object asked, Object name) {
        if (asked != null && isOurs(asked.getClass())) {
            throw OutOfReach.of(asked, name.toString());
        }
        return asked;
    }

    /** The classes whose words are written without an object before them. */
    private static final List<Class<?>> BLOCKS =
            List.of(KvmScript.class, GroovyVmWords.class, VcpuWords.class, AttributeWords.class, CGuestWords.class);

    /** kvmsh's own methods behind a script and its blocks that are not words: a script cannot call them. */
    static final Set<String> NO_WORDS = noWords(BLOCKS);

    /** Whether a name is forbidden on an object of this class. */
    static boolean hides(Class<?> type, String name) {
        return HIDDEN.get(type).contains(name) && BY_NAME.get(type).isEmpty();
    }

    /** The members of a class's objects that a script may use: its words, otherwise its readable members. */
    static Set<String> names(Class<?> type) {
        Set<String> words = Vocabulary.methods(type).keySet();
        Set<String> names = new TreeSet<>(words.isEmpty() ? OPEN.get(type) : words);
        names.removeAll(OF_EVERY_OBJECT);
        names.removeIf(name -> name.matches("[gs]et([A-Z].*)?|\\w*\\W.*"));
        return names;
    }

    /** Whether a script holds objects of a class of kvmsh's: a machine, a vCPU; not the words of a block. */
    static boolean isValue(Class<?> type) {
        return !BLOCKS.contains(type)
                && !Script.class.isAssignableFrom(type)
                && !Vocabulary.methods(type).isEmpty();
    }

    /** Whether a script holds objects of a class of kvmsh's, with words or with readable members alone. */
    static boolean isHeld(Class<?> type) {
        return isValue(type)
                || type.getName().startsWith("org.kvmsh.")
                        && !BLOCKS.contains(type)
                        && !names(type).isEmpty();
    }

    private static Set<String> noWords(List<Class<?>> behind) {
        Set<String> methods = new TreeSet<>();
        for (Class<?> type : behind) {
            addMethods(type, methods);
        }
        methods.removeAll(GroovyWords.table().words().keySet());
        Arrays.stream(Script.class.getMethods())
                .map(Method::getName)
                .filter(name -> !REFLECTION.contains(name))
                .forEach(methods::remove);
        return Set.copyOf(methods);
    }

    private static void addMethods(Class<?> type, Set<String> names) {
        if (type != null && isOurs(type)) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> !isWord(method, Vocabulary.methods(type).keySet()))
                    .map(Method::getName)
                    .forEach(names::add);
            addMethods(type.getSuperclass(), names);
            Arrays.stream(type.getInterfaces()).forEach(face -> addMethods(face, names));
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("org.kvmsh.bindings.")
                || type.getName().startsWith("org.kvmsh.dsl.")
                || type.getName().startsWith("org.kvmsh.repl.");
    }

    private static Set<String> readOpen(Class<?> type) {
        Set<String> words = Vocabulary.methods(type).keySet();
        Set<String> open = new TreeSet<>(OF_EVERY_OBJECT);
        for (Method method : type.getMethods()) {
            if (isOurs(method.getDeclaringClass())
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()
                    && (words.isEmpty() || isWord(method, words) || isOfJava(type, method))) {
                addWithProperty(method, open);
            }
        }
        if (Exit.class.isAssignableFrom(type)) {
            // Its vCPU is the machine's, which knows the current exit, not the descriptor; its members are
            // JavaScript's.
            open.removeAll(Set.of("owner", "members"));
            open.addAll(Set.of("vcpu", "machine"));
        }
        return open;
    }

    private static boolean isWord(Method method, Set<String> words) {
        return words.contains(method.getName()) || property(method) != null && words.contains(property(method));
    }

    private static void addWithProperty(Method method, Set<String> names) {
        names.add(method.getName());
        String property = property(method);
        if (property != null) {
            names.add(property);
        }
    }

    /** The name that {@code x.name} finds a method by; null for a method that is only called. */
    private static String property(Method method) {
        String name = method.getName();
        boolean reads = method.getParameterCount() == 0
                && (name.matches("get[A-Z].*") || name.matches("is[A-Z].*") && method.getReturnType() == boolean.class);
        boolean writes = method.getParameterCount() == 1 && name.matches("set[A-Z].*");
        return reads || writes ? BeanUtils.decapitalize(name.substring(name.startsWith("is") ? 2 : 3)) : null;
    }

    /** {@code iterator()}, {@code compareTo}: what Java's own interfaces ask for. */
    private static boolean isOfJava(Class<?> type, Method method) {
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            for (Class<?> face : above.getInterfaces()) {
                boolean declares = !isOurs(face)
                        && Arrays.stream(face.getMethods())
                                .anyMatch(m -> m.getName().equals(method.getName())
                                        && m.getParameterCount() == method.getParameterCount());
                if (declares || isOurs(face) && isOfJava(face, method)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Set<String> readHidden(Class<?> type) {
        Set<String> hidden = new TreeSet<>(REFLECTION);
        addMembers(type, hidden);
        hidden.removeAll(OPEN.get(type));
        return Set.copyOf(hidden);
    }

    private static void addMembers(Class<?> type, Set<String> members) {
        if (type == null || !isOurs(type)) {
            return;
        }
        for (Field field : type.getDeclaredFields()) {
            members.add(field.getName());
        }
        for (Method method : type.getDeclaredMethods()) {
            addWithProperty(method, members);
        }
        addMembers(type.getSuperclass(), members);
        for (Class<?> face : type.getInterfaces()) {
            addMembers(face, members);
        }
    }
}
