package org.kvmsh.repl.edit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.Reference;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.kvmsh.dsl.complete.OpenText;
import org.kvmsh.dsl.complete.Signature;
import org.kvmsh.repl.commands.Commands;

/**
 * JLine's line with what helps a person who types: colors, the signature of the word at the caret under the line, a
 * word's entry at the second Tab, indentation. Input that arrives at once is a paste: nothing in it is completed or
 * indented, and the line is drawn at its end.
 */
public final class LineEditor extends LineReaderImpl {
    /** Longer texts are shown without colors, and cannot be undone. */
    private static final int LONGEST_COLORED = 4000;

    private static final int TOGETHER_MS = 20;
    private static final String STEP = "  ";
    private static final String ESCAPE = "\033";
    private static final Pattern LAST_NAME = Pattern.compile("([A-Za-z_$][\\w$]*):?\\s*$");

    private final EditedLanguage language;
    private final boolean colored;
    private final boolean indenting;
    private Thread typist;
    private boolean signatures;
    private boolean ending;
    private boolean plain;
    /** The text before the caret after a Tab; null after any other key. */
    private String completed;
    /** The lines of a paste so far, and how much of the text they are. */
    private OpenText pasted;

    private int read;
    /** The offset of the caret after an automatic indentation; -1 after none. */
    private int indented = -1;

    /**
     * @param colored whether there are colors
     * @param helping whether the editor colors the line, indents and shows signatures
     */
    public LineEditor(
            Terminal terminal,
            EditedLanguage language,
            boolean colored,
            boolean helping,
            Map<String, Object> variables) {
        super(terminal, "kvmsh", variables);
        this.language = language;
        this.colored = colored;
        this.indenting = helping;
        this.signatures = helping;
        setVariable(LineReader.FEATURES_MAX_BUFFER_SIZE, LONGEST_COLORED);
        setHighlighter(colored && helping ? new LineColors(language) : (reader, text) -> new AttributedString(text));
    }

    /** Whether signatures are shown. */
    public boolean hasSignatures() {
        return signatures;
    }

    public void showSignatures(boolean shown) {
        signatures = shown;
    }

    /** A text of another language follows, a patch: it is only taken. */
    public void takePlain(boolean other) {
        plain = other;
    }

    @Override
    public String readLine(String prompt, String rightPrompt, MaskingCallback mask, String buffer) {
        typist = Thread.currentThread();
        language.begin();
        return super.readLine(prompt, rightPrompt, mask, buffer);
    }

    /** Whether more input is there; a signal's thread must not look while another one reads. */
    private boolean isMore(long milliseconds) {
        return Thread.currentThread() == typist && peekCharacter(milliseconds) >= 0;
    }

    @Override
    protected void redisplay(boolean flush) {
        if (!ending && reading && isMore(pasted == null ? 1 : TOGETHER_MS)) {
            return;
        }
        pasted = null;
        super.redisplay(flush);
    }

    @Override
    protected void doCleanup(boolean nl) {
        ending = true;
        try {
            super.doCleanup(nl);
        } finally {
            ending = false;
        }
    }

    @Override
    public AttributedString getDisplayedBufferWithPrompts(List<AttributedString> secondaryPrompts) {
        AttributedString shown = super.getDisplayedBufferWithPrompts(secondaryPrompts);
        AttributedString signature = post == null && !ending ? signature() : null;
        return signature == null
                ? shown
                : new AttributedStringBuilder()
                        .append(shown)
                        .append("\n")
                        .append(signature)
                        .toAttributedString();
    }

    private AttributedString signature() {
        String text = signatures && !plain && buf.length() <= LONGEST_COLORED ? buf.upToCursor() : "";
        if (text.isBlank() || Commands.isCommand(text)) {
            return null;
        }
        Signature found = language.signature(text);
        return found == null ? null : SignatureLine.of(found, size.getColumns() - 1, colored);
    }

