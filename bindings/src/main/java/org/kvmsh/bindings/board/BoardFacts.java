package org.kvmsh.bindings.board;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Constant;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.kernel.HostFiles;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.bindings.text.Digest;

/** The results of probing a board, by name: texts, numbers, lists and maps. */
public final class BoardFacts {
    private static final String CAPABILITIES = "capabilities";
    /** The name of the machine that its kernel runs on. */
    public static final String HOST = "host";
    /** The build id of its kernel, in hexadecimal digits, or why it is not known. */
    public static final String BUILD_ID = "buildId";
    /** Whether each debug stop arrives, by the type of the VM: {@link #DEFAULT_TYPE} or a constant. */
    public static final String GUEST_DEBUG = "guestDebug";
    /** The name of its architecture. */
    public static final String ARCH = "arch";
    /** All that {@link #of} may answer. */
    public static final List<String> MEMBERS = List.of(
            "name",
            "kind",
            "caveat",
            ARCH,
            "table",
            "about",
            HOST,
            "kernel",
            "pageSize",
            "build",
            BUILD_ID,
            "git",
            "config",
            "commandLine",
            "processor",
            "kvmModules",
            CAPABILITIES,
            "hugePages",
            "vmCapabilities",
            "vmTypes",
            "devices",
            "proposals",
            GUEST_DEBUG);
    /** Type 0. */
    public static final String DEFAULT_TYPE = "default";

    private static final Pattern COMMIT = Pattern.compile("-g([0-9a-f]{7,40})\\b");
    private static final String CAPABILITY = "KVM_CAP_";
    /** The directory of the pools of huge pages. */
    public static final String POOLS = "/sys/kernel/mm/hugepages";
    /** The keys of /proc/cpuinfo that name the processor; they depend on the architecture. */
    private static final List<String> PROCESSOR = List.of(
            "vendor_id",
            "cpu family",
            "model",
            "model name",
            "stepping",
            "microcode",
            "cpu",
            "revision",
            "machine",
            "platform",
            "firmware",
            "MMU",
            "CPU implementer",
            "CPU architecture",
            "CPU variant",
            "CPU part",
            "CPU revision",
            "isa",
            "mmu",
            "uarch");
    /** x86 and arm64 list features; what KVM needs of them is seen there. */
    private static final List<String> FEATURES = List.of("flags", "Features");

    private BoardFacts() {}

    /** Whether facts have the build id of a kernel. */
    public static boolean hasBuildId(Map<String, Object> facts) {
        return facts.get(BUILD_ID) instanceof String id && id.matches("[0-9a-f]+");
    }

    /**
     * The facts that are found before a board's tests: KVM_CHECK_EXTENSION is the only ioctl, so a kernel that hangs
     * when a VM is created hangs in a test.
     */
    public static Map<String, Object> ofRun(Board board) {
        Map<String, Object> facts = ofHost(board);
        facts.put(CAPABILITIES, capabilities(board.kernel().abi(), board.kvm()));
        return facts;
    }

    /**
     * Facts that the board's kernel tells without KVM: kind, release, command line, processor and the parameters of
     * KVM's modules.
     */
    private static Map<String, Object> ofHost(Board board) {
        HostFiles files = board.kernel().files();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", board.name());
        facts.put("kind", board.kind().toString());
        facts.put("caveat", board.caveat());
        facts.put(ARCH, board.arch().toString());
        facts.put("table", board.kernel().abi().table());
        facts.put("about", board.about());
        facts.put(HOST, line(files, "/proc/sys/kernel/hostname"));
        facts.put("kernel", board.kernel().release());
        facts.put("pageSize", board.kernel().pageSize());
        facts.put("build", line(files, "/proc/version"));
        facts.put(BUILD_ID, KernelNotes.buildId(board));
        facts.put("git", git(board));
        facts.put("config", config(board));
        facts.put("commandLine", line(files, "/proc/cmdline"));
        facts.put("processor", processor(files));
        facts.put("kvmModules", kvmModules(files));
        return facts;
    }

    /** Probes everything on the board; a VM is created for it and closed. */
    public static Map<String, Object> of(Board board) {
        Map<String, Object> facts = ofRun(board);
        facts.put("hugePages", hugePages(board.kernel().files()));
        IoctlResult<Vm> vm = board.kvm().createVm(0);
        if (vm.ok()) {
            try (Vm open = vm.get()) {
                facts.put("vmCapabilities", capabilities(board.kernel().abi(), open));
            }
            facts.put("vmTypes", vmTypes(board));
            facts.put("devices", devices(board));
            facts.put("proposals", proposals(board));
            facts.put(GUEST_DEBUG, guestDebug(board));
        }
        return facts;
    }

    /** The output of git describe for the kernel's source, or the commit in its release (scripts/setlocalversion). */
    private static String git(Board board) {
        Matcher commit = COMMIT.matcher(
                board.kernel().release() == null ? "" : board.kernel().release());
        return board.known().git() != null ? board.known().git() : commit.find() ? commit.group(1) : null;
    }

    /** The SHA-256 of the kernel's configuration: that in the kernel, otherwise the one that a distribution keeps. */
    private static String config(Board board) {
        if (board.known().config() != null) {
            return board.known().config();
        }
        byte[] config = configuration(board.kernel());
        return config == null ? null : Digest.of(config);
    }

    /**
     * A kernel's configuration, the text of its .config: /proc/config.gz, otherwise the file that a distribution keeps
     * in /boot.
     *
     * @return null if the board has neither
     */
    public static byte[] configuration(Kernel kernel) {
        HostFiles files = kernel.files();
        byte[] packed = files.bytes("/proc/config.gz");
        return packed != null ? unpacked(packed) : files.bytes("/boot/config-" + kernel.release());
    }

