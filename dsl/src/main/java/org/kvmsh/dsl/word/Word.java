package org.kvmsh.dsl.word;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.kvmsh.bindings.abi.Arch;

/**
 * A word of the language, described once: help, suggestions, completion and both front ends read it here. A method {@code getX} without
 * arguments is a word {@code x} that is read; any other is called. In a block, to read a word is to say it: {@code irqchip} is alone in
 * Groovy, JavaScript has {@code v.irqchip()} in a function and {@code irqchip: true} in an object, and {@code splitIrqchip} may stand alone or
 * have a number, since it is both. An {@code int} that it answers, or a {@code Number}, is a count, a {@code long} is 64 bits.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {
    /** What it does, in a sentence. */
    String value();

    /** A line that works, in Groovy. */
    String example();

    /** The same line in JavaScript, where it does not follow from the other by rule. */
    String js() default "";

    /** The named arguments that it takes; empty if it takes none. */
    String[] named() default {};

    /** Whether the keys of exits are named arguments too, of which it takes one. */
    boolean keys() default false;

    /** The architectures that alone have it; empty for a word of all. Said for a board of another one, it is refused while planning. */
    Arch[] arch() default {};

    /** Whether a block follows it. */
    boolean block() default false;
}
