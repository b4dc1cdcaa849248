package org.kvmsh.dsl.spec;

/**
 * An ioctl that a script asks for by name while a VM is set up.
 *
 * @param ioctl    the ioctl of the board's tables, or its name
 * @param argument a map of fields, a number, or null
 */
public record CallSpec(Object ioctl, Object argument, Site site) { }
