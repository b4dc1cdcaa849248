package org.kvmsh.dsl.lang;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.session.Session;

/** Runs text of one language against a session; names of the language's top level live as long as the front end. */
public interface FrontEnd extends AutoCloseable {
    /**
     * Runs a script.
     *
     * @param namesOutliveIt whether names declared at its top level stay for the next, as a shell's must
     * @return the value of its last statement
     * @throws org.kvmsh.dsl.script.ScriptError any error in it
     */
    Object run(Source source, Session session, boolean namesOutliveIt);

    /**
     * Runs a file within the running script, for its names, as the word {@code include} does.
     *
     * @param name the file, looked up beside the script that names it
     * @return the value of its last statement
     */
    Object include(String name, Site at);

    /** The arguments that the running script was given on the command line. */
    List<String> arguments();

    /** A script that was run here, by its name; null for another. */
    Source source(String name);

    /** The position of the script that runs on this thread; unknown if none does. */
    Site here();

    /** The names that earlier texts declared, with their values; reading one runs nothing of a script's. */
    Map<String, Object> names();

    /** The part of {@link #names} whose values another language can use. */
    Map<String, Object> values();

    /** Makes another language's values readable by name. A name that a text of this language declared is its own. */
    void take(Map<String, Object> values);

    /** Whether more lines may make a text whole. */
    boolean isIncomplete(String text);

    /**
     * The statements at a text's top level, in order.
     *
     * @throws org.kvmsh.dsl.script.ScriptError where its syntax is wrong
     */
    List<Statement> statements(Source source);

    /**
     * Checks a script without running it.
     *
     * @throws org.kvmsh.dsl.script.ScriptError what would be refused before its first statement
     */
    void check(Source source, Session session);

    /** The errors that are certain before a script runs, without making classes of it, in the order of the text. */
    default List<ScriptError> errors(Source source, Session session) {
        try {
            check(source, session);
            return List.of();
        } catch (ScriptError e) {
            return List.of(e);
        }
    }

    /** The things that the check of the files that ran here could not know, a line each. */
    default List<String> notChecked() {
        return List.of();
    }

    /** The work that the last text left undone when it ended, a line each. */
    default List<String> leftUndone() {
        return List.of();
    }

    /** Ends a text that computes; any thread may call it. A guest that runs is the session's to stop. */
    void stop();

    /**
     * Makes a text throw at its next operation, even inside a catch block, until {@link #resume} or its end; any thread
     * may call it, repeatedly.
     */
    void unwind();

    /** Lets the text continue; on its own thread. */
    void resume();

    /**
     * Frees what the language holds for this front end; nothing runs here afterwards. One in which a text still runs
     * stays open.
     */
    @Override
    default void close() {}
}
