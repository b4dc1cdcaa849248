package org.kvmsh.dsl.lang.groovy;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.test.TextInterrupted;

/** The position of the script on this thread: {@link ScriptMarks} puts a call of {@link #at} before each statement. */
public final class Cursor {
    private static final ThreadLocal<Cursor> OF_THREAD = ThreadLocal.withInitial(Cursor::new);
    private static final Map<Thread, Cursor> ALL = Collections.synchronizedMap(new WeakHashMap<>());

    private String source = "";
    private int line;
    private int column;
    private Site statement;
    private boolean lastOfExpectation;
    private boolean lambdaSeen;
    /** The position of the expectation whose arguments were evaluated last; null for one that was begun. */
    private Site expectation;
    /** Whether each statement and each turn of a loop throws. */
    private volatile boolean unwinding;
    /** The number of cursors that unwind; loops check this first, which is cheap. */
    private static volatile int unwindings;

    private Cursor() {
        ALL.put(Thread.currentThread(), this);
    }

    /** The script on a thread; empty if there was none. */
    static String source(Thread thread) {
        Cursor cursor = ALL.get(thread);
        return cursor == null ? "" : cursor.source;
    }

    /** Called by compiled scripts. */
    public static void at(String source, int line, int column) {
        Cursor cursor = OF_THREAD.get();
        if (cursor.unwinding) {
            throw new TextInterrupted();
        }
        cursor.source = source;
        cursor.line = line;
        cursor.column = column;
    }

    /** Called by a text of the shell before each statement of its top level. */
    public static void atStatement(String source, int line, int column) {
        statement(new Site(source, line, column));
    }

    static void statement(Site reached) {
        OF_THREAD.get().statement = reached;
    }

    /** The statement of the shell's text that was reached last; null before the first. */
    static Site statement() {
        return OF_THREAD.get().statement;
    }

    /** The script is again where it was. */
    static void back(Site site) {
        Cursor cursor = OF_THREAD.get();
        cursor.source = site.source();
        cursor.line = site.line();
        cursor.column = site.column();
    }

    /** That of the thread. */
    static Cursor own() {
        return OF_THREAD.get();
    }

    /** Makes the script on this cursor's thread throw at its next operation, or stops that; any thread may call it. */
    void unwind(boolean wanted) {
        synchronized (Cursor.class) {
            if (unwinding != wanted) {
                unwinding = wanted;
                unwindings += wanted ? 1 : -1;
            }
        }
    }

    static void lastOfExpectation(boolean isLast) {
        OF_THREAD.get().lastOfExpectation = isLast;
    }

    /** Whether a lambda has run on this thread. */
    static void lambdaSeen(boolean seen) {
        OF_THREAD.get().lambdaSeen = seen;
    }

    static boolean isLambdaSeen() {
        return OF_THREAD.get().lambdaSeen;
    }

    static void expectation(Site at) {
        OF_THREAD.get().expectation = at;
    }

    /** The position of the expectation that begins, unless its block tells; null then. */
    static Site takeExpectation() {
        Cursor cursor = OF_THREAD.get();
        Site at = cursor.expectation;
        cursor.expectation = null;
        return at;
    }

    static boolean isAtLastOfExpectation() {
        return OF_THREAD.get().lastOfExpectation;
    }

    /** Called by compiled scripts at each turn of a loop. */
    public static void stopIfInterrupted() {
        if (Thread.interrupted() || unwindings > 0 && OF_THREAD.get().unwinding) {
            throw new TextInterrupted();
        }
    }

    static Site here() {
        Cursor cursor = OF_THREAD.get();
        return new Site(cursor.source, cursor.line, cursor.column);
    }
}
