package org.kvmsh.dsl.lang;

import java.util.Map;
import org.kvmsh.dsl.inspect.Calls;
import org.kvmsh.dsl.inspect.Explained;
import org.kvmsh.dsl.inspect.Failure;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.session.Session;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The words that inspect the session and the board. */
public interface LookingWords {
    Session session();

    Site here();

    @Word(
            value = "the calls of this session (all, or those that match a pattern) or of a trace file. exits: true"
                    + " also records each KVM_RUN and its exit from now on. kernel: true also records KVM_RUNs and the"
                    + " events of KVM's tracepoints",
            example = "trace 'KVM_SET_*'",
            named = {"exits", "file", "kernel"})
    default Calls getTrace() {
        return session().trace().calls();
    }

    /** {@code trace()}. */
    default Calls trace() {
        return getTrace();
    }

    /** {@code trace 'KVM_SET_*'}. */
    default Calls trace(String pattern) {
        return session().trace().calls().named(pattern);
    }

    /** {@code trace exits: true}, {@code trace kernel: true}, {@code trace file: 'bring-up.trace'}. */
    default Calls trace(Map<String, ?> how) {
        NamedArguments named = Vocabulary.named(LookingWords.class, "trace", how, here());
        if (named.get("exits") != null) {
            session().trace().keepExits(Boolean.TRUE.equals(named.get("exits")));
        }
        if (named.get("kernel") != null) {
            session().trace().keepEvents(Boolean.TRUE.equals(named.get("kernel")), here());
        }
        return named.get("file") == null
                ? session().trace().calls()
                : Calls.saved(named.get("file").toString(), here());
    }

    @Word(
            value = "describe an ioctl (its argument, its errnos, whether this board supports it and, for a"
                    + " proposal, what reviewers asked), an exit (when it happens, what to read, what to do,"
                    + " whether KVM_RUN must be called again to complete it), a capability or other"
                    + " constant, or a struct. With an errno after an ioctl's"
                    + " name, describe only that errno",
            example = "explain 'KVM_PPC_SET_PLATFORM'")
    default Explained explain(Object named) {
        return session().inspection().explain(named, here());
    }

    @Word(
            value = "the last failure on this board in full: source location, call, rule. Failures inside"
                    + " 'attempt', expected errnos, failed tests and runs that ended unexpectedly count too",
            example = "why")
    default Failure getWhy() {
        return session().whyFailed();
    }
}
