package org.kvmsh.dsl.word;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.dsl.spec.AnswerSpec;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.CallSpec;
import org.kvmsh.dsl.spec.Handler;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.LoadSpec;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.Platform;
import org.kvmsh.dsl.spec.RmaSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VcpuSpec;
import org.kvmsh.dsl.spec.VgicSpec;
import org.kvmsh.dsl.spec.VmSpec;

/** The words inside {@code vm { }}: each adds to the spec or is refused where it stands. */
public class VmWords {
    private static final int MOST_VCPU_ID = 4095;
    private static final long MOST_PORT = 0xffff;

    private final Supplier<Site> here;
    private final VmSpec.Builder spec;

    /** @param here where the script is now */
    public VmWords(Supplier<Site> here) {
        this.here = here;
        this.spec = new VmSpec.Builder(here.get());
    }

    protected final Site here() {
        return here.get();
    }

    public final VmSpec spec() {
        return spec.build();
    }

    @Word(value = "which paravirtualised interface a powerpc guest sees: NONE, KVM or SPAPR", example = "platform SPAPR")
    public void platform(Platform platform) {
        spec.platform(platform, here());
    }

    @Word(value = "the architecture level of a powerpc guest: 201 for 2.01, 206 for 2.06", example = "arch 206")
    public void arch(Number level) {
        spec.arch((int) Bits64.of(level, "arch", 0, 0xffff, here()), here());
    }

    @Word(value = "a real mode area of the kernel's pool at guest address 0; the size is what you expect it to be", example = "rma 128.MB")
    public void rma(Number size) {
        spec.rma(new RmaSpec(Bits64.of(size, "the size of the rma", 1, Long.MAX_VALUE, here()), here()));
    }

    @Word(value = "an ARM guest's interrupt controller: where the distributor and a GICv2's CPU interface, or a GICv3's redistributors, are",
            example = "vgic dist: 0x2c001000, cpu: 0x2c002000", named = {"dist", "cpu", "redist", "irqs"})
    public void vgic(Map<String, ?> places) {
        NamedArguments named = named("vgic", places);
        spec.vgic(new VgicSpec(named.longOrNull("dist"), named.longOrNull("cpu"), named.longOrNull("redist"), named.longOrNull("irqs"), here()));
    }

    @Word(value = "guest memory at a guest physical address", example = "memory at: 0, size: 64.KB", named = {"at", "size"})
    public void memory(Map<String, ?> arguments) {
        NamedArguments named = named("memory", arguments);
        spec.memory(new MemorySpec(named.required("at"), named.required("size"), here()));
    }

    @Word(value = "bytes that are in guest memory before the first run", example = "load at: 0x1000, hex: 'b8 2a 00 f4'",
            named = {"at", "hex", "bytes"})
    public void load(Map<String, ?> arguments) {
        NamedArguments named = named("load", arguments);
        spec.load(new LoadSpec(named.required("at"), image(named), here()));
    }

