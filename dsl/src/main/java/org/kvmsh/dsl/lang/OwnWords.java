package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.kvmsh.dsl.session.Session;

/**
 * Words of whoever embeds kvmsh, found by {@link ServiceLoader}: methods with {@link org.kvmsh.dsl.word.Word} that stand at the top level of
 * every script, in both languages, beside those of {@link ScriptWords}. A {@link org.kvmsh.dsl.word.Block} among the parameters is a
 * block of the script's.
 */
public interface OwnWords {
    /** The class that has the words. */
    Class<?> type();

    /** An object of that class, for the scripts of one session. */
    Object of(Session session);

    /** All that are on the class path. */
    static List<OwnWords> all() {
        List<OwnWords> all = new ArrayList<>();
        ServiceLoader.load(OwnWords.class).forEach(all::add);
        return all;
    }
}
