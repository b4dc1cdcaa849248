package org.kvmsh.repl.commands;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.compare.BoardFeatures;
import org.kvmsh.dsl.complete.Completion;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Statement;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Word;
import org.kvmsh.repl.cli.Strace;
import org.kvmsh.repl.shell.HostPrograms;

/** The operations that commands may do on the shell that they were typed in. */
public interface ShellControl {
    PrintWriter out();

    /** Shows a text, a page at a time if it is longer than the terminal. */
    void page(String title, List<String> lines);

    /** Whether a value that is longer than the terminal is shown a page at a time. */
    boolean pagesValues();

    void pageValues(boolean wanted);

    /** Whether the system calls of {@code vm { }} and of changes are not printed. */
    boolean isQuiet();

    void quiet(boolean wanted);

    /** Columns of the terminal. */
    int width();

    /** Every board that has a name. */
    List<BoardEntry> boards();

    /** Switches to another board and returns the line that describes it; on failure the current one stays. */
    MarkedLine use(String board) throws BoardUnavailable;

    /**
     * Opens the current board once more, under the name that it was opened by, and closes it as it was; on failure that
     * stays.
     */
    MarkedLine useAgain() throws BoardUnavailable;

    /** The features of the current board that scripts depend on; null if it is lost. */
    BoardFeatures features();

    /** The current board. */
    String board();

    /** The language that texts are in. */
    Language language();

    void speak(Language language);

    /** The words of that language. */
    Map<String, Word> words();

    /** The ABI of the current board: the calls and constants that it has by name. */
    Abi abi();

    /** A line as it is typed or pasted; null when the person ends or abandons the text. */
    String readLine(String prompt);

    /** Makes a patch's ioctls callable on the current board, and prints them. */
    void definePatch(String text);

    /** A patch's documentation of an ioctl, or null. */
    String patchHelp(String ioctl);

    /** The texts typed on this board and on earlier ones, in order. */
    List<TypedText> typed();

    /** The prompt of a typed line of a language. */
    MarkedLine prompt(Language language);

    /** Forgets what was typed and the names that it declared, and returns it. */
    List<TypedText> forget();

    /** Keeps a typed text that is not run again. */
    void keep(TypedText text);

    /** Runs a typed text again, as if it were typed now. */
    TypedText repeat(TypedText text);

    /** Prints the session's system calls. */
    Strace strace();

    /** The same with their numbers and failures. */
    List<NumberedText> numbered();

    /** Runs a text as if it were typed, in any language. */
    void runText(Language language, String text);

    /** Runs a file as if it were typed, in the language of its name. */
    void runFile(Path file);

    /** Programs of the host, which have the terminal while they run. */
    HostPrograms programs();

    /** Whether the shell was started with --unchecked. */
    boolean isUnchecked();

    /** The statements of a text; empty if its syntax is wrong. */
    List<Statement> statements(Language language, String text);

    /** The error in a text as a file of the language, or null. */
    ScriptError checkAsFile(Language language, Path file, String text);

    /** The completions of a text that breaks off. */
    List<Completion> completions(String text);

    /** Whether the arguments of the word at the caret are shown under the line. */
    boolean hasSignatures();

    void showSignatures(boolean shown);

    /** Shows what the current machine does, until a key. */
    void showActivity();

    void leave();
}
