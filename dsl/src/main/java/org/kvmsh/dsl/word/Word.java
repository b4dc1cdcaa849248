package org.kvmsh.dsl.word;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.kvmsh.bindings.abi.Arch;

/**
 * A word of the language, described once: help, suggestions, completion and both front ends read it here. A method
 * {@code getX} without arguments is a readable word {@code x}; any other is called. In a block, reading a word uses it:
 * {@code irqchip} alone in Groovy, in JavaScript {@code v.irqchip()} in a function and {@code irqchip: true} in an
 * object; {@code splitIrqchip} may have a number or none, since it is both. An {@code int} or {@code Number} result is
 * a count, a {@code long} is 64 bits.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Word {
    /** The word's effect, in a sentence. */
    String value();

    /** A line that works, in Groovy. */
    String example();

    /** The same line in JavaScript, where it does not follow from the other by rule. */
    String js() default "";

    /** Its named arguments; may be empty. */
    String[] named() default {};

    /** Whether the keys of exits are named arguments too, of which it accepts one. */
    boolean keys() default false;

    /** The architectures that have it; empty for all. For a board of another architecture it is refused in the plan. */
    Arch[] arch() default {};

    /**
     * The architectures that it is offered on; empty for all that have it. On others it is accepted, because a posted
     * patch may bring what it needs.
     */
    Arch[] offered() default {};

    /** The ioctl of a posted patch with which it is offered on any architecture; empty for none. */
    String ioctl() default "";

    /** Whether a block follows it. */
    boolean block() default false;

    /** Whether only the shell has it, so that a script refuses it. */
    boolean shell() default false;
}
