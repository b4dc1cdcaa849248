package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Answer;
import org.kvmsh.bindings.kvm.ErrnoRules;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.linux.LinuxKernel;
import org.kvmsh.bindings.model.ModelKernel;
import org.kvmsh.bindings.trace.TracingKernel;

/** Board names to kernels. */
public final class Boards {
    /** This machine's own KVM. */
    public static final String KVM = "kvm";
    /** What stands in for it where there is none. */
    public static final String MODEL = "model:x86_64";
    /** The board of the three patch mails. */
    public static final String RFC = "model:rfc";

    private static final String MODEL_ABOUT = "a board in software: 16-bit code only";
    private static final String RFC_ABOUT = "a board in software with the ioctls of three patch mails; no kernel ever had all three";

    private final String device;

    /** @param environment {@code KVMSH_KVM} names another device than /dev/kvm */
    public Boards(Map<String, String> environment) {
        this.device = environment.getOrDefault("KVMSH_KVM", "/dev/kvm");
    }

    /** Every board that has a name, those that are not at hand with what is missing. */
    public List<BoardEntry> all() {
        List<BoardEntry> boards = new ArrayList<>();
        String whyNot = null;
        try {
            openKvm().close();
        } catch (BoardUnavailable e) {
            whyNot = e.getMessage();
        }
        boards.add(new BoardEntry(KVM, BoardKind.REAL, hostArch(), device, whyNot));
        boards.add(new BoardEntry(MODEL, BoardKind.MODEL, Arch.X86_64, MODEL_ABOUT, null));
        boards.add(new BoardEntry(RFC, BoardKind.MODEL, Arch.PPC64, RFC_ABOUT, null));
        return boards;
    }

    /** The names that boards go by. */
    public static List<String> names() {
        return List.of(KVM, MODEL, RFC);
    }

    /** Whether there is a board of that name, at hand or not. */
    public static boolean isName(String name) {
        return names().contains(name) || name.equals(KVM + ":" + hostArch());
    }

    /** Opens a board by its name, or by the name that its prompt shows. */
    public Board open(String name) throws BoardUnavailable {
        return switch (name.equals(KVM + ":" + hostArch()) ? KVM : name) {
            case KVM -> openKvm();
            case MODEL -> opened(MODEL, BoardKind.MODEL, MODEL_ABOUT, ModelKernel.x86());
            case RFC -> opened(RFC, BoardKind.MODEL, RFC_ABOUT, ModelKernel.rfc());
            default -> throw new BoardUnavailable("there is no board " + name + "; boards are " + String.join(", ", names()));
        };
    }

    private Board openKvm() throws BoardUnavailable {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new BoardUnavailable("KVM is Linux's, and this is " + System.getProperty("os.name"));
        }
        String table = hostTable();
        if (table == null) {
            throw new BoardUnavailable("kvmsh has no KVM tables for this machine's " + System.getProperty("os.arch"));
        }
        Abi abi = Abi.of(table);
        return opened(KVM + ":" + abi.arch(), BoardKind.REAL, "Linux " + release(), new LinuxKernel(abi));
    }

    private Board opened(String name, BoardKind kind, String about, Kernel kernel) throws BoardUnavailable {
        TracingKernel traced = new TracingKernel(kernel);
        Answer<Kvm> opened = Kvm.open(traced, device);
        if (!opened.ok()) {
            throw new BoardUnavailable(device + ": " + explain("open", opened.errno()));
        }
        Kvm kvm = opened.get();
        Answer<Integer> version = kvm.apiVersion();
        if (!version.ok() || version.get() != kernel.abi().constant("KVM_API_VERSION")) {
            kvm.close();
            throw new BoardUnavailable(device + ": " + (version.ok() ? "its API version is " + version.get() + ", not "
                    + kernel.abi().constant("KVM_API_VERSION") : explain("KVM_GET_API_VERSION", version.errno())));
        }
        return new Board(name, kind, about, traced, kvm);
    }

    private static String explain(String call, int errno) {
        String rule = ErrnoRules.rule(call, errno);
        return Errno.describe(errno) + (rule == null ? "" : ": " + rule);
    }

    private static Arch hostArch() {
        String table = hostTable();
        return table == null ? null : Abi.of(table).arch();
    }

    /** The table of the machine that this JVM runs on; null where there is none. */
    public static String hostTable() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm64";
            case "ppc64", "ppc64le", "riscv64", "s390x", "loongarch64" -> System.getProperty("os.arch");
            default -> null;
        };
    }

    private static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            return System.getProperty("os.version");
        }
    }
}
