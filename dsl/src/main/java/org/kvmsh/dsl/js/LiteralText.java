package org.kvmsh.dsl.js;

import org.graalvm.polyglot.SourceSection;
import org.kvmsh.dsl.spec.Site;

/** An object in the text of a script: where its keys and elements stand. */
final class LiteralText {
    private final SourceSection call;

    private LiteralText(SourceSection call) {
        this.call = call;
    }

    static LiteralText of(SourceSection call) {
        return new LiteralText(call);
    }

    LiteralText key(String name) {
        return this;
    }

    LiteralText element(int index) {
        return this;
    }

    /** Null where it is not found in the text. */
    Site site() {
        return call == null ? null : Places.site(call);
    }
}
