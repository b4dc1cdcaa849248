package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Region;

/**
 * The content of kvm_run at an exit, kept beyond the next KVM_RUN. An instance can be refilled: the most frequent
 * exits, IO and MMIO, then allocate no objects.
 */
public final class KeptExit {
    private int reason;
    /**
     * The union's first three words: all that an exit of MMIO fills, and of IO the first (include/uapi/linux/kvm.h).
     */
    private long first;

    private long second;
    private long third;
    private long value;
    /** All of the union, or the values of an IO where they are more than one. */
    private byte[] more = {};

    private boolean hasMore;

    /** The exit's reason, as the kernel numbers it. */
    public int reason() {
        return reason;
    }

    void take(int numbered) {
        reason = numbered;
        hasMore = false;
    }

    void takeIo(long word, long only) {
        first = word;
        value = only;
    }

    void takeMmio(Region run, int from) {
        first = run.getLong(from);
        second = run.getLong(from + Long.BYTES);
        third = run.getLong(from + 2 * Long.BYTES);
    }

    void takeBytes(Region run, long from, int length) {
        if (more.length != length) {
            more = new byte[length];
        }
        run.read(from, more);
        hasMore = true;
    }

    /** Bytes of kvm_run up to the end of the union that every exit shares. */
    public static int length(Abi abi) {
        return abi.struct("kvm_run").offset("internal.suberror") + KvmRun.UNION;
    }

    /**
     * The exit in a copy of kvm_run.
     *
     * @param copy at least {@link #length} bytes of kvm_run, from its start
     */
    public static Exit of(Abi abi, Region copy) {
        return new KvmRun(abi, copy, null).exit();
    }

    /** The exit, which holds for ever. */
    public Exit exit(Abi abi) {
        Struct layout = abi.struct("kvm_run");
        int from = layout.offset("internal.suberror");
        boolean io = reason == abi.constant("KVM_EXIT_IO");
        byte[] page = new byte[from + Math.max(KvmRun.UNION, more.length) + KvmRun.UNION + (io ? more.length : 0)];
        HeapRegion run = new HeapRegion(page, abi.order());
        run.putInt(layout.offset("exit_reason"), reason);
        if (!io && hasMore) {
            run.write(from, more);
        } else {
            run.putLong(from, first);
            run.putLong(from + Long.BYTES, second);
            run.putLong(from + 2 * Long.BYTES, third);
        }
        if (io) {
            int data = from + KvmRun.UNION;
            run.putLong(layout.offset("io.data_offset"), data);
            if (hasMore) {
                run.write(data, more);
            } else {
                run.put(data, run.getByte(layout.offset("io.size")), value);
            }
        }
        return new KvmRun(abi, run, null).exit();
    }
}
