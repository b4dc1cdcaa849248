package org.kvmsh.specs.kit

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.extension.IDataDriver
import org.spockframework.runtime.model.FeatureInfo

/** Runs one of so many rows of a feature's table, always the same ones; with -Pwhole, as in CI, all of them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtensionAnnotation(SampleExtension)
@interface Sample {
    int of()
}

class SampleExtension implements IAnnotationDrivenExtension<Sample> {
    /** Multiples of the golden ratio are spread evenly, and have no period in common with the columns of a table. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2

    @Override
    void visitFeatureAnnotation(Sample sample, FeatureInfo feature) {
        if (!Boolean.getBoolean('whole')) {
            feature.dataDriver = { rows, runner, parameters ->
                for (int row = 0; rows.hasNext(); row++) {
                    def values = rows.next()
                    if ((row * GOLDEN) % 1 < 1 / sample.of()) {
                        runner.runIteration(IDataDriver.prepareArgumentArray(values, parameters))
                    }
                }
            } as IDataDriver
        }
    }
}
