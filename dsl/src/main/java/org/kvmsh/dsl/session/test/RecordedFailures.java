package org.kvmsh.dsl.session.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;

/**
 * Failures of a script that nothing in it can lose: every failed expectation or assertion, even if the script or a
 * Future keeps its error, and whatever ended a thread that the script has started. A failure belongs to the test whose
 * thread started the failing one, and to the script once that test has its result. After the script's own result it is
 * late, and fails the run.
 */
public final class RecordedFailures {
    /**
     * The owner of the failures of a script's thread, and of each thread that it starts. A thread of a pool may have
     * that of an earlier script.
     */
    private static final ThreadLocal<FailureOwner> OF_THREAD = new InheritableThreadLocal<>();

    private static final int MOST = 1000;
    /** The failures that a script may still catch, by their root, with where they are kept. */
    private static final Map<Throwable, RecordedFailures> DROPPING = Collections.synchronizedMap(new WeakHashMap<>());

    private final Expectations expectations;
    private final List<Recorded> all = new ArrayList<>();
    private FailureOwner text = new FailureOwner(this, null);
    private FailureOwner current = text;
    /** The script's own. */
    private Thread thread;

    private Function<Throwable, ScriptError> inWords =
            thrown -> new ScriptError(Site.UNKNOWN, thrown.toString(), thrown);
    private boolean over;
    /** Whether a failure outside of tests was asked for, which the script's result has. */
    private boolean isTold;

    /** @param drops whether it is no failure if the script catches it later */
    private record Recorded(FailureOwner owner, Throwable root, ScriptError error, boolean drops) {}

    /** @param expectations counts the assertions that held */
    RecordedFailures(Expectations expectations) {
        this.expectations = expectations;
    }

    /** A text begins on this thread. */
    public synchronized void textBegins() {
        all.clear();
        over = false;
        isTold = false;
        thread = Thread.currentThread();
        text = new FailureOwner(this, null);
        begins(text);
    }

    /** @param placed the error of what a text has thrown on this thread, with its position */
    public synchronized void explains(Function<Throwable, ScriptError> placed) {
        inWords = placed;
    }

    /** It has ended on this thread; its other threads go on. */
    public void textEnded() {
        OF_THREAD.remove();
    }

    /** A test begins on this thread. */
    synchronized void testBegins(String name) {
        begins(new FailureOwner(this, name));
    }

    private void begins(FailureOwner owner) {
        current = owner;
        OF_THREAD.set(owner);
    }

    /** The test is over: its first failure, or null. What fails in it from now on is the script's. */
    synchronized ScriptError testEnded() {
        ScriptError first = first(current);
        all.removeIf(each -> each.owner == current);
        begins(text);
        return first;
    }

    /** The first failure outside of tests, or null: the script's result has it. */
    public synchronized ScriptError ofText() {
        ScriptError first = first(text);
        isTold |= first != null;
        return first;
    }

    private ScriptError first(FailureOwner owner) {
        return all.stream()
                .filter(each -> each.owner == owner)
                .map(Recorded::error)
                .findFirst()
                .orElse(null);
    }

    /** Whom the failures of this thread belong to; the one of the text itself is what the script does now. */
    public synchronized FailureOwner here() {
        FailureOwner started = OF_THREAD.get();
        return Thread.currentThread() == thread || started == null || started.kept() != this ? current : started;
    }

    /** Whom the failures of a thread belong to that a script has started; null for any other thread. */
    static FailureOwner ofThread() {
        return OF_THREAD.get();
    }

    /** An assertion of a class or a static method held on this thread. */
    public static void heldOnThisThread() {
        FailureOwner started = OF_THREAD.get();
        if (started != null) {
            started.kept().expectations.hold();
        }
    }

    /**
     * Keeps a failure of this thread for whom the failures of this thread belong to; for nobody on a foreign thread.
     */
    public static void ofThisThread(Throwable thrown) {
        FailureOwner started = OF_THREAD.get();
        if (started != null) {
            started.kept().add(started, thrown);
        }
    }

    /**
     * Keeps a failure of this thread, once.
     *
     * @param named whom the failing text itself belongs to; null if it does not tell
     */
    public synchronized void add(FailureOwner named, Throwable thrown) {
        add(named, thrown, false);
    }

    /**
     * Keeps what leaves the script's text on this thread, which Java may give to whoever asks a Future.
     *
     * @param named as for {@link #add}
     */
    public synchronized void keep(FailureOwner named, Throwable thrown) {
        DROPPING.put(root(thrown), this);
        add(named, thrown, true);
    }

    /** A script has caught something: it is no error of another thread any more. */
    public static void caught(Throwable thrown) {
        RecordedFailures keeping = DROPPING.remove(root(thrown));
        if (keeping != null) {
            keeping.drop(root(thrown));
        }
    }

    private synchronized void drop(Throwable root) {
        all.removeIf(each -> each.drops && each.root == root);
    }

    /** Whether this is the thread of the script itself. */
    public synchronized boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }

    private void add(FailureOwner named, Throwable thrown, boolean drops) {
        Throwable root = root(thrown);
        if (TextInterrupted.isBehind(thrown)
                || Skipped.behind(thrown) != null
                || all.size() >= MOST
                || all.stream().anyMatch(each -> each.root == root)) {
            return;
        }
        boolean own = Thread.currentThread() == thread;
        FailureOwner owner = own || named == null ? here() : named;
        boolean open = owner == current || owner == text;
        ScriptError error = inWords.apply(thrown);
        all.add(new Recorded(
                open ? owner : text,
                root,
                error.because(
                        error.getCause(),
                        own
                                ? "the script caught this error, but a failed expectation or assertion fails its test"
                                : open
                                        ? "on a thread that the script has started"
                                        : "on a thread that " + owner + " had started, after " + owner + " had ended"),
                drops));
    }

    private static Throwable root(Throwable thrown) {
        return Causes.of(thrown).reduce((above, below) -> below).orElseThrow();
    }

    /** The script has its result: what is not in it, or fails from now on, is late. */
    public synchronized void reported() {
        over = true;
        if (isTold) {
            all.clear();
        }
    }

    /** Whether anything has failed since the script has its result. */
    public synchronized boolean hasLate() {
        return over && !all.isEmpty();
    }

    /** The failures since the script has its result. */
    public synchronized List<ScriptError> takeLate() {
        List<ScriptError> late = over ? all.stream().map(Recorded::error).toList() : List.of();
        if (over) {
            all.clear();
        }
        return late;
    }
}
