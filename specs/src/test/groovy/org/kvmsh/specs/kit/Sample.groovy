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
 * Runs a share of the rows of a feature's table, always the same ones; with -Pwhole all of them. With -Dsampled=true it is the share of CI.
 * -Drest=SPEC,... runs what CI leaves out: of these specs the other rows of these tables, and nothing else.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtensionAnnotation(SampleExtension)
@interface Sample {
    /** CI runs one of so many rows; 0: one of three if mvn verify runs one of four or fewer, otherwise all. */
    int of() default 0
    /** mvn verify runs one of so many, which are among those of CI; 0: as many as CI. */
    int verify() default 0
}

class SampleExtension implements IAnnotationDrivenExtension<Sample>, IGlobalExtension {
    /** Multiples of the golden ratio are spread evenly, and have no period in common with the columns of a table. */
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2

    @Override
    void visitSpec(SpecInfo spec) {
        if (isRest(spec)) {
            spec.allFeatures.findAll { ofCi(it.featureMethod.getAnnotation(Sample)) == 1 }*.excluded = true
        }
    }

    @Override
    void visitFeatureAnnotation(Sample sample, FeatureInfo feature) {
        def rest = isRest(feature.spec)
        def sampled = Boolean.getBoolean('sampled')
        if (rest || sampled || !Boolean.getBoolean('whole')) {
            int share = rest || sampled ? ofCi(sample) : Math.max(ofCi(sample), sample.verify())
            feature.dataDriver = { rows, runner, parameters ->
                for (int row = 0; rows.hasNext(); row++) {
                    def values = rows.next()
                    def drawn = ((row * GOLDEN) % 1 < 1 / share) != rest
                    DrawnRows.count(drawn)
                    if (drawn) {
                        runner.runIteration(IDataDriver.prepareArgumentArray(values, parameters))
                    } else {
                        FeaturesRunWhole.notWhole(feature)
                    }
                }
            } as IDataDriver
        }
    }

    private static int ofCi(Sample sample) {
        int verify = sample?.verify() ?: 0
        sample?.of() ?: (verify >= 4 ? 3 : 1)
    }

    private static boolean isRest(SpecInfo spec) {
        spec.name in System.getProperty('rest', '').split(',')
    }
}
