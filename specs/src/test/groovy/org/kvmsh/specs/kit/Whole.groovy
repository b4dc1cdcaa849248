package org.kvmsh.specs.kit

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.FeatureInfo

/** Runs a feature with -Pwhole alone, which CI does: it takes many seconds, and without it another feature holds the same rule. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtensionAnnotation(WholeExtension)
@interface Whole {
    /** That feature: its spec, and how its name begins. */
    String value()
}

class WholeExtension implements IAnnotationDrivenExtension<Whole> {
    @Override
    void visitFeatureAnnotation(Whole whole, FeatureInfo feature) {
        if (!Boolean.getBoolean('whole')) {
            feature.excluded = true
            DrawnRows.leftOut(feature)
        }
    }
}
