package org.kvmsh.specs.language

import java.lang.ref.WeakReference
import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.lang.Language

/** A separate process that opens kvmsh as a library many times, runs a text each time, and prints how many of those it closed are still in memory. */
class ManyLibraries {
    static void main(String[] arguments) {
        def closed = (1..Integer.parseInt(arguments[1])).collect { opened(Language.valueOf(arguments[0]), arguments[2]) }
        4.times { System.gc() }
        println closed.count { it.get() != null }
    }

    private static WeakReference<Kvmsh> opened(Language language, String text) {
        def kvmsh = Kvmsh.open('model:x86_64')
        kvmsh.evaluate(language, text)
        kvmsh.close()
        new WeakReference<>(kvmsh)
    }
}
