package org.kvmsh.repl.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where an option of {@code kvmsh test} applies if other processes than that of its command line run scripts, and if
 * the command line is that of an earlier run.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.TYPE})
public @interface AppliesTo {
    /** Where it applies with {@code --farm}. */
    OnFarm farm();

    /** Whether it is passed to each process of {@code --isolate}. */
    boolean processes() default false;

    /** Whether it may be given beside {@code --resume}, which takes all others from the run. */
    boolean resumed() default false;

    /** A side of a farm. */
    enum OnFarm {
        /** Only where the tasks are submitted. */
        SUBMITTER,
        /** In each task. */
        TASKS,
        /** Nowhere: it is rejected. */
        NOWHERE
    }
}
