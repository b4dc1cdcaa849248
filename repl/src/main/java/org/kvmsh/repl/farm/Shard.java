package org.kvmsh.repl.farm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Scripts that one task of the farm runs on one board.
 *
 * @param number from 0: the task's index
 * @param folder its own, in the run's directory
 */
record Shard(int number, String board, List<Path> scripts, Path folder) {
    /** Where its run is kept. */
    Path run() {
        return folder.resolve("run");
    }

    Path command() {
        return folder.resolve("command");
    }

    Path log() {
        return folder.resolve("log");
    }

    /**
     * All scripts on all boards, in order, in as many shards as the farm can take: a shard is of one board.
     *
     * @param most at least as many as there are boards
     */
    static List<Shard> of(List<String> boards, List<Path> scripts, int most, Path folder) {
        int size = 1;
        while (boards.size() * ((scripts.size() + size - 1) / size) > most) {
            size++;
        }
        List<Shard> shards = new ArrayList<>();
        for (String board : boards) {
            for (int first = 0; first < scripts.size(); first += size) {
                int number = shards.size();
                shards.add(new Shard(number, board, List.copyOf(scripts.subList(first, Math.min(first + size, scripts.size()))), folder.resolve(Integer.toString(number))));
            }
        }
        return shards;
    }
}
