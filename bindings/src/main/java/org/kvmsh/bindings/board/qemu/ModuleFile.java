package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;

/** A module's bytes as finit_module(2) takes them: a compressed one is unpacked by the program that packed it. */
final class ModuleFile {
    private static final Map<String, String> PACKERS = Map.of(".xz", "xz", ".zst", "zstd", ".gz", "gzip");

    private ModuleFile() {}

    static byte[] read(Path file, Programs programs) throws IOException, BoardUnavailable {
        String suffix = file.toString().substring(file.toString().lastIndexOf('.'));
        String packer = PACKERS.get(suffix);
        if (packer == null) {
            return Files.readAllBytes(file);
        }
        Path program = programs.find(packer);
        if (program == null) {
            throw new BoardUnavailable("the module " + file + " is compressed with " + packer
                    + ", which this host does not have; install " + packer
                    + ", or build a kernel with uncompressed modules (see CONFIG_MODULE_COMPRESS)");
        }
        Process process = programs.builder(null, List.of(program.toString(), "-dc", file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        byte[] bytes = process.getInputStream().readAllBytes();
        process.onExit().join();
        if (process.exitValue() != 0) {
            throw new BoardUnavailable("the module " + file + " cannot be unpacked: " + packer
                    + " does not accept it as a " + suffix + " file");
        }
        return bytes;
    }

    /** The file's name without the compression's suffix. */
    static String plainName(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.indexOf(".ko") + ".ko".length());
    }
}
