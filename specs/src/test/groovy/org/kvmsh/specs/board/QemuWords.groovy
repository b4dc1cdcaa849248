package org.kvmsh.specs.board

import java.nio.file.Path
import org.kvmsh.specs.kit.Kvmsh
import org.kvmsh.specs.kit.Programs

/** The arguments with which kvmsh starts the QEMU of qemu:x86_64, for boards that a spec starts with another link. */
class QemuWords {
    /**
     * The arguments without the device of the agent's port and its socket.
     *
     * @param link the agent's link, as KVMSH_LINK has it
     */
    static List<String> without(Path folder, String link) {
        def told = folder.resolve('told')
        def recorder = Programs.write(folder.resolve('recorder'), "printf '%s\\n' \"\$@\" > $told; exit 1")
        Kvmsh.run('-b', "qemu:x86_64?qemu=$recorder&append=loglevel=7%20KVMSH_LINK=$link", '-e', '1')
        def words = told.toFile().readLines()
        words.take(words.indexOf('-chardev') - 2)
    }
}
