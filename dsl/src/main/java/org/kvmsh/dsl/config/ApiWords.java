package org.kvmsh.dsl.config;

/** The values of {@code api:} that are bare words; the others are strings. */
public final class ApiWords {
    public static final Api rfc2011 = Api.RFC2011;

    private ApiWords() {}
}
