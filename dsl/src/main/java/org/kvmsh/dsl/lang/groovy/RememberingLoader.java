package org.kvmsh.dsl.lang.groovy;

import java.net.URL;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The loader above scripts' own: Groovy's compiler looks for each word of a script as a class in a dozen packages, so
 * this one remembers which names are none.
 */
final class RememberingLoader extends ClassLoader {
    /** Names are short, and a process that lives for weeks compiles any number of scripts. */
    private static final int MOST = 50_000;

    static {
        registerAsParallelCapable();
    }

    /** The one above the loaders of all scripts. */
    static final ClassLoader OF_SCRIPTS = new RememberingLoader(RememberingLoader.class.getClassLoader());

    /** The name of a loader below it with the classes of a shell's earlier lines. */
    static final String OF_LINES = "the classes of earlier lines";

    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    private RememberingLoader(ClassLoader parent) {
        super(parent);
    }

    /** Whether a class is of a script that was compiled here, and not by something that the script has called. */
    static boolean isOfScript(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        ClassLoader above = loader == null ? null : loader.getParent();
        return above != null && (above == OF_SCRIPTS || OF_LINES.equals(above.getName()));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (missing.contains(name)) {
            throw new NoSuchName(name);
        }
        try {
            return super.loadClass(name, resolve);
        } catch (ClassNotFoundException e) {
            remember(name);
            throw e;
        }
    }

    /** Finds a resource, and remembers missing classes and scripts; others need not stay what they are. */
    @Override
    public URL getResource(String name) {
        if (missing.contains(name)) {
            return null;
        }
        URL found = super.getResource(name);
        if (found == null && (name.endsWith(".class") || name.endsWith(".groovy"))) {
            remember(name);
        }
        return found;
    }

    private void remember(String name) {
        if (missing.size() > MOST) {
            missing.clear();
        }
        missing.add(name);
    }

    /** The compiler throws it away: it has no stack trace, which would cost as much as the search. */
    private static final class NoSuchName extends ClassNotFoundException {
        private static final long serialVersionUID = 1;

        private NoSuchName(String name) {
            super(name);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
