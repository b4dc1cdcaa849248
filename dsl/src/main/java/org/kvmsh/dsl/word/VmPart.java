package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.script.Site;

/** The common part of the words of {@code vm { }}. */
public interface VmPart {
    /** The configuration that each word adds to. */
    VmConfig.Builder config();

    /** The current position of the script. */
    Site here();

    /** The configuration that a word adds to which only some architectures have. */
    default VmConfig.Builder own(String word) {
        return own(word, word);
    }

    /** @param text the word with its arguments, for messages */
    default VmConfig.Builder own(String word, String text) {
        Arch[] of = Vocabulary.methods(getClass())
                .get(word)
                .getAnnotation(Word.class)
                .arch();
        config().said(new ArchWord(text, List.of(of), here()));
        return config();
    }

    /** A word's named arguments, those that it does not have refused. */
    default NamedArguments named(String word, Map<String, ?> arguments) {
        return Vocabulary.named(getClass(), word, arguments, here());
    }
}
