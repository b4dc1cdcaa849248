package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * The platform requested for a VM.
 *
 * @param arch the guest's architecture level, 206 for 2.06; 0 if the script named none
 * @param flags null if the script named none
 * @param api how the kernel is called; null for the call that it supports
 */
public record PlatformConfig(Platform platform, int arch, PlatformFlag flags, Api api, Site site) {}
