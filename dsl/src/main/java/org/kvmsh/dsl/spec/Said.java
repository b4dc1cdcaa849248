package org.kvmsh.dsl.spec;

/** What one word said, and where. */
public record Said<T>(T value, Site site) { }
