package org.kvmsh.bindings.board;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.bindings.text.Nearest;

/**
 * A parsed board name: {@code qemu:arm64?kernel=/boot/Image&append=nokaslr%20debug}.
 *
 * @param scheme what is before the colon
 * @param rest the part after the colon; empty without a colon
 * @param options the part after the question mark, in order, with %XX decoded
 */
public record BoardName(String scheme, String rest, Map<String, String> options) {
    /** A command's text belongs to the shell, question marks and percent signs too. */
    static final String COMMAND = "exec";

    private static final Pattern TOKEN = Pattern.compile("([?&]token[=:])[^&]*");
    /**
     * A board that takes a token. The options of an emulated one are its own, also where the kernel's parameters have
     * such a word.
     */
    private static final Pattern LINKED =
            Pattern.compile("^(?!(?:rfc:)?qemu:).*?(?:^|[^\\w])(?:tcp|listen):", Pattern.DOTALL);
    /** Its options but for wait: a token may be there without its name, or with a misspelled one. */
    private static final Pattern MAYBE_TOKEN = Pattern.compile("([?&])(?!wait=|wait(?:&|$)|token[=:])([^=&]*=)?[^&]+");

    public BoardName {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /**
     * Parses a board name; whether there is such a board is not checked.
     *
     * @throws NoSuchBoard if its options are not well-formed
     */
    public static BoardName parse(String text) throws NoSuchBoard {
        int colon = text.indexOf(':');
        int mark = text.indexOf('?');
        if (colon >= 0 && text.substring(0, colon).equals(COMMAND)) {
            return new BoardName(COMMAND, text.substring(colon + 1), Map.of());
        }
        if (text.startsWith(ProposalBoards.SCHEME + ":" + COMMAND + ":")) {
            return new BoardName(ProposalBoards.SCHEME, text.substring(colon + 1), Map.of());
        }
        String base = mark < 0 ? text : text.substring(0, mark);
        Map<String, String> options = mark < 0 ? Map.of() : options(text, text.substring(mark + 1));
        colon = base.indexOf(':');
        return colon < 0
                ? new BoardName(base, "", options)
                : new BoardName(base.substring(0, colon), base.substring(colon + 1), options);
    }

    private static Map<String, String> options(String name, String text) throws NoSuchBoard {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : text.split("&", -1)) {
            int equals = option.indexOf('=');
            if (equals <= 0) {
                throw new NoSuchBoard((option.isEmpty()
                                ? "the board name " + withoutToken(name) + " has an empty option"
                                : "in the board name " + withoutToken(name) + " the option " + shown(name, option)
                                        + " has no value")
                        + "; write options as ?name=value&name=value, with %26 for & and %25 for %");
            }
            String key = option.substring(0, equals);
            if (options.put(key, decoded(name, option.substring(equals + 1))) != null) {
                throw new NoSuchBoard("the board name " + withoutToken(name) + " has the option " + key + " twice");
            }
        }
        return options;
    }

    private static String shown(String name, String option) {
        String whole = withoutToken(name.substring(0, name.indexOf('?') + 1) + option);
        return whole.substring(whole.indexOf('?') + 1);
    }

    private static String decoded(String name, String value) throws NoSuchBoard {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
                continue;
            }
            int high = i + 1 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new NoSuchBoard("the board name " + withoutToken(name)
                        + " has a % not followed by two hexadecimal digits; write a literal % as %25");
            }
            decoded.write(high << 4 | low);
            i += 2;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /**
     * A name as a person typed it, without the token that may be in it: results are passed on.
     *
     * @param typed the name with its options
     */
    public static String withoutToken(String typed) {
        String shown = TOKEN.matcher(typed).replaceAll("$1…");
        return LINKED.matcher(shown).find() ? MAYBE_TOKEN.matcher(shown).replaceAll("$1$2…") : shown;
    }

    /** The name without its options: how prompts and messages call the board. */
    public String base() {
        return withoutToken(rest.isEmpty() ? scheme : scheme + ":" + rest);
    }

    /**
     * Checks that the name has no option besides those that the board has.
     *
     * @throws NoSuchBoard if it has another one
     */
    public void allowOptions(List<String> known) throws NoSuchBoard {
        for (String option : options.keySet()) {
            if (!known.contains(option)) {
                throw new NoSuchBoard(base() + " has no option " + option
                        + (known.isEmpty()
                                ? "; it takes no options"
                                : "; its options are " + String.join(", ", known) + Nearest.clause(option, known)));
            }
        }
    }

    /**
     * An option's value; null if the name does not have it.
     *
     * @param option the part before the equals sign
     */
    public String option(String option) {
        return options.get(option);
    }
}
