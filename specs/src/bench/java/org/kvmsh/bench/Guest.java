package org.kvmsh.bench;

import java.util.HexFormat;
import java.util.Map;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.VcpuWords;

/** The benchmark's guests: 16-bit code that does nothing but leave. */
final class Guest {
    /** mov dx, 0x3f8; next: out dx, al; jmp next. The same bytes as in exits.c. */
    static final String ENDLESS = "baf803eeebfd";

    /** As many exits as {@link #COUNTED} gives between two halts, the halt included. */
    static final int COUNTED_EXITS = 10_000;

    /** start: mov cx, -9999; mov dx, 0x3f8; next: out dx, al; inc cx; jnz next; hlt; jmp start. */
    static final String COUNTED = "b9f1d8baf803ee4175fcf4ebf3";

    /** hlt. */
    static final String HALT = "f4";

    private static final int PORT = 0x3f8;
    private static final int START = 0x1000;
    private static final int MEMORY = 0x10000;

    private Guest() { }

    /** A VM of 64 KiB with one vCPU in front of some code, AL 1. */
    static VmConfig config(String code, Handler atPort) {
        VmConfig.Builder vm = new VmConfig.Builder(Site.UNKNOWN);
        vm.memory(new MemoryConfig(0, MEMORY, Site.UNKNOWN));
        vm.load(new LoadConfig(START, HexFormat.of().parseHex(code), Site.UNKNOWN));
        VcpuWords vcpu = new VcpuWords(0, () -> Site.UNKNOWN);
        vcpu.real(START);
        vcpu.regs(Map.of("rax", 1));
        vm.vcpu(vcpu.config());
        vm.handler(new HandlerConfig(ExitPlaces.one(KeyedExit.IO, PORT), atPort, Site.UNKNOWN));
        return vm.build();
    }
}
