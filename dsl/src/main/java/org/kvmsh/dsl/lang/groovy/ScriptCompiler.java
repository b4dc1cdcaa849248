package org.kvmsh.dsl.lang.groovy;

import java.lang.reflect.Constructor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.dsl.script.Source;

/**
 * Groovy's compiler, with what kvmsh adds to it. A file that was compiled before, with the same result, is loaded from
 * where it is kept.
 */
final class ScriptCompiler {
    private final Set<String> bound;
    private final Supplier<Board> board;
    private final CompiledScripts kept;
    private final Consumer<FileRead> read;
    private final Set<String> notChecked = new LinkedHashSet<>();
    /** Null before a text has declared a class. */
    private ClassLoader classes;

    /**
     * The compiler of one front end.
     *
     * @param bound names that earlier texts have assigned, a view
     * @param board whose names scripts have; it may return null
     * @param read takes each other file that a script was compiled with
     */
    ScriptCompiler(Set<String> bound, Supplier<Board> board, CompiledScripts kept, Consumer<FileRead> read) {
        this.bound = bound;
        this.board = board;
        this.kept = kept;
        this.read = read;
    }

    /** The things that the checks could not know, a line each. */
    List<String> notChecked() {
        return List.copyOf(notChecked);
    }

    /**
     * The constructor of the script's class, which is linked and so verified; an object of it would run the script's
     * fields.
     *
     * @param check is made first, unless the script has passed it and was kept
     */
    Constructor<?> compile(Source source, String className, boolean namesOutliveIt, Runnable check)
            throws ReflectiveOperationException {
        String names = source.file() == null || !kept.isOpen() ? null : CompilationKey.names(abi(board.get()));
        String key = names == null ? null : CompilationKey.of(source, className, namesOutliveIt, names, bound);
        CompiledScript before = key == null ? null : kept.find(key);
        if (before != null) {
            notChecked.addAll(before.notChecked());
            before.reads().forEach(read);
            return before.load(RememberingLoader.OF_SCRIPTS);
        }
        check.run();
        CompilerNotes notes = new CompilerNotes();
        Compilation.Compiled made;
        try {
            made = new Compilation(source, className, namesOutliveIt, bound, board.get(), notes)
                    .compiled(above(source));
        } finally {
            notChecked.addAll(notes.notChecked());
        }
        notes.reads().forEach(read);
        if (key != null && notes.isWhole()) {
            kept.keep(key, made.script());
        }
        if (namesOutliveIt && made.script().classes().size() > 1) {
            classes = KeptClasses.with(classes, made);
        }
        return made.constructor();
    }

    /** A file is compiled without the classes of a shell's lines, since its compiled form is kept. */
    private ClassLoader above(Source source) {
        return classes == null || source.file() != null ? RememberingLoader.OF_SCRIPTS : classes;
    }

    /** Whether a script is kept as it was compiled for the headers of some board, none of its names outliving it. */
    boolean isKept(Source source, String className) {
        return kept.isOpen()
                && Abi.tables().stream()
                        .anyMatch(names -> kept.has(CompilationKey.of(source, className, false, names, bound)));
    }

    /** Does what {@link #compile} does, up to the types: what follows only writes classes. */
    void analyze(Source source) {
        CompilerNotes notes = new CompilerNotes();
        try {
            new Compilation(source, "Script1", false, bound, board.get(), notes).analyze();
        } finally {
            notChecked.addAll(notes.notChecked());
        }
    }

    /** The names of a board's headers; without a board, those of the first architecture. */
    static Abi abi(Board board) {
        return board == null ? Abi.of(Abi.tables().get(0)) : board.kernel().abi();
    }
}
