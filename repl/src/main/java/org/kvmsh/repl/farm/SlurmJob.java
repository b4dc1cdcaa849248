package org.kvmsh.repl.farm;

import java.util.List;

/**
 * Tasks that were submitted together, because they need the same nodes.
 *
 * @param number its number in Slurm
 * @param probe the job that it waits for, which looks whether its node has the run's directory
 * @param shards the numbers of its tasks
 */
record SlurmJob(String number, String probe, List<Integer> shards) {}
