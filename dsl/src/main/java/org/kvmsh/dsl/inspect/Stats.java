package org.kvmsh.dsl.inspect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** The statistics of a VM or a vCPU, as KVM_GET_STATS_FD's descriptor describes them itself (api.rst 4.133). */
public record Stats(
        @Word(value = "the kernel's name for the VM or vCPU that the statistics describe", example = "m.stats.id")
        String id,

        @Word(
                value = "all statistics, in the kernel's order",
                example = "m.stats.all*.name",
                js = "m.stats.all.map(s => s.name)")
        List<Stat> all)
        implements AsJson {
    private static final int PIECE = 64 << 10;
    private static final String PREFIX = "KVM_STATS_";

    public Stats {
        all = List.copyOf(all);
    }

    /** Reads the statistics of a VM or a vCPU. */
    public static Stats of(KvmFile file) {
        Kernel kernel = file.kernel();
        int fd = file.ioctl("KVM_GET_STATS_FD", 0).get();
        try {
            return new Decoder(kernel.abi(), whole(kernel, fd)).stats();
        } finally {
            kernel.close(fd);
        }
    }

    private static byte[] whole(Kernel kernel, int fd) {
        byte[] whole = new byte[0];
        byte[] piece = new byte[PIECE];
        while (true) {
            int read = kernel.readAt(fd, piece, whole.length);
            if (read < 0) {
                throw new KvmException(Refusal.ofSystemCall(kernel.abi(), "read", "read of KVM's statistics", -read));
            }
            int before = whole.length;
            whole = Arrays.copyOf(whole, before + read);
            System.arraycopy(piece, 0, whole, before, read);
            if (read < PIECE) {
                return whole;
            }
        }
    }

    /** A header has the offset of the descriptions, and each of these the offset of its numbers. */
    private static final class Decoder {
        private final Abi abi;
        private final HeapRegion bytes;
        private final Struct header;
        private final Struct description;

        Decoder(Abi abi, byte[] bytes) {
            this.abi = abi;
            this.bytes = new HeapRegion(bytes, abi.order());
            this.header = abi.struct("kvm_stats_header");
            this.description = abi.struct("kvm_stats_desc");
        }

        Stats stats() {
            int nameSize = head("name_size");
            int step = description.size() + nameSize;
            List<Stat> all = new ArrayList<>();
            for (int i = 0, at = head("desc_offset"); i < head("num_desc"); i++, at += step) {
                int flags = bytes.getInt(at + description.offset("flags"));
                int exponent = bytes.getShort(at + description.offset("exponent"));
                int size = bytes.getShort(at + description.offset("size")) & 0xffff;
                long data =
                        head("data_offset") + Integer.toUnsignedLong(bytes.getInt(at + description.offset("offset")));
                List<Long> values = LongStream.range(0, size)
                        .mapToObj(k -> bytes.getLong(data + k * Long.BYTES))
                        .toList();
                all.add(new Stat(
                        text(at + description.size(), nameSize), named("TYPE_", flags), unit(flags, exponent), values));
            }
            return new Stats(text(header.size(), nameSize), all);
        }

        private int head(String field) {
            return bytes.getInt(header.offset(field));
        }

        private String text(int at, int most) {
            byte[] text = bytes.bytes(at, most);
            int end = 0;
            while (end < most && text[end] != 0) {
                end++;
            }
            return new String(text, 0, end, StandardCharsets.US_ASCII);
        }

        private String unit(int flags, int exponent) {
            String unit = named("UNIT_", flags).replace("none", "");
            return exponent == 0
                    ? unit
                    : (named("BASE_", flags).equals("pow2") ? "2^" : "10^")
                            + exponent
                            + (unit.isEmpty() ? "" : " " + unit);
        }

        /**
         * The constant of a part of the flags without its prefix, in small letters; the number where a later kernel has
         * more.
         */
        private String named(String part, int flags) {
            long value = flags & abi.constant(PREFIX + part + "MASK");
            return abi.constants(PREFIX + part).entrySet().stream()
                    .filter(known -> known.getValue() == value
                            && !List.of("MASK", "SHIFT", "MAX")
                                    .contains(known.getKey().substring(PREFIX.length() + part.length())))
                    .map(known -> known.getKey()
                            .substring(PREFIX.length() + part.length())
                            .toLowerCase(Locale.ROOT))
                    .findFirst()
                    .orElse(Long.toString(value >> abi.constant(PREFIX + part + "SHIFT")));
        }
    }

    @Word(value = "the value of one statistic, as a number", example = "m.vcpu(0).stats.value 'exits'")
    public long value(String name) {
        return named(name).getValue();
    }

    @Word(value = "one statistic with its unit and all its values", example = "m.vcpu(0).stats.named('exits').unit")
    public Stat named(String name) {
        return all.stream()
                .filter(stat -> stat.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ScriptError(
                        Site.UNKNOWN,
                        id + " has no statistic " + name,
                        Nearest.note(name, all.stream().map(Stat::name).toList())));
    }

    @Word(value = "the increase since earlier statistics of the same VM or vCPU", example = "m.stats.since earlier")
    public Stats since(Stats before) {
        if (!before.id.equals(id) || before.all.size() != all.size()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "these statistics are for " + id + ", but the earlier ones are for " + before.id,
                    "try: def before = m.stats; m.run(); println " + "m.stats.since(before)");
        }
        List<Stat> more = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            more.add(all.get(i).since(before.all.get(i)));
        }
        return new Stats(id, more);
    }

    @Override
    public String toString() {
        List<Stat> shown = all.stream().filter(stat -> !stat.isZero()).toList();
        int width = shown.stream().mapToInt(stat -> stat.name().length()).max().orElse(0);
        List<String> lines = new ArrayList<>(List.of(id));
        shown.forEach(stat -> lines.add("  " + stat.line(width)));
        int zeros = all.size() - shown.size();
        if (zeros > 0) {
            lines.add("  " + zeros + (zeros == 1 ? " is 0" : " are 0"));
        }
        return String.join("\n", lines);
    }
}
