package org.kvmsh.bindings.kvm;

import java.util.function.Function;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;

/**
 * What a call answered: a value, or an errno with all that explains it.
 *
 * @param errno    0, or the positive error number
 * @param call     the ioctl's or system call's name
 * @param on       what it was made on
 * @param argument the argument in words, as it was before the call
 * @param rule     why the call gives this errno, with its source; null where that is not known
 */
public record Answer<T>(T value, int errno, String call, FdKind on, String argument, String rule) {
    Answer(T value, int errno, String call, FdKind on, String argument) {
        this(value, errno, call, on, argument, errno == 0 ? null : ErrnoRules.rule(call, errno));
    }

    public boolean ok() {
        return errno == 0;
    }

    /** The value; a failed call throws {@link KvmException}. */
    public T get() {
        if (errno != 0) {
            throw new KvmException(explain(), errno);
        }
        return value;
    }

    /** The same refusal for a call that was to give something else, or the answer's value made into it. */
    <U> Answer<U> map(Function<T, U> made) {
        return new Answer<>(errno == 0 ? made.apply(value) : null, errno, call, on, argument, rule);
    }

    private String explain() {
        return call + " on " + on.phrase() + " gave " + Errno.describe(errno) + (argument.isEmpty() ? "" : "\n  asked: " + argument)
                + (rule == null ? "" : "\n  rule: " + rule);
    }
}
