package org.kvmsh.repl.commands;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The keys of the shell, as the terminal has them unless ~/.inputrc binds others. */
enum ShellKeys {
    TAB("Tab", "complete the word; pressed twice, list the completions, or explain the word if it is complete"),
    ENTER("Enter", "run the text; begin another line while a bracket or a string is open"),
    ALT_ENTER("Alt-Enter", "begin another line without running the text"),
    CTRL_C("Ctrl-C", "stop the running guest or discard the line"),
    CTRL_D("Ctrl-D", "on an empty line, close every VM and exit; otherwise delete the character at the cursor"),
    UP("Up, Down", "go to the line above or below; from the first or last, to input that begins the same"),
    CTRL_P("Ctrl-P, Ctrl-N", "go to earlier or later input"),
    CTRL_R("Ctrl-R, Ctrl-S", "search earlier or later input for what is typed next"),
    LEFT("Left, Right, Ctrl-B, Ctrl-F", "move by a character"),
    CTRL_LEFT("Ctrl-Left, Ctrl-Right, Alt-B, Alt-F", "move by a word"),
    CTRL_A("Ctrl-A, Ctrl-E, Home, End", "move to the beginning or the end of the line"),
    CTRL_W("Ctrl-W, Alt-D", "delete the word before or after the cursor"),
    CTRL_U("Ctrl-U, Ctrl-K", "delete the line, or what follows the cursor"),
    CTRL_Y("Ctrl-Y", "insert what was deleted last"),
    UNDO("Ctrl-_", "undo the last change of the line"),
    CTRL_L("Ctrl-L", "clear the screen"),
    LEAVE("Ctrl-]", "leave the guest console connected by attach()");

    private static final String ALL = "keys";
    private static final String ARROWS = "arrows";

    private final String names;
    private final String about;

    ShellKeys(String names, String about) {
        this.names = names;
        this.about = about;
    }

    String names() {
        return names;
    }

    String about() {
        return about;
    }

    /**
     * The keys of a name: {@code Ctrl-R}, in any of the usual spellings; all those with Ctrl for {@code Ctrl}, all for
     * {@code keys}.
     */
    static List<ShellKeys> named(String text) {
        String wanted = usual(text);
        return Arrays.stream(values())
                .filter(key -> wanted.equals(ALL)
                        || wanted.equals(ARROWS) && (key == UP || key == LEFT)
                        || Arrays.stream(key.names.split(", "))
                                .map(ShellKeys::usual)
                                .anyMatch(each -> each.equals(wanted) || each.startsWith(wanted + "-")))
                .toList();
    }

    /** {@code ^R}, {@code C-r} and {@code ctrl+r} are Ctrl-R, {@code M-x} is Alt-X. */
    private static String usual(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceFirst("^(?:\\^|c-|ctrl\\+)(?=.)", "ctrl-")
                .replaceFirst("^(?:m-|meta-|alt\\+)(?=.)", "alt-");
    }
}
