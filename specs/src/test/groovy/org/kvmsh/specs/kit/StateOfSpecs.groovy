package org.kvmsh.specs.kit

import java.nio.file.Files

/** The state directory of kvmsh while specs run: a person's own runs and sessions stay as they are. */
class StateOfSpecs {
    static final String FOLDER = folder()

    private static String folder() {
        def folder = Files.createTempDirectory('kvmsh-state')
        Runtime.runtime.addShutdownHook(new Thread({ folder.toFile().deleteDir() }))
        folder.toString()
    }
}
