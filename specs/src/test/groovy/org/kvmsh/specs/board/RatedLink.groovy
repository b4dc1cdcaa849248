package org.kvmsh.specs.board

import groovy.transform.CompileStatic
import groovy.transform.TupleConstructor
import org.kvmsh.bindings.remote.Link

/** A link that says it has a speed, like a serial line; it is as fast as the one below. */
@CompileStatic
@TupleConstructor
class RatedLink implements Link {
    final Link below
    final int bytesPerSecond

    InputStream input() {
        below.input()
    }

    OutputStream output() {
        below.output()
    }

    @Override
    String lastWords() {
        below.lastWords()
    }

    @Override
    int bytesPerSecond() {
        bytesPerSecond
    }

    @Override
    void close() {
        below.close()
    }
}
