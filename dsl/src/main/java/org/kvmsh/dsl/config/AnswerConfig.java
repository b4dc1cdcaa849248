package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * Exits that are answered where the guest runs: a read gives the value, a write goes on.
 *
 * @param console whether what the guest writes is the console's text
 */
public record AnswerConfig(ExitPlaces places, boolean console, long value, Site site) { }
