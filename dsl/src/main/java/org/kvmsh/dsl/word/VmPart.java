package org.kvmsh.dsl.word;

import java.util.Map;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;

/** What the words of {@code vm { }} share, whatever they are about. */
public interface VmPart {
    /** The spec that each word adds to. */
    VmConfig.Builder spec();

    /** Where the script is now. */
    Site here();

    /** A word's named arguments, those that it does not have refused. */
    default NamedArguments named(String word, Map<String, ?> arguments) {
        return Vocabulary.named(getClass(), word, arguments, here());
    }
}
