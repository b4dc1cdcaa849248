package org.kvmsh.repl.edit;

import java.util.List;
import org.kvmsh.dsl.complete.Highlight;
import org.kvmsh.dsl.complete.OpenText;
import org.kvmsh.dsl.complete.Signature;

/** The questions of the line editor to the language that is typed. */
public interface EditedLanguage {
    /** Another line begins: names may have been declared since the last one. */
    void begin();

    /** The highlighted pieces of a text, with the caret at an offset. */
    List<Highlight> highlights(String text, int caret);

    /** The word whose arguments a text breaks off in; null for none. */
    Signature signature(String text);

    /** The lines of the reference about a name; may be empty. */
    List<String> entry(String name);

    OpenText openText();
}
