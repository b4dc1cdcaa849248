package org.kvmsh.bindings.kvm;

import java.util.function.Function;

/**
 * The result of a call: a value, or a refusal.
 *
 * @param value null if the call was refused
 * @param refusal null if the kernel took the call
 */
public record IoctlResult<T>(T value, Refusal refusal) {
    static <T> IoctlResult<T> of(T value) {
        return new IoctlResult<>(value, null);
    }

    static <T> IoctlResult<T> refused(Refusal refusal) {
        return new IoctlResult<>(null, refusal);
    }

    /** Whether the kernel took the call. */
    public boolean ok() {
        return refusal == null;
    }

    /** 0, or the positive error number. */
    public int errno() {
        return refusal == null ? 0 : refusal.errno();
    }

    /**
     * The value.
     *
     * @throws KvmException if the call was refused
     */
    public T get() {
        if (refusal != null) {
            throw new KvmException(refusal);
        }
        return value;
    }

    /** The same refusal for a call with another result type, or the value converted to it. */
    <U> IoctlResult<U> map(Function<T, U> made) {
        return refusal == null ? of(made.apply(value)) : refused(refusal);
    }
}
