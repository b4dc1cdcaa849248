package org.kvmsh.dsl.spec;

/**
 * Exits that are answered where the guest runs: a read gives the value, a write goes on.
 *
 * @param console whether what the guest writes is the console's text
 */
public record AnswerSpec(HandlerSpec.Kind kind, long first, long last, boolean console, long value, Site site) { }
