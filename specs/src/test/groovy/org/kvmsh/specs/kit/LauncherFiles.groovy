package org.kvmsh.specs.kit

import java.nio.file.Files
import java.nio.file.Path

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES

/** What a source tree's ./kvmsh consists of. */
class LauncherFiles {
    /** Copies it into another tree and returns its path there. */
    static Path copyTo(Path tree) {
        Files.createDirectories(tree.resolve('repl'))
        ['repl/from-sources', 'kvmsh'].collect { Files.copy(Kvmsh.ROOT.resolve(it), tree.resolve(it), COPY_ATTRIBUTES) }.last()
    }
}
