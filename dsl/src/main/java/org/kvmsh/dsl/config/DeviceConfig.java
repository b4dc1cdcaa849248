package org.kvmsh.dsl.config;

import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * A device of KVM's.
 *
 * @param type the kernel's constant by its name, or a number
 * @param attributes in the script's order
 */
public record DeviceConfig(Object type, List<Attribute> attributes, Site site) {
    public DeviceConfig {
        attributes = List.copyOf(attributes);
    }

    /**
     * An attribute that the device gets.
     *
     * @param group a number, or the kernel's constant by its name
     * @param attr likewise
     * @param value null if the attribute has none
     * @param bytes its number of bytes in memory
     */
    public record Attribute(Object group, Object attr, Long value, int bytes, Site site) {}
}
