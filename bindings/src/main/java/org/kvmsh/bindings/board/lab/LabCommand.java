package org.kvmsh.bindings.board.lab;

import java.time.Duration;

/**
 * A command of a lab.
 *
 * @param key its key in boards.toml
 * @param text for sh
 * @param limit how long it may run
 */
record LabCommand(String key, String text, Duration limit) {}
