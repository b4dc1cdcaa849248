package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.linux.LinuxKernel;

/** This machine's own KVM. */
final class LocalBoards implements BoardSource {
    private static final String VARIABLE = "KVMSH_KVM";

    private final String device;
    /** Whether the variable names it. */
    private final boolean named;

    LocalBoards(Map<String, String> environment) {
        String path = environment.getOrDefault(VARIABLE, "");
        this.named = !path.isEmpty();
        this.device = named ? path : "/dev/kvm";
    }

    @Override
    public List<BoardEntry> entries() {
        DeviceAccess refused = refused();
        String whyNot = refused == null ? null : refused.whyNot();
        if (refused == null) {
            try {
                reach().open().close();
            } catch (BoardUnavailable e) {
                whyNot = e.getMessage();
            }
        }
        return List.of(new BoardEntry(
                Boards.KVM,
                BoardKind.REAL,
                arch(),
                whyNot == null ? release() : null,
                device,
                whyNot,
                whyNot == null ? null : refused == null ? howTo() : refused.howTo()));
    }

    @Override
    public BoardEntry entry(BoardName name) {
        return entries().get(0);
    }

    /** Listing this host's KVM opens it, and its architecture is known without that. */
    @Override
    public Arch arch(BoardName name) {
        return arch();
    }

    private String howTo() {
        if (named) {
            return "unset " + VARIABLE + " to use /dev/kvm, or set it to the path of a KVM device";
        }
        return switch (String.valueOf(Boards.hostTable())) {
            case "x86_64" -> "as root: modprobe kvm_intel or kvm_amd";
            case "ppc64", "ppc64le" -> "as root: modprobe kvm_hv or kvm_pr";
            case "arm64" -> "boot at EL2, with a kernel that has CONFIG_KVM";
            default -> "boot a kernel with CONFIG_KVM";
        };
    }

    /** Whether the device is there and may not be opened. */
    private boolean isRefused() {
        Path path = Path.of(device);
        return Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path));
    }

    /** The rights to a device that may not be opened; null for another. */
    private DeviceAccess refused() {
        try {
            return isRefused() ? DeviceAccess.to(Path.of(device)) : null;
        } catch (IOException | UnsupportedOperationException e) {
            return null;
        }
    }

    private BoardUnavailable refusal() {
        DeviceAccess refused = refused();
        return new BoardUnavailable(
                refused == null ? device + " cannot be opened" : refused.whyNot() + "; " + refused.howTo());
    }

    @Override
    public boolean has(BoardName name) {
        return name.scheme().equals(Boards.KVM);
    }

    @Override
    public void check(BoardName name) throws NoSuchBoard {
        name.allowOptions(List.of());
        if (!name.rest().isEmpty() && !name.rest().equals(String.valueOf(arch()))) {
            throw new NoSuchBoard(
                    "no board " + name.base() + ": the board 'kvm' is /dev/kvm of this " + arch() + " host");
        }
    }

    /** A processor for the guest, and one for kvmsh. Two sessions would read one kernel's log. */
    @Override
    public BoardLoad load(BoardName name) {
        return new BoardLoad(2, 0, Boards.KVM);
    }

    @Override
    public ConnectedBoard reach(BoardName name) throws BoardUnavailable {
        return reach();
    }

    private ConnectedBoard reach() throws BoardUnavailable {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new BoardUnavailable("KVM needs Linux; this host runs " + System.getProperty("os.name"));
        }
        String table = Boards.hostTable();
        if (table == null) {
            throw new BoardUnavailable(
                    "kvmsh has no ABI tables for this host's architecture, " + System.getProperty("os.arch"));
        }
        if (named && !Files.exists(Path.of(device))) {
            throw new BoardUnavailable(VARIABLE + "=" + device + ": no such file");
        }
        if (isRefused()) {
            throw refusal();
        }
        Abi abi = Abi.of(table);
        return new ConnectedBoard(
                Boards.KVM + ":" + abi.arch(), BoardKind.REAL, "Linux " + release(), new LinuxKernel(abi), device);
    }

    private static Arch arch() {
        String table = Boards.hostTable();
        return table == null ? null : Abi.of(table).arch();
    }

    private static String release() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
        } catch (IOException e) {
            return System.getProperty("os.version");
        }
    }
}
