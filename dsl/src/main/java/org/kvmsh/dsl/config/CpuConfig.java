package org.kvmsh.dsl.config;

import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * The processors of an ARM guest.
 *
 * @param target a name or a number; null for the one that KVM prefers
 * @param features names or numbers, exactly these; null for the defaults
 * @param off whether it is powered off until another one turns it on
 */
public record CpuConfig(Object target, List<Object> features, boolean off, Site site) {
    public CpuConfig {
        features = features == null ? null : List.copyOf(features);
    }
}
