package org.kvmsh.bench;

import java.util.HexFormat;
import java.util.Map;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.LoadSpec;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VmSpec;

/** The benchmark's guests: 16-bit code that does nothing but leave. */
final class Guest {
    /** mov dx, 0x3f8; next: out dx, al; jmp next. The same bytes as in exits.c. */
    static final String ENDLESS = "baf803 ee ebfd".replace(" ", "");

    /** As many exits as {@link #COUNTED} gives between two halts, the halt included. */
    static final int COUNTED_EXITS = 10_000;

    /** start: mov cx, -9999; mov dx, 0x3f8; next: out dx, al; inc cx; jnz next; hlt; jmp start. */
    static final String COUNTED = "b9f1d8 baf803 ee 41 75fc f4 ebf3".replace(" ", "");

    /** hlt. */
    static final String HALT = "f4";

    static final int PORT = 0x3f8;
    private static final int START = 0x1000;
    private static final int MEMORY = 0x10000;

    private Guest() { }

    /** A VM of 64 KiB with one vCPU in front of some code, AL 1. */
    static VmSpec spec(String code, Handler atPort) {
        VmSpec.Builder spec = new VmSpec.Builder(Site.UNKNOWN);
        spec.memory(new MemorySpec(0, MEMORY, Site.UNKNOWN));
        spec.load(new LoadSpec(START, HexFormat.of().parseHex(code), Site.UNKNOWN));
        spec.vcpu(new VcpuSpec(0, (long) START, Map.of("rax", 1L), Site.UNKNOWN));
        spec.handler(new HandlerSpec(HandlerSpec.Kind.IO, PORT, PORT, atPort, Site.UNKNOWN));
        return spec.build();
    }
}
