package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * An ioctl that a script calls by name while a VM is set up.
 *
 * @param ioctl the ioctl of the board's tables, or its name
 * @param argument a map of fields, a struct, a number, or null
 */
public record CallConfig(Object ioctl, Object argument, Site site) {
    public CallConfig {
        argument = argument instanceof ArgumentValue value ? value.copy() : argument;
    }
}
