package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.kvmsh.dsl.session.Session;

/**
 * Words of an embedding program, loaded with {@link ServiceLoader}: methods with {@link org.kvmsh.dsl.word.Word} at the
 * top level of every script, in both languages, beside those of {@link ScriptWords}. A parameter of type
 * {@link org.kvmsh.dsl.word.Block} is a block of the script.
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
