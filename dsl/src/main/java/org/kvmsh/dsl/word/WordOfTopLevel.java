package org.kvmsh.dsl.word;

import java.lang.annotation.Annotation;
import org.kvmsh.bindings.abi.Arch;

/**
 * A machine's word at the top level, where it acts on the current machine: its text says so, and its examples have no
 * machine before the word.
 */
record WordOfTopLevel(Word machines) implements Word {
    private static final String MACHINE = "\\bm\\.";

    @Override
    public String value() {
        return machines.value() + ". Applies to the current machine";
    }

    @Override
    public String example() {
        return machines.example().replaceFirst(MACHINE, "");
    }

    @Override
    public String js() {
        return machines.js().replaceFirst(MACHINE, "");
    }

    @Override
    public String[] named() {
        return machines.named();
    }

    @Override
    public boolean keys() {
        return machines.keys();
    }

    @Override
    public Arch[] arch() {
        return machines.arch();
    }

    @Override
    public Arch[] offered() {
        return machines.offered();
    }

    @Override
    public String ioctl() {
        return machines.ioctl();
    }

    @Override
    public boolean block() {
        return machines.block();
    }

    @Override
    public boolean shell() {
        return machines.shell();
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return Word.class;
    }
}
