package org.kvmsh.dsl.arch.arm64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.ExceptionVectors;
import org.kvmsh.dsl.arch.FreeMemory;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The vectors of VBAR_EL1. Each loads the zero register from an address without memory that is relative to the pc, so
 * that it needs no register and no stack (Arm Architecture Reference Manual, "LDR (literal)"); the address tells which
 * vector it is.
 */
final class Arm64Vectors {
    /** 16 vectors of 128 bytes, four for each source (Arm Architecture Reference Manual, "Exception vectors"). */
    static final int TABLE = 0x800;

    static final int VECTOR = 0x80;
    private static final int KINDS = 4;
    private static final int LOAD_ZERO = 0x1800001f;
    private static final int OFFSET_SHIFT = 5;
    private static final int OFFSET = 0x7ffff;
    private static final int ERET = 0xd69f03e0;
    /** The reach of LDR (literal). */
    private static final long REACH = 1 << 20;

    private Arm64Vectors() {}

    static ExceptionVectors place(VmConfig config, Site site) {
        FreeMemory free = new FreeMemory(config);
        Supplier<ScriptError> none = () -> new ScriptError(
                site,
                "no free guest memory for exception vectors: they need 4 KiB and, at most 1 MiB above"
                        + " that, an address outside every memslot",
                "try: memory at: 0x40000000, size: 64.KB");
        long at = free.choose(0x1000, Long.MAX_VALUE, none);
        long outside = free.gap(at);
        if (outside - at > REACH - TABLE) {
            throw none.get();
        }
        ByteBuffer code = ByteBuffer.allocate(TABLE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < TABLE / VECTOR; i++) {
            long offset = outside + (long) i * Integer.BYTES - at - (long) i * VECTOR;
            code.putInt(i * VECTOR, LOAD_ZERO | ((int) (offset / Integer.BYTES) & OFFSET) << OFFSET_SHIFT);
            code.putInt(i * VECTOR + Integer.BYTES, ERET);
        }
        return new ExceptionVectors(
                at,
                code.array(),
                new ExitPlaces(KeyedExit.MMIO, outside, outside + TABLE / VECTOR * Integer.BYTES - 1),
                (vcpu, exit, memory) -> Arm64Exceptions.of(
                        vcpu, (int) (((Exit.Mmio) exit).address() - outside) / Integer.BYTES % KINDS, memory, Map.of()),
                "Arm Architecture Reference Manual, Exception vectors",
                site);
    }
}