    @Override
    protected boolean acceptLine() {
        completed = null;
        if (plain) {
            return super.acceptLine();
        }
        boolean more = isMore(1);
        if (more && isOpenPaste()) {
            buf.write("\n");
            return true;
        }
        boolean taken = super.acceptLine();
        if (state == State.NORMAL && indenting && !more) {
            indent();
        }
        return taken;
    }

    /** Compilers are slow to tell it of thousands of lines, one after the other. */
    private boolean isOpenPaste() {
        if (pasted == null || read > buf.length()) {
            pasted = language.openText();
            read = 0;
        }
        pasted.add(buf.substring(read, buf.length()) + "\n");
        read = buf.length() + 1;
        return pasted.isOpen() && buf.cursor() == buf.length();
    }

    /** Indents as deep as the line before, or a step deeper where that one has opened a bracket. */
    private void indent() {
        String before = buf.upToCursor();
        int end = before.length() - 1;
        OpenText whole = language.openText();
        whole.add(before);
        if (end < 0 || before.charAt(end) != '\n' || whole.isQuoted() || buf.cursor() != buf.length()) {
            return;
        }
        String line = before.substring(before.lastIndexOf('\n', end - 1) + 1, end);
        OpenText last = language.openText();
        last.add(line + "\n");
        boolean opens = last.isOpen() || line.stripTrailing().endsWith("<");
        String depth = line.substring(0, line.length() - line.stripLeading().length()) + (opens ? STEP : "");
        buf.write(depth);
        indented = depth.isEmpty() ? -1 : buf.cursor();
    }

    @Override
    protected boolean selfInsert() {
        completed = null;
        outdent(getLastBinding());
        return super.selfInsert();
    }

    /** JLine moves the caret to the counterpart for half a second; here it is marked. */
    @Override
    protected boolean insertClose(String bracket) {
        completed = null;
        outdent(bracket);
        buf.write(bracket);
        return true;
    }

    /** A closing bracket goes as deep as its line began; a line of a slow paste has its own indentation. */
    private void outdent(String typed) {
        if (indented == buf.cursor()) {
            String before = buf.upToCursor();
            int depth = before.length() - before.lastIndexOf('\n') - 1;
            boolean closes = "})]>".contains(typed);
            if (closes || typed.isBlank() && isMore(TOGETHER_MS)) {
                buf.backspace(depth);
                buf.write(closes ? depthOfOpened(before, typed.charAt(0)) : "");
            }
        }
        indented = -1;
    }

    /** The indentation of the line whose bracket a typed one closes. */
    private static String depthOfOpened(String before, char closing) {
        char opening = "{([<".charAt("})]>".indexOf(closing));
        int open = 1;
        int at = before.length();
        while (open > 0 && --at >= 0) {
            open += before.charAt(at) == closing ? 1 : before.charAt(at) == opening ? -1 : 0;
        }
        String line = before.substring(before.lastIndexOf('\n', at) + 1);
        return at < 0
                ? ""
                : line.substring(0, line.length() - line.stripLeading().length());
    }

    /** What ends a search may begin the sequence of a key, an arrow's: that key then acts on the found line. */
    @Override
    public Binding readBinding(KeyMap<Binding> keys, KeyMap<Binding> local) {
        Binding read = super.readBinding(keys, local);
        if (local != null && ESCAPE.equals(getLastBinding()) && isMore(TOGETHER_MS)) {
            runMacro(ESCAPE);
            return super.readBinding(keys, null);
        }
        return read;
    }

    @Override
    public boolean beginPaste() {
        completed = null;
        indented = -1;
        String text = doReadStringUntil(BRACKETED_PASTE_END);
        regionActive = RegionType.PASTE;
        regionMark = buf.cursor();
        buf.write(text.replace("\r\n", "\n").replace('\r', '\n'));
        return true;
    }

