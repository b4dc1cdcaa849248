package org.kvmsh.repl.farm;

import java.io.IOException;

/** A farm that took nothing: its message is a sentence. */
public final class FarmUnavailable extends Exception {
    private static final long serialVersionUID = 1;

    FarmUnavailable(IOException why) {
        super(why.getMessage(), why);
    }
}