    private static byte[] unpacked(byte[] packed) {
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            // The link has cut it.
            return null;
        }
    }

    private static String line(HostFiles files, String path) {
        String text = files.read(path);
        return text == null ? null : text.strip();
    }

    private static Map<String, Object> processor(HostFiles files) {
        Map<String, Object> processor = new LinkedHashMap<>();
        String text = files.read("/proc/cpuinfo");
        int processors = 0;
        for (String line : text == null ? List.<String>of() : text.lines().toList()) {
            String[] parts = line.split(":", 2);
            String key = parts[0].strip();
            if (parts.length == 2) {
                processors += key.equals("processor") ? 1 : 0;
                if (PROCESSOR.contains(key)) {
                    processor.putIfAbsent(key, parts[1].strip());
                } else if (FEATURES.contains(key)) {
                    processor.putIfAbsent(key, List.of(parts[1].strip().split(" ")));
                }
            }
        }
        processor.put("processors", processors);
        return processor;
    }

    /** The modules of KVM's that are loaded or built in, with their parameters. */
    private static Map<String, Object> kvmModules(HostFiles files) {
        Map<String, Object> modules = new TreeMap<>();
        for (String module : files.list("/sys/module")) {
            if (module.equals("kvm") || module.startsWith("kvm_")) {
                Map<String, Object> parameters = new TreeMap<>();
                String folder = "/sys/module/" + module + "/parameters";
                files.list(folder)
                        .forEach(parameter -> parameters.put(parameter, line(files, folder + "/" + parameter)));
                modules.put(module, parameters);
            }
        }
        return modules;
    }

    /**
     * The counts of a kernel's pools of huge pages by the size of their pages, such as {@code 2048kB}. Source:
     * Documentation/admin-guide/mm/hugetlbpage.rst.
     */
    public static Map<String, Map<String, Long>> hugePages(HostFiles files) {
        Map<String, Map<String, Long>> pools = new TreeMap<>();
        for (String pool : files.list(POOLS)) {
            Map<String, Long> pages = new TreeMap<>();
            for (String count : files.list(POOLS + "/" + pool)) {
                String value = line(files, POOLS + "/" + pool + "/" + count);
                if (value != null && value.matches("\\d+")) {
                    pages.put(count, Long.valueOf(value));
                }
            }
            pools.put(pool.replace("hugepages-", ""), pages);
        }
        return pools;
    }

    /**
     * KVM_CHECK_EXTENSION of all capabilities in the headers; those that are 0, or that a kernel cannot be asked, are
     * left out.
     */
    public static Map<String, Integer> capabilities(Abi abi, KvmFile file) {
        Map<String, Integer> capabilities = new LinkedHashMap<>();
        for (Constant constant : abi.constants()) {
            if (constant.name().startsWith(CAPABILITY)) {
                IoctlResult<Integer> answer = file.ioctl("KVM_CHECK_EXTENSION", constant.value());
                if (answer.ok() && answer.value() != 0) {
                    capabilities.put(constant.name(), answer.value());
                }
            }
        }
        return new TreeMap<>(capabilities);
    }

    /** The types of VM that the board has, of those that a kernel may have or not. */
    private static List<String> vmTypes(Board board) {
        return board.arch().vmTypes().stream()
                .filter(type ->
                        Probing.hasVmType(board.kvm(), board.kernel().abi().constant(type)))
                .toList();
    }

    /**
     * Whether each stop of KVM_SET_GUEST_DEBUG arrives, by the type of the VM; empty if the board has no such ioctl.
     */
    private static Map<String, Object> guestDebug(Board board) {
        Abi abi = board.kernel().abi();
        Map<String, Object> types = new LinkedHashMap<>();
        if (!abi.hasConstant("KVM_CAP_SET_GUEST_DEBUG") || board.kvm().capability("KVM_CAP_SET_GUEST_DEBUG") == 0) {
            return types;
        }
        types.put(DEFAULT_TYPE, guestDebug(board, 0));
        vmTypes(board).forEach(type -> types.put(type, guestDebug(board, abi.constant(type))));
        return types;
    }

    private static Map<String, Boolean> guestDebug(Board board, long vmType) {
        Map<String, Boolean> stops = new LinkedHashMap<>();
        for (DebugStop stop : DebugStop.values()) {
            Delivery delivery = board.delivers(stop, vmType);
            if (delivery != Delivery.UNKNOWN) {
                stops.put(stop.key(), delivery == Delivery.DELIVERED);
            }
        }
        return stops;
    }

    private static List<String> devices(Board board) {
        Map<String, Long> types = new TreeMap<>(board.kernel().abi().constants("KVM_DEV_TYPE_"));
        types.remove("KVM_DEV_TYPE_MAX");
        return types.keySet().stream()
                .filter(type -> Probing.hasDevice(board.kvm(), types.get(type)))
                .toList();
    }

    /** Capabilities that were only proposed but are present. */
    private static List<String> proposals(Board board) {
        Abi abi = Abi.rfc(board.kernel().abi().table());
        return abi.ioctls().stream()
                .filter(ioctl -> !Abi.of(abi.table()).hasIoctl(ioctl.name())
                        && Probing.isSafe(ioctl, abi)
                        && Probing.hasIoctl(board.kvm(), ioctl))
                .map(Ioctl::name)
                .sorted()
                .toList();
    }
}
