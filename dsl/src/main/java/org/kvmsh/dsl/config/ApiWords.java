package org.kvmsh.dsl.config;

/** What {@code api:} takes as a bare word; the other ways are texts. */
public final class ApiWords {
    public static final Api rfc2011 = Api.RFC2011;

    private ApiWords() { }
}
