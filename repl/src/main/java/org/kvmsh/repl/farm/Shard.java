package org.kvmsh.repl.farm;

import java.nio.file.Path;
import java.util.List;

/**
 * Scripts that one task of the farm runs on one board.
 *
 * @param number from 0: the task's index
 * @param folder its own, in the run's directory
 */
record Shard(int number, String board, List<FarmScript> scripts, Path folder) {
    static final String LOG = "log";

    /** The directory where the shard's run is kept. */
    Path run() {
        return folder.resolve("run");
    }

    Path command() {
        return folder.resolve("command");
    }

    Path log() {
        return folder.resolve(LOG);
    }
}
