package org.kvmsh.repl.farm;

import java.nio.file.Path;

/**
 * A script that a task runs.
 *
 * @param name as results have it
 * @param file absolute
 */
public record FarmScript(String name, Path file) {}
