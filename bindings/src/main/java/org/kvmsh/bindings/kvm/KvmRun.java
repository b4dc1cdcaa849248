package org.kvmsh.bindings.kvm;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.CoalescedRing;
import org.kvmsh.bindings.kernel.Region;

/** A vCPU's kvm_run: reads the exit, with every offset and constant looked up once. */
final class KvmRun {
    private static final String SUBERROR = "KVM_INTERNAL_ERROR_";
    private static final String SYSTEM_EVENT = "KVM_SYSTEM_EVENT_";
    /** Bytes of kvm_run's union, which every exit shares (include/uapi/linux/kvm.h, padding[256]). */
    static final int UNION = 256;

    private static final int EMULATION_VALUES = 3;

    private final Abi abi;
    private Region run;
    /** Views of this page, which are the same at every exit of a reason. */
    private final Map<Integer, NamedExit> named = new HashMap<>();

    private final int io;
    private final int mmio;
    private final int hlt;
    private final int shutdown;
    private final int paprHcall;
    private final int systemEvent;
    private final int failEntry;
    private final int internalError;
    private final int ioOut;
    private final int immediateExit;
    private final int exitReason;
    private final int ioDirection;
    private final int ioSize;
    private final int ioPort;
    private final int ioCount;
    private final int ioDataOffset;
    private final int mmioAddress;
    private final int mmioData;
    private final int mmioLength;
    private final int mmioIsWrite;
    private final int hcallNumber;
    /** The offset of the union. */
    private final int union;

    private final PaprHcallExit.Layout hcallLayout;

    private final KvmFile owner;
    private final Exit.Hlt hltExit;
    private final Exit.Shutdown shutdownExit;

    /** @param owner whose it is; null for a copy of one */
    KvmRun(Abi abi, Region run, KvmFile owner) {
        this.abi = abi;
        this.run = run;
        this.owner = owner;
        io = reason("KVM_EXIT_IO");
        mmio = reason("KVM_EXIT_MMIO");
        hlt = reason("KVM_EXIT_HLT");
        shutdown = reason("KVM_EXIT_SHUTDOWN");
        paprHcall = reason("KVM_EXIT_PAPR_HCALL");
        systemEvent = reason("KVM_EXIT_SYSTEM_EVENT");
        failEntry = reason("KVM_EXIT_FAIL_ENTRY");
        internalError = reason("KVM_EXIT_INTERNAL_ERROR");
        ioOut = reason("KVM_EXIT_IO_OUT");
        Struct layout = abi.struct("kvm_run");
        immediateExit = layout.offset("immediate_exit");
        exitReason = layout.offset("exit_reason");
        ioDirection = layout.offset("io.direction");
        ioSize = layout.offset("io.size");
        ioPort = layout.offset("io.port");
        ioCount = layout.offset("io.count");
        ioDataOffset = layout.offset("io.data_offset");
        mmioAddress = layout.offset("mmio.phys_addr");
        mmioData = layout.offset("mmio.data");
        mmioLength = layout.offset("mmio.len");
        mmioIsWrite = layout.offset("mmio.is_write");
        hltExit = new Exit.Hlt(hlt, owner);
        shutdownExit = new Exit.Shutdown(shutdown, owner);
        hcallNumber = layout.offset("papr_hcall.nr");
        union = layout.offset("internal.suberror");
        hcallLayout = new PaprHcallExit.Layout(
                layout.offset("papr_hcall.ret"),
                layout.offset("papr_hcall.args"),
                layout.field("papr_hcall.args").count());
    }

    /**
     * Takes the memory of another vCPU's kvm_run, with this one's content, and gives it its own. An exit that was
     * completed is not repeated: KVM of riscv64 would complete it again (arch/riscv/kvm/vcpu.c, KVM_EXIT_RISCV_SBI).
     */
    void exchange(KvmRun other) {
        Region mine = run;
        int bytes = abi.struct("kvm_run").size();
        other.run.write(0, mine.bytes(0, bytes));
        if (exit().waits() != Exit.Waits.FOR_NOTHING) {
            other.run.putInt(exitReason, reason("KVM_EXIT_INTR"));
        }
        run = other.run;
        other.run = mine;
        named.clear();
        other.named.clear();
    }

    private int reason(String name) {
        return (int) abi.constant(name);
    }

    Region region() {
        return run;
    }

    /** Whether a KVM_RUN has ended with a reason. */
    boolean hasExited() {
        return run.getInt(exitReason) != 0;
    }

    void setImmediateExit(boolean wanted) {
        run.putByte(immediateExit, (byte) (wanted ? 1 : 0));
    }

    boolean isImmediateExit() {
        return run.getByte(immediateExit) != 0;
    }

