package org.kvmsh.dsl.lang.groovy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The classes that a shell's lines, and the files that they include, have declared: later lines use them. */
final class KeptClasses extends ClassLoader {
    private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

    private KeptClasses() {
        super(RememberingLoader.OF_LINES, RememberingLoader.OF_SCRIPTS);
    }

    /**
     * Those before with the classes that a text has declared, in the place of earlier ones with their names.
     *
     * @param before null for none
     */
    static ClassLoader with(ClassLoader before, Compilation.Compiled text) {
        Class<?> script = text.constructor().getDeclaringClass();
        // A block's class is the text's own, as the script's is.
        List<String> declared = text.script().classes().keySet().stream()
                .filter(name -> !name.equals(script.getName()) && !name.startsWith(script.getName() + "$"))
                .toList();
        if (declared.isEmpty()) {
            return before;
        }
        KeptClasses kept = before == null ? new KeptClasses() : (KeptClasses) before;
        declared.forEach(name -> kept.keep(script.getClassLoader(), name));
        return kept;
    }

    private void keep(ClassLoader loader, String name) {
        try {
            classes.put(name, loader.loadClass(name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Class<?> kept = classes.get(name);
        return kept == null ? super.loadClass(name, resolve) : kept;
    }
}
