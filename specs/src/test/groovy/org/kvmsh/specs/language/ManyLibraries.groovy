package org.kvmsh.specs.language

import java.lang.ref.WeakReference
import org.kvmsh.dsl.Kvmsh
import org.kvmsh.dsl.lang.Language

/**
 * A separate process that opens kvmsh as a library many times, runs a text each time, and prints how many of those it closed are still in
 * memory, and the threads if it is more than one.
 */
class ManyLibraries {
    private static final int TRIES = 50

    static void main(String[] arguments) {
        def closed = (1..Integer.parseInt(arguments[1])).collect { opened(Language.valueOf(arguments[0]), arguments[2]) }
        // A thread holds its library until it has ended.
        for (int i = 0; i < TRIES && left(closed) > 1; i++) {
            Thread.sleep(100)
        }
        if (left(closed) > 1) {
            println Thread.allStackTraces.collect { thread, stack -> "$thread.name: $stack" }.join('\n')
        }
        println left(closed)
    }

    private static int left(List<WeakReference<Kvmsh>> closed) {
        4.times { System.gc() }
        closed.count { it.get() != null }
    }

    private static WeakReference<Kvmsh> opened(Language language, String text) {
        def kvmsh = Kvmsh.open('model:x86_64')
        kvmsh.evaluate(language, text)
        kvmsh.close()
        new WeakReference<>(kvmsh)
    }
}
