package org.kvmsh.repl.inspect;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.dsl.reference.LackingModules;

/**
 * The first look at a board, before a VM is created: its link, its kernel and what of it can be seen. The only ioctls
 * are KVM_GET_API_VERSION and KVM_CHECK_EXTENSION.
 */
public final class FirstLook {
    private static final int ROUND_TRIPS = 65;
    private static final int SENT = 1 << 18;
    private static final String LOG = "kernel log";
    private static final String HUGE_PAGES = "huge pages";
    private static final String TRANSPARENT = "/sys/kernel/mm/transparent_hugepage/enabled";
    /** Capabilities whose value is a number that tests depend on. */
    private static final List<String> LIMITS = List.of(
            "KVM_CAP_MAX_VCPUS",
            "KVM_CAP_MAX_VCPU_ID",
            "KVM_CAP_NR_MEMSLOTS",
            "KVM_CAP_MULTI_ADDRESS_SPACE",
            "KVM_CAP_VM_TYPES",
            "KVM_CAP_ARM_VM_IPA_SIZE",
            "KVM_CAP_VM_GPA_BITS",
            "KVM_CAP_PPC_SMT");

    private final Board board;
    private final KernelWatch watch;
    private final Beside beside;
    private final Map<String, Object> facts;

    /** @param facts those of its run */
    public FirstLook(Board board, Map<String, Object> facts, KernelWatch watch, Beside beside) {
        this.board = board;
        this.facts = facts;
        this.watch = watch;
        this.beside = beside;
    }

    /**
     * What was seen, the link first.
     *
     * @param configuration the lines about the kernel's configuration
     */
    public List<Seen> all(List<Seen> configuration) {
        return Stream.of(
                        List.of(link(), kernel()),
                        configuration,
                        List.of(modules(), log(), capabilities(), limits(), hugePages()))
                .flatMap(List::stream)
                .toList();
    }

    private Seen link() {
        String trip = text(roundTrip()) + " (median of " + ROUND_TRIPS + ")";
        return Seen.of(
                "link",
                board.kind() == BoardKind.REAL
                        ? "none: this host; an ioctl takes " + trip
                        : "round trip " + trip + ", " + throughput());
    }

    private Duration roundTrip() {
        long[] took = new long[ROUND_TRIPS];
        for (int i = 0; i < took.length; i++) {
            long began = System.nanoTime();
            board.kvm().apiVersion();
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        return Duration.ofNanos(took[took.length / 2]);
    }

    /** The time in which memory of the board is written over the link, and read back. */
    private String throughput() {
        Mapped mapped = board.kernel().allocate(SENT);
        if (mapped.region() == null) {
            return "memory cannot be allocated: " + Errno.describe(mapped.errno());
        }
        Region memory = mapped.region();
        try {
            byte[] sent = new byte[SENT];
            for (int i = 0; i < SENT; i++) {
                sent[i] = (byte) (i * 31 + (i >> 8));
            }
            long began = System.nanoTime();
            memory.write(0, sent);
            boolean same = Arrays.equals(sent, memory.bytes(0, SENT));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            return SENT / 1024 + " KB written and read back in " + text(took)
                    + (same ? "" : ", but the data read back differs");
        } finally {
            memory.close();
        }
    }

    private Seen kernel() {
        Map<?, ?> processor = (Map<?, ?>) facts.get("processor");
        Object count = processor.get("processors");
        if (board.kernel().release() == null) {
            return Seen.hidden(
                    "kernel", "its release is unknown", "a board whose kernel is Linux; this one is a model");
        }
        return Seen.of(
                "kernel",
                "Linux " + facts.get("kernel") + ", " + facts.get("arch") + ", "
                        + board.kernel().pageSize() / 1024 + " KB pages"
                        + (Integer.valueOf(0).equals(count) ? "" : ", CPUs: " + count)
                        + beside.kernel());
    }

    private Seen modules() {
        List<String> lacking = LackingModules.of(
                board.arch(),
                board.kernel().files().read("/proc/modules"),
                ((Map<?, ?>) facts.get("kvmModules")).keySet());
        if (!lacking.isEmpty()) {
            return Seen.wrong(
                    "parameters",
                    "the module kvm is loaded, but not " + String.join(" or ", lacking)
                            + ": KVM_CREATE_VM fails without one",
                    "modprobe " + lacking.get(0) + ", and read the kernel log if that fails");
        }
        List<String> shown = new ArrayList<>();
        ((Map<?, ?>) facts.get("kvmModules")).forEach((module, parameters) -> shown.add(module + values(parameters)));
        String line = facts.get("commandLine") == null ? "" : (String) facts.get("commandLine");
        String words = Arrays.stream(line.split(" "))
                .filter(word -> word.startsWith("kvm"))
                .collect(Collectors.joining(" "));
        return Seen.of(
                "parameters",
                (shown.isEmpty() ? "none in /sys/module/kvm*" : String.join("; ", shown))
                        + (words.isEmpty() ? "" : "; kernel command line: " + words));
    }

    private static String values(Object parameters) {
        return ((Map<?, ?>) parameters)
                .entrySet().stream()
                        .map(parameter -> " " + parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining());
    }

    private Seen log() {
        String unreadable = watch.unreadable();
        return unreadable == null
                ? Seen.of(
                        LOG,
                        watch.taints() == null
                                ? "readable; read after each test"
                                : "readable; read after each test; the kernel is tainted: " + watch.taints())
                : Seen.hidden(
                        LOG,
                        unreadable,
                        "run kvmsh's agent as root, or run sysctl -w kernel.dmesg_restrict=0 on the board");
    }

    private Seen capabilities() {
        Map<?, ?> all = (Map<?, ?>) facts.get("capabilities");
        return Seen.of("capabilities", all.size() + " nonzero" + beside.capabilities(all));
    }

    private Seen limits() {
        Map<?, ?> all = (Map<?, ?>) facts.get("capabilities");
        String known = LIMITS.stream()
                .filter(all::containsKey)
                .map(name -> name + " " + all.get(name))
                .collect(Collectors.joining(", "));
        return Seen.of("limits", known.isEmpty() ? "no capability reports a limit" : known);
    }

    /** Source: Linux's admin-guide/mm/transhuge.rst and hugetlbpage.rst. */
    private Seen hugePages() {
        if (board.kind() == BoardKind.MODEL) {
            return Seen.hidden(HUGE_PAGES, "a model has none", null);
        }
        HostFiles files = board.kernel().files();
        String transparent = files.read(TRANSPARENT);
        List<String> pools = new ArrayList<>();
        BoardFacts.hugePages(files)
                .forEach((size, counts) -> pools.add(size + " pages free: " + counts.get("free_hugepages")));
        if (transparent == null && pools.isEmpty()) {
            return Seen.hidden(
                    HUGE_PAGES,
                    "no " + TRANSPARENT + ", and no " + BoardFacts.POOLS,
                    "mount -t sysfs none /sys, or build the kernel with CONFIG_TRANSPARENT_HUGEPAGE=y");
        }
        return Seen.of(
                HUGE_PAGES,
                "transparent: " + (transparent == null ? "none" : transparent.strip())
                        + (pools.isEmpty() ? "" : "; " + String.join(", ", pools)));
    }

    private static String text(Duration took) {
        double micros = took.toNanos() / 1e3;
        return micros < 10
                ? String.format(Locale.ROOT, "%.1f us", micros)
                : micros < 10_000
                        ? String.format(Locale.ROOT, "%.0f us", micros)
                        : String.format(Locale.ROOT, "%.0f ms", micros / 1e3);
    }
}
