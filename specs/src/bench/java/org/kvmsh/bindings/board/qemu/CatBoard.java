package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.remote.Link;

/** An emulated board that boots cat.c instead of the agent: what its link can carry when nothing is done with the bytes. */
public final class CatBoard implements AutoCloseable {
    private final QemuMachine machine;
    private final Link link;

    private CatBoard(QemuMachine machine, Link link) {
        this.machine = machine;
        this.link = link;
    }

    /** @param source cat.c, and where the agent's source is */
    public static CatBoard boot(String board, Path source, Path agentFolder) throws IOException, InterruptedException, BoardUnavailable {
        Map<String, String> environment = System.getenv();
        QemuProfile profile = QemuProfile.named(board.substring(board.indexOf(':') + 1));
        BoardStore store = new BoardStore(environment);
        Programs programs = new Programs(environment);
        KernelFiles kernel = store.kernel(profile);
        Path folder = Files.createTempDirectory("kvmsh-");
        Path cat = folder.resolve("cat");
        int status = new ProcessBuilder(programs.find(profile.compiler()).toString(), "-static", "-O2", "-pthread", "-I" + agentFolder, "-o", cat.toString(), source.toString())
                .inheritIO().start().waitFor();
        if (status != 0) {
            throw new IOException(profile.compiler() + " could not compile " + source);
        }
        Path initramfs = store.initramfs(profile, kernel, cat, folder.resolve("initramfs"));
        List<String> command = new QemuCommand(profile, BoardName.parse(board), programs.find(profile.emulator()), kernel, initramfs, false).words();
        QemuMachine machine = new QemuMachine(board, command, folder, store.consoleFile(profile), UnaryOperator.identity(), programs);
        return new CatBoard(machine, machine.link(() -> { }));
    }

    public Link link() {
        return link;
    }

    @Override public void close() {
        machine.expectEnd();
        link.close();
        machine.close();
    }
}
