package org.kvmsh.dsl.word;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A word of the language, described once: help, suggestions and both front ends read it here. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {
    /** What it does, in a sentence. */
    String value();

    /** A line that works. */
    String example();

    /** The named arguments that it takes; empty where it takes none. */
    String[] named() default {};

    /** Whether a block follows it. */
    boolean block() default false;
}
