package org.kvmsh.dsl.inspect;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.word.Word;

/** Code in which the pc was sampled. */
public record HotPlace(
        @Word(value = "the function, or the address if it has no symbol", example = "m.top(200.ms).hot[0].place")
        String place,

        @Word(value = "its share of the samples, from 0 to 1", example = "m.top(200.ms).hot[0].share")
        double share)
        implements AsJson {
    @Override
    public String toString() {
        return String.format("%4s  %s", ActivityText.percent(share), place);
    }
}
