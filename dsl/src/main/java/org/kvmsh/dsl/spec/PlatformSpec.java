package org.kvmsh.dsl.spec;

/**
 * What platform a VM was asked to be.
 *
 * @param arch the guest's architecture level, 206 for 2.06; 0 where the script named none
 */
public record PlatformSpec(Platform platform, int arch, Site site) { }