    /** In hex, white space and what follows a # to the line's end say nothing. */
    private byte[] image(NamedArguments named) {
        Object hex = named.get("hex");
        Object bytes = named.get("bytes");
        if ((hex == null) == (bytes == null)) {
            throw new ScriptError(here(), "load takes either hex: or bytes:", "try: load at: 0x1000, hex: 'f4'");
        }
        if (hex != null) {
            try {
                return HexFormat.of().parseHex(hex.toString().replaceAll("#[^\n]*|\\s", ""));
            } catch (IllegalArgumentException e) {
                throw new ScriptError(here(), "hex: takes pairs of hexadecimal digits, and this is no such text: " + e.getMessage());
            }
        }
        if (bytes instanceof byte[] raw) {
            return raw;
        }
        if (!(bytes instanceof List<?> list)) {
            throw new ScriptError(here(), "bytes: takes a list of numbers or a byte[]");
        }
        byte[] image = new byte[list.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) Bits64.of(list.get(i), "byte " + i, Byte.MIN_VALUE, 0xff, here());
        }
        return image;
    }

    @Word(value = "any ioctl of the VM by its name, after its memory and before its vCPUs", example = "ioctl KVM_SET_TSS_ADDR, 0xfffbd000")
    public void ioctl(Map<String, ?> fields, Object named) {
        spec.call(new CallSpec(named, fields, here()));
    }

    public void ioctl(Object named, Object argument) {
        spec.call(new CallSpec(named, argument, here()));
    }

    public void ioctl(Object named) {
        spec.call(new CallSpec(named, null, here()));
    }

    /** {@code vcpu(id) { }}, once its block was read; the block's own words are {@link VcpuWords}. */
    protected final void vcpu(VcpuSpec asked) {
        spec.vcpu(asked);
    }

    protected final int vcpuId(Object id) {
        return (int) Bits64.of(id, "a vCPU's id", 0, MOST_VCPU_ID, here());
    }

    /** {@code on(io: port) { }} with the block as a handler. */
    protected final void on(Map<String, ?> key, Handler handler) {
        NamedArguments named = named("on", key);
        if (key.size() != 1) {
            throw new ScriptError(here(), "on takes one key: io:, mmio:, hcall:, system: or exit:", "try: on(io: 0x3f8) { e -> print e.text }");
        }
        String name = key.keySet().iterator().next();
        HandlerSpec.Kind kind = HandlerSpec.Kind.valueOf(name.toUpperCase(Locale.ROOT));
        long[] range = range(kind, named.get(name));
        spec.handler(new HandlerSpec(kind, range[0], range[1], handler, here()));
    }

    @Word(value = "the guest's writes to a port or an address, or its H_PUT_TERM_CHARs, are the text of m.console; its reads give value:, and no exit is seen of either",
            example = "console io: 0x3f8", named = {"io", "mmio", "hcall", "value"})
    public void console(Map<String, ?> arguments) {
        answer("console", arguments, true);
    }

    @Word(value = "the guest's reads of a port or an address, or its hypercalls, give a value, and its writes go on: answered where it runs, without an exit that is seen",
            example = "answer io: 0x3fd, value: 0x60", named = {"io", "mmio", "hcall", "value"})
    public void answer(Map<String, ?> arguments) {
        answer("answer", arguments, false);
    }

    private void answer(String word, Map<String, ?> arguments, boolean console) {
        NamedArguments named = named(word, arguments);
        List<String> keys = arguments.keySet().stream().map(Object::toString).filter(key -> !key.equals("value")).toList();
        if (keys.size() != 1) {
            throw new ScriptError(here(), word + " takes one of io:, mmio: and hcall:", "try: " + word + " io: 0x3f8");
        }
        HandlerSpec.Kind kind = HandlerSpec.Kind.valueOf(keys.get(0).toUpperCase(Locale.ROOT));
        long[] range = range(kind, named.get(keys.get(0)));
        Long value = named.longOrNull("value");
        spec.answer(new AnswerSpec(kind, range[0], range[1], console, value == null ? 0 : value, here()));
    }

    private long[] range(HandlerSpec.Kind kind, Object place) {
        Object first = place instanceof List<?> range ? range.get(0) : place;
        Object last = place instanceof List<?> range ? range.get(range.size() - 1) : place;
        String what = switch (kind) {
            case IO -> "a port";
            case MMIO -> "an address";
            case HCALL -> "a hypercall's number";
            case SYSTEM -> "a system event's type";
            case EXIT -> "an exit's reason";
        };
        long most = kind == HandlerSpec.Kind.IO ? MOST_PORT : Long.MAX_VALUE;
        long from = Bits64.of(first, what, 0, most, here());
        long to = Bits64.of(last, what, 0, most, here());
        if (place instanceof List<?> range && range.size() != to - from + 1) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            throw new ScriptError(here(), name + ": takes " + what + ", or a range from the lowest to the highest",
                    "try: on(" + name + ": " + Bits64.hex(Math.min(from, to)) + ".." + Bits64.hex(Math.max(from, to)) + ") { }, or an on for each");
        }
        return new long[] {from, to};
    }

    private NamedArguments named(String word, Map<String, ?> arguments) {
        return Vocabulary.named(getClass(), word, arguments, here());
    }
}
