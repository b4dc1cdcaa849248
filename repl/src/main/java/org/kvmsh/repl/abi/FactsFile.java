package org.kvmsh.repl.abi;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Ioctl;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.HugePagePools;
import org.kvmsh.bindings.kernel.HugePages;
import org.kvmsh.dsl.plan.Probe;

/** What {@code kvmsh boards facts} said of a board that need not be here: a plan needs no more. */
public record FactsFile(String name, BoardKind kind, String caveat, String about, Abi abi, Map<String, Integer> capabilities, Map<String, List<String>> probed, HugePages hugePages) implements Probe {
    private static final int KILOBYTE = 1024;
    private static final String VM_TYPES = "vmTypes";
    private static final String DEVICES = "devices";
    private static final String PROPOSALS = "proposals";

    /** What of the facts a plan wants, as they stand in the file; a list that an older file has not is null. */
    private record Kept(String name, String kind, String caveat, String about, String table, Map<String, Integer> capabilities, List<String> vmTypes, List<String> devices, List<String> proposals,
                        Map<String, Map<String, Long>> hugePages) {
        Map<String, List<String>> probed() {
            Map<String, List<String>> probed = new HashMap<>();
            probed.put(VM_TYPES, vmTypes);
            probed.put(DEVICES, devices);
            probed.put(PROPOSALS, proposals);
            probed.values().removeIf(Objects::isNull);
            return probed;
        }
    }

    /** @throws IOException where there is no such file, or it holds something else */
    public static FactsFile read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("can't read " + file + (Files.exists(file) ? "" : ": there is no such file"));
        }
        Kept kept;
        try {
            kept = new Gson().fromJson(Files.readString(file), Kept.class);
        } catch (JsonParseException e) {
            throw new IOException(file + " is no JSON: " + e.getMessage(), e);
        }
        if (kept == null || kept.name == null || kept.kind == null || kept.table == null || kept.capabilities == null || !Abi.tables().contains(kept.table)) {
            throw new IOException(file + " has no board's facts: they are what kvmsh boards facts NAME prints");
        }
        try {
            BoardKind kind = BoardKind.valueOf(kept.kind.toUpperCase(Locale.ROOT));
            return new FactsFile(kept.name, kind, kept.caveat, kept.about, abi(kept), Map.copyOf(kept.capabilities), kept.probed(), hugePages(kind, kept.hugePages));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " tells of a board of the kind " + kept.kind + ", and there is none", e);
        }
    }

    /** Whoever has what was only ever proposed has it in the headers too; of one board that is known without its saying so. */
    private static Abi abi(Kept kept) {
        Abi abi = kept.name.equals(Boards.RFC) ? Abi.rfc(kept.table) : Abi.of(kept.table);
        for (String ioctl : kept.proposals == null ? List.<String>of() : kept.proposals) {
            abi = Abi.rfc(kept.table).hasIoctl(ioctl) ? abi.proposed(ioctl) : abi;
        }
        return abi;
    }

    /** Guest memory is in huge pages only where kvmsh runs on the board itself; which pages are usual there the facts do not say. */
    private static HugePages hugePages(BoardKind kind, Map<String, Map<String, Long>> pools) {
        if (kind != BoardKind.REAL || pools == null || pools.isEmpty()) {
            return HugePages.NONE;
        }
        return new HugePagePools(pools, pools.keySet().stream().mapToLong(pool -> Long.parseLong(pool.replaceFirst("\\D.*", "")) * KILOBYTE).min().getAsLong());
    }

    @Override public int capability(String named) {
        return capabilities.getOrDefault(named, 0);
    }

    /** What is in no kernel's headers is there only where the board said so; of what is there anyhow the headers are believed. */
    @Override public boolean hasIoctl(Ioctl ioctl) {
        return !probed.containsKey(PROPOSALS) || Abi.of(abi.table()).hasIoctl(ioctl.name()) || probed.get(PROPOSALS).contains(ioctl.name());
    }

    @Override public boolean hasVmType(String constant) {
        return probed.containsKey(VM_TYPES) ? probed.get(VM_TYPES).contains(constant) : Probe.super.hasVmType(constant);
    }

    @Override public boolean hasDevice(String constant) {
        return !probed.containsKey(DEVICES) || probed.get(DEVICES).contains(constant);
    }
}
