package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * Exits that are answered where the guest runs: a read returns the value, a write has no effect.
 *
 * @param console whether what the guest writes is the console's text
 */
public record AnswerConfig(ExitPlaces places, boolean console, long value, Site site) {}
