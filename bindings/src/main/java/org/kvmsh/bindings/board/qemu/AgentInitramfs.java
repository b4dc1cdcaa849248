package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;

/** An initramfs whose first program is the agent, for a board that boots a kernel of the user's. */
public final class AgentInitramfs {
    private final Programs programs;

    /** @param environment {@code PATH} finds what unpacks compressed modules */
    public AgentInitramfs(Map<String, String> environment) {
        this.programs = new Programs(environment);
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param modules a kernel's modules, as {@code make modules_install} leaves them; null for none
     * @param wanted the modules that the agent loads; what they depend on is loaded before
     * @throws BoardUnavailable if a module is not there or cannot be unpacked
     */
    public void write(Path file, Path agent, Path modules, List<String> wanted) throws IOException, BoardUnavailable {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        if (modules != null) {
            ModuleTree.Order order = ModuleTree.in(modules).order(wanted);
            if (!order.missing().isEmpty()) {
                throw new BoardUnavailable("no module " + String.join(", ", order.missing()) + " in " + modules);
            }
            for (Path module : order.files()) {
                contents.put(ModuleFile.plainName(module), ModuleFile.read(module, programs));
            }
        }
        Path target = file.toAbsolutePath();
        Initramfs.write(target, Files.readAllBytes(agent), contents, ModuleParameters.NONE, Map.of());
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));
    }
}