    Exit exit() {
        int reason = run.getInt(exitReason);
        if (reason == io) {
            return new Exit.Io(
                    reason,
                    run.getByte(ioDirection) == ioOut,
                    run.getShort(ioPort) & 0xffff,
                    run.getByte(ioSize),
                    run.getInt(ioCount),
                    run.getLong(ioDataOffset),
                    run,
                    owner);
        }
        if (reason == mmio) {
            return new Exit.Mmio(
                    reason,
                    run.getByte(mmioIsWrite) != 0,
                    run.getLong(mmioAddress),
                    run.getInt(mmioLength),
                    mmioData,
                    run,
                    owner);
        }
        if (reason == paprHcall) {
            return new PaprHcallExit(reason, run.getLong(hcallNumber), hcallLayout, run, owner);
        }
        if (reason == hlt) {
            return hltExit;
        }
        if (reason == shutdown) {
            return shutdownExit;
        }
        return rare(reason);
    }

    private Exit rare(int reason) {
        Struct layout = abi.struct("kvm_run");
        if (reason == failEntry) {
            return new Exit.FailEntry(
                    reason,
                    run.getLong(layout.offset("fail_entry.hardware_entry_failure_reason")),
                    run.getInt(layout.offset("fail_entry.cpu")),
                    owner);
        }
        if (reason == internalError) {
            int suberror = run.getInt(layout.offset("internal.suberror"));
            return new Exit.InternalError(
                    reason,
                    suberror,
                    name(SUBERROR, suberror),
                    values(layout, "internal.ndata", "internal.data"),
                    instruction(layout, suberror),
                    owner);
        }
        if (reason == systemEvent) {
            int type = run.getInt(layout.offset("system_event.type"));
            return new Exit.SystemEvent(
                    reason,
                    type,
                    name(SYSTEM_EVENT, type),
                    values(layout, "system_event.ndata", "system_event.data"),
                    owner);
        }
        NamedExit known = named.get(reason);
        if (known == null) {
            Constant constant = ExitReasons.numbered(abi, reason);
            if (constant == null) {
                return new Exit.Unknown(reason, "exit " + reason, run.bytes(union, UNION), owner);
            }
            ExitFields fields = ExitFields.of(abi, layout, ExitReasons.part(abi, constant.name()), run, owner == null);
            known = KeyedExit.view(new NamedExit.Head(
                    reason, ExitReasons.shortName(constant), ExitReasons.sentence(constant.name()), fields, owner));
            named.put(reason, known);
        }
        return known;
    }

    /**
     * Copies an exit of this page, so that it is valid beyond the next KVM_RUN. IO exits are the most frequent, and
     * this is most of their cost: two reads.
     */
    void keep(Exit exit, KeptExit into) {
        into.take(exit.reason());
        if (exit instanceof Exit.Io several && several.count() != 1) {
            into.takeIo(run.getLong(union), 0);
            into.takeBytes(run, several.data(), several.size() * several.count());
        } else if (exit instanceof Exit.Io single) {
            into.takeIo(run.getLong(union), single.getValue());
        } else if (exit instanceof Exit.Mmio) {
            into.takeMmio(run, union);
        } else if (exit != hltExit && exit != shutdownExit) {
            into.takeBytes(run, union, UNION);
        }
    }

    /**
     * The bytes that KVM's emulator was given: flags and bytes take the first three of ndata values
     * (include/uapi/linux/kvm.h, emulation_failure).
     */
    private byte[] instruction(Struct layout, int suberror) {
        boolean given = layout.has("emulation_failure.insn_bytes")
                && suberror == abi.constant("KVM_INTERNAL_ERROR_EMULATION")
                && run.getInt(layout.offset("internal.ndata")) >= EMULATION_VALUES
                && (run.getLong(layout.offset("emulation_failure.flags"))
                                & abi.constant("KVM_INTERNAL_ERROR_EMULATION_FLAG_INSTRUCTION_BYTES"))
                        != 0;
        Field bytes = given ? layout.field("emulation_failure.insn_bytes") : null;
        return given
                ? run.bytes(
                        bytes.offset(),
                        Math.max(0, Math.min(run.getByte(layout.offset("emulation_failure.insn_size")), bytes.count())))
                : new byte[0];
    }

    private long[] values(Struct layout, String counter, String array) {
        Field data = layout.field(array);
        long[] values = new long[Math.max(0, Math.min(run.getInt(layout.offset(counter)), data.count()))];
        for (int i = 0; i < values.length; i++) {
            values[i] = run.getLong(data.offset() + (long) i * data.bytes());
        }
        return values;
    }

    /**
     * The constant of that value without its prefix, in small letters; the number if it has none. Flags are ignored.
     */
    private String name(String prefix, int value) {
        for (Map.Entry<String, Long> constant : abi.constants(prefix).entrySet()) {
            String name = constant.getKey().substring(prefix.length());
            if (constant.getValue() == value && !name.contains("_FLAG_")) {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return Integer.toString(value);
    }

    /** Takes the content of the VM's ring of coalesced writes, which lies behind each of its kvm_runs. */
    byte[] take(CoalescedRing ring) {
        return ring.take(run);
    }

    void close() {
        run.close();
    }
}
