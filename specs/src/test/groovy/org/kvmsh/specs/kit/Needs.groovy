package org.kvmsh.specs.kit

import java.lang.annotation.ElementType
import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy
import java.lang.annotation.Target
import org.spockframework.runtime.extension.ExtensionAnnotation
import org.spockframework.runtime.extension.IAnnotationDrivenExtension
import org.spockframework.runtime.model.FeatureInfo
import org.spockframework.runtime.model.SpecElementInfo
import org.spockframework.runtime.model.SpecInfo

/** Skips a spec or a feature before it begins where one of what it names is missing; {@link Needed} knows the names. */
@Retention(RetentionPolicy.RUNTIME)
@Target([ElementType.TYPE, ElementType.METHOD])
@ExtensionAnnotation(NeedsExtension)
@interface Needs {
    String[] value()
}

class NeedsExtension implements IAnnotationDrivenExtension<Needs> {
    @Override
    void visitSpecAnnotation(Needs needs, SpecInfo spec) {
        skip(needs, spec)
    }

    @Override
    void visitFeatureAnnotation(Needs needs, FeatureInfo feature) {
        skip(needs, feature)
    }

    /** Surefire looks in Maven's own JVM, which has none of our properties, for the classes that have specs: nothing is probed there. */
    private static void skip(Needs needs, SpecElementInfo element) {
        def missing = System.getProperty('kvmsh.root') == null ? null : Needed.missing(needs.value())
        if (missing != null) {
            element.skip(missing)
        }
    }
}
