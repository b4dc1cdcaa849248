package org.kvmsh.repl.farm;

import java.time.Duration;
import java.util.List;

/**
 * The request to a farm: what it is to run, and how.
 *
 * @param arguments the args of every script
 * @param options of kvmsh test, for each task
 * @param sbatch options of sbatch, for all tasks
 * @param needs options of sbatch by board
 * @param length how long a task is to take; null to follow from the work
 */
public record FarmAsked(
        List<FarmBoard> boards,
        List<String> arguments,
        List<String> options,
        List<String> sbatch,
        BoardNeeds needs,
        Duration length) {}
