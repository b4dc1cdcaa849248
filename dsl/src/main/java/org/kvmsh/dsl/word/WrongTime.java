package org.kvmsh.dsl.word;

import java.time.Duration;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** The error of an argument that is no time, or a negative one. */
final class WrongTime {
    private WrongTime() {}

    /** @param example a use of the word that works */
    static ScriptError error(Site site, String name, Object value, String example) {
        return new ScriptError(
                site,
                value instanceof Duration
                        ? name + ": must be a time of 0 or more"
                        : name + ": takes a time, not " + ValueInWords.of(value),
                "try: " + example);
    }
}
