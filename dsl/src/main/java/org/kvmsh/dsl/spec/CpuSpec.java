package org.kvmsh.dsl.spec;

import java.util.List;

/**
 * What an ARM guest's processors are.
 *
 * @param target   a name or a number; null for the one that KVM prefers
 * @param features names or numbers, nothing besides; null for the usual ones
 */
public record CpuSpec(Object target, List<Object> features, Site site) {
    public CpuSpec {
        features = features == null ? null : List.copyOf(features);
    }
}
