package org.kvmsh.specs.kit

import org.spockframework.runtime.extension.IGlobalExtension
import org.spockframework.runtime.model.SpecInfo

/** {@code -Dorder.seed=N} runs the features of each spec in another order; surefire.runOrder=random does so with the specs. */
class RandomOrder implements IGlobalExtension {
    @Override
    void visitSpec(SpecInfo spec) {
        def seed = Long.getLong('order.seed')
        if (seed != null) {
            def features = spec.allFeatures.toList()
            Collections.shuffle(features, new Random(seed))
            features.eachWithIndex { feature, i -> feature.executionOrder = i }
        }
    }
}
