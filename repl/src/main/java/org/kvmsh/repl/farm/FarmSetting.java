package org.kvmsh.repl.farm;

import java.time.Duration;
import java.util.List;

/**
 * The way in which a farm is used.
 *
 * @param sbatch options of sbatch, for all tasks
 * @param needs options of sbatch by board
 * @param length how long a task is to take; null to follow from the work
 */
public record FarmSetting(List<String> sbatch, BoardNeeds needs, Duration length) {}
