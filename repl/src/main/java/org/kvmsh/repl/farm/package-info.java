/**
 * {@code kvmsh test --farm}: tests shared out to the tasks of a Slurm job. {@link Packing} divides scripts into tasks,
 * a {@link Shard} is one task's part, and {@link SlurmFarm} submits them, waits, and puts their runs together. Each
 * task runs its own {@code kvmsh test}: verdicts come only from the tasks' runs, never from Slurm's job state.
 */
package org.kvmsh.repl.farm;
