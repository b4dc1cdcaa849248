package org.kvmsh.repl;

import java.util.List;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.complete.Highlight;
import org.kvmsh.dsl.complete.Highlights;
import org.kvmsh.dsl.complete.OpenText;
import org.kvmsh.dsl.complete.Scene;
import org.kvmsh.dsl.complete.Signature;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.repl.commands.ShellControl;
import org.kvmsh.repl.edit.EditedLanguage;
import org.kvmsh.repl.guide.Guide;

/** The language of a shell as its line editor sees it. */
final class TypedLanguage implements EditedLanguage {
    private final Kvmsh kvmsh;
    private final ShellControl shell;
    /** The scene of the line that is typed; null if it was not needed yet. */
    private Scene scene;

    TypedLanguage(Kvmsh kvmsh, ShellControl shell) {
        this.kvmsh = kvmsh;
        this.shell = shell;
    }

    @Override
    public void begin() {
        scene = null;
    }

    private Scene scene() {
        if (scene == null) {
            scene = kvmsh.scene(shell.language());
        }
        return scene;
    }

    @Override
    public List<Highlight> highlights(String text, int caret) {
        return Highlights.of(text, caret, scene());
    }

    @Override
    public Signature signature(String text) {
        return Signature.of(text, scene());
    }

    @Override
    public List<String> entry(String name) {
        return new Guide(shell.abi(), shell.width(), "/help").find(name);
    }

    @Override
    public OpenText openText() {
        return new OpenText(shell.language() == Language.JS);
    }
}