    @Override
    protected boolean expandOrComplete() {
        if (isMore(TOGETHER_MS)) {
            outdent("\t");
            return super.selfInsert();
        }
        String before = buf.upToCursor();
        if (before.equals(completed) && showEntry(before)) {
            completed = null;
            return true;
        }
        boolean done = super.expandOrComplete();
        completed = buf.upToCursor();
        return done;
    }

    /** The order of a list is that in which the language offers. */
    @Override
    protected Comparator<Candidate> getCandidateComparator(boolean caseInsensitive, String word) {
        return Comparator.naturalOrder();
    }

    /** Groups are in the order of their first names. */
    @Override
    protected Comparator<String> getGroupComparator() {
        return null;
    }

    /** Shows a list that is longer than the screen a page at a time: Tab turns the pages, a letter narrows the list. */
    @Override
    protected boolean doList(
            List<Candidate> possible,
            String begun,
            boolean runLoop,
            BiFunction<CharSequence, Boolean, CharSequence> escaper) {
        boolean screen = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
        int room = size.getRows() - rowsOfLine();
        long groups = possible.stream().map(Candidate::group).distinct().count();
        if (!screen || !runLoop || room < 2 || possible.size() + groups < room) {
            return super.doList(possible, begun, runLoop, escaper);
        }
        List<Candidate> sorted = possible.stream().sorted().toList();
        StringBuilder typed = new StringBuilder();
        int turned = 0;
        while (true) {
            String now = begun + typed;
            List<Candidate> fitting =
                    sorted.stream().filter(name -> name.value().startsWith(now)).toList();
            if (fitting.isEmpty()) {
                break;
            }
            OfferPages pages = new OfferPages(fitting, size.getColumns() - 1, room - 1, colored);
            int page = turned % pages.count();
            post = () -> pages.page(page);
            redisplay();
            Binding key = doReadBinding(getKeys(), null);
            String name = key instanceof Reference widget ? widget.name() : "";
            if ("\t".equals(getLastBinding()) && fitting.size() > 1) {
                turned++;
            } else if (name.equals(SELF_INSERT) && !getLastBinding().isBlank()) {
                typed.append(getLastBinding());
                turned = 0;
                callWidget(name);
            } else if (name.equals(BACKWARD_DELETE_CHAR) && !typed.isEmpty()) {
                typed.setLength(typed.length() - 1);
                turned = 0;
                buf.backspace();
            } else {
                if (key != null) {
                    runMacro(getLastBinding());
                }
                break;
            }
        }
        post = null;
        return false;
    }

    private int rowsOfLine() {
        return super.getDisplayedBufferWithPrompts(new ArrayList<>())
                .columnSplitLength(size.getColumns())
                .size();
    }

    /** The second Tab where several names fit: the first one has listed them. */
    @Override
    protected boolean doMenu(
            List<Candidate> candidates, String begun, BiFunction<CharSequence, Boolean, CharSequence> escaper) {
        String entry = buf.upToCursor() + begun;
        boolean more = isMore(TOGETHER_MS);
        if (more || candidates.stream().anyMatch(candidate -> candidate.value().equals(begun))) {
            buf.write(begun);
            post = null;
            if (more ? super.selfInsert() : showEntry(entry)) {
                return true;
            }
            buf.backspace(begun.length());
        }
        return super.doMenu(candidates, begun, escaper);
    }

    /** Prints what the reference says of the last name above the line, as far as the terminal has room. */
    private boolean showEntry(String text) {
        Matcher last = LAST_NAME.matcher(text);
        if (Commands.isCommand(text) || !last.find()) {
            return false;
        }
        List<String> lines = new ArrayList<>(language.entry(last.group(1)));
        int room = Math.max(4, size.getRows() - 4);
        if (lines.size() > room) {
            lines.subList(room - 1, lines.size()).clear();
            lines.add("… /help " + last.group(1) + " shows all");
        }
        if (!lines.isEmpty()) {
            printAbove(String.join("\n", lines));
        }
        return !lines.isEmpty();
    }
}
