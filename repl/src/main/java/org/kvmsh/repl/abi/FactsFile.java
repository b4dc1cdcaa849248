package org.kvmsh.repl.abi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.HugePagePools;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.dsl.plan.step.Probe;

/** The facts of a board from {@code kvmsh boards facts}: sufficient for a plan without the board. */
public record FactsFile(
        String name,
        BoardKind kind,
        String caveat,
        String about,
        Abi abi,
        String release,
        int pageSize,
        Map<String, Integer> capabilities,
        Map<String, List<String>> probed,
        Map<String, Map<String, Boolean>> guestDebug,
        HugePages hugePages)
        implements Probe {
    private static final int KILOBYTE = 1024;
    /** The suffix that /sys/kernel/mm/hugepages has behind "hugepages-". */
    private static final String POOL = "[1-9][0-9]{0,9}kB";

    private static final String PRINTED_BY = "kvmsh boards facts NAME";
    private static final String VM_TYPES = "vmTypes";
    private static final String DEVICES = "devices";
    private static final String PROPOSALS = "proposals";

    /** @throws IOException if there is no such file, or it has other content */
    public static FactsFile read(Path file) throws IOException {
        JsonFile json = JsonFile.read(file, PRINTED_BY);
        json.checkNames(BoardFacts.MEMBERS);
        String name = json.text("name");
        String kind = json.text("kind");
        String table = json.text("table");
        Map<String, Integer> capabilities = json.integers("capabilities");
        if (name == null || kind == null || table == null || capabilities == null) {
            String missing = name == null ? "name" : kind == null ? "kind" : table == null ? "table" : "capabilities";
            throw new IOException(
                    file + " is not a facts file: it has no " + missing + "; expected the output of " + PRINTED_BY);
        }
        if (!Abi.tables().contains(table)) {
            throw new IOException(file + ": this kvmsh has no ABI table " + table + "; its tables are "
                    + String.join(", ", Abi.tables()) + "; expected the output of " + PRINTED_BY);
        }
        Map<String, List<String>> probed = new HashMap<>();
        for (String list : List.of(VM_TYPES, DEVICES, PROPOSALS)) {
            // An older file does not have it.
            if (json.texts(list) != null) {
                probed.put(list, json.texts(list));
            }
        }
        Map<String, Map<String, Boolean>> guestDebug = json.flags(BoardFacts.GUEST_DEBUG);
        return new FactsFile(
                name,
                kind(file, kind),
                json.text("caveat"),
                json.text("about"),
                abi(name, table, probed.getOrDefault(PROPOSALS, List.of())),
                json.text("kernel"),
                pageSize(file, json),
                capabilities,
                probed,
                guestDebug == null ? Map.of() : guestDebug,
                hugePages(file, kind(file, kind), json.pools("hugePages")));
    }

    private static BoardKind kind(Path file, String kind) throws IOException {
        for (BoardKind known : BoardKind.values()) {
            if (known.name().equals(kind.toUpperCase(Locale.ROOT))) {
                return known;
            }
        }
        throw new IOException(file + ": unknown kind of board: " + kind);
    }

    /** A board with a proposal has it in its headers too; one board is known to have proposals without listing them. */
    private static Abi abi(String name, String table, List<String> proposals) {
        Abi abi = name.equals(Boards.RFC) ? Abi.rfc(table) : Abi.of(table);
        for (String ioctl : proposals) {
            abi = Abi.rfc(table).hasIoctl(ioctl) ? abi.proposed(ioctl) : abi;
        }
        return abi;
    }

    /** An older file does not have it: what is no multiple of the smallest page is one of no kernel's page. */
    private static int pageSize(Path file, JsonFile json) throws IOException {
        Integer bytes = json.integer("pageSize");
        if (bytes != null && (bytes < SMALLEST_PAGE || Integer.bitCount(bytes) != 1)) {
            throw new IOException(
                    file + ": pageSize " + bytes + " is invalid: a page size is a power of two, at least 4096");
        }
        return bytes == null ? SMALLEST_PAGE : bytes;
    }

    /**
     * Guest memory is in huge pages only if kvmsh runs on the board itself; the facts do not have the default page
     * size.
     */
    private static HugePages hugePages(Path file, BoardKind kind, Map<String, Map<String, Long>> pools)
            throws IOException {
        if (kind != BoardKind.REAL || pools == null || pools.isEmpty()) {
            return HugePages.NONE;
        }
        for (String pool : pools.keySet()) {
            if (!pool.matches(POOL)) {
                throw new IOException(file + ": hugePages." + pool
                        + " is invalid: the key must be a page size in kB, such as 2048kB");
            }
        }
        return new HugePagePools(
                pools,
                pools.keySet().stream()
                        .mapToLong(pool -> Long.parseLong(pool.replaceFirst("\\D.*", "")) * KILOBYTE)
                        .min()
                        .getAsLong());
    }

    @Override
    public int capability(String named) {
        return capabilities.getOrDefault(named, 0);
    }

    /**
     * A name that is in no kernel's headers exists only if the board lists it; for other names the headers are used.
     */
    @Override
    public boolean hasIoctl(Ioctl ioctl) {
        return !probed.containsKey(PROPOSALS)
                || Abi.of(abi.table()).hasIoctl(ioctl.name())
                || probed.get(PROPOSALS).contains(ioctl.name());
    }

    @Override
    public boolean hasVmType(String constant) {
        return probed.containsKey(VM_TYPES) ? probed.get(VM_TYPES).contains(constant) : Probe.super.hasVmType(constant);
    }

    @Override
    public Delivery delivers(DebugStop stop, long vmType) {
        String type = vmType == 0
                ? BoardFacts.DEFAULT_TYPE
                : guestDebug.keySet().stream()
                        .filter(name -> abi.hasConstant(name) && abi.constant(name) == vmType)
                        .findFirst()
                        .orElse(BoardFacts.DEFAULT_TYPE);
        Boolean delivered = guestDebug.getOrDefault(type, Map.of()).get(stop.key());
        return delivered == null ? Delivery.UNKNOWN : delivered ? Delivery.DELIVERED : Delivery.LOST;
    }

    @Override
    public boolean hasDevice(String constant) {
        return !probed.containsKey(DEVICES) || probed.get(DEVICES).contains(constant);
    }

    /** The file lists constants alone. */
    @Override
    public boolean hasDevice(long type) {
        return !probed.containsKey(DEVICES);
    }
}
