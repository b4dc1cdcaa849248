package org.kvmsh.specs.kit

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.extension.IDataDriver
import org.spockframework.runtime.extension.IGlobalExtension
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.SpecInfo

/**
 * Runs one of so many rows of a feature's table, always the same ones; with -Pwhole all of them, unless -Dsampled=true. -Drest=SPEC,... runs
 * what is in no sample: of these specs the other rows of these tables, and nothing else.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtensionAnnotation(SampleExtension)
@interface Sample {
    int of()
}

class SampleExtension implements IAnnotationDrivenExtension<Sample>, IGlobalExtension {
    /** Multiples of the golden ratio are spread evenly, and have no period in common with the columns of a table. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2

    @Override
    void visitSpec(SpecInfo spec) {
        if (isRest(spec)) {
            spec.allFeatures.findAll { !it.featureMethod.isAnnotationPresent(Sample) }*.excluded = true
        }
    }

    @Override
    void visitFeatureAnnotation(Sample sample, FeatureInfo feature) {
        def rest = isRest(feature.spec)
        if (rest || !Boolean.getBoolean('whole') || Boolean.getBoolean('sampled')) {
            feature.dataDriver = { rows, runner, parameters ->
                for (int row = 0; rows.hasNext(); row++) {
                    def values = rows.next()
                    if (((row * GOLDEN) % 1 < 1 / sample.of()) != rest) {
                        runner.runIteration(IDataDriver.prepareArgumentArray(values, parameters))
                    }
                }
            } as IDataDriver
        }
    }

    private static boolean isRest(SpecInfo spec) {
        spec.name in System.getProperty('rest', '').split(',')
    }
}
