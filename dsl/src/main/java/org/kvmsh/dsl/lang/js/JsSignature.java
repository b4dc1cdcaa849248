package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** A line of the vocabulary's, which describes itself once and in Groovy, as JavaScript writes it. */
final class JsSignature {
    private static final String TRY = "try: ";
    /** A word with what it is of, and its arguments. */
    private static final Pattern SENTENCE =
            Pattern.compile("((?:const \\w+ = )?\\w[\\w.]*(?:\\(\\w*\\)[\\w.]*)?) ([^\\s=({][^({]*)");

    private static final Pattern NAMED = Pattern.compile("(?:\\w+|'[^']*'): .*");
    /** A call of one word, which has one argument or none. */
    private static final Pattern CALL = Pattern.compile("try: (?:[vc]\\.)?(\\w+)\\(([^,(){}]*|\\{[^{}]*\\})\\)");
    /** A key of an object, or an element of a list that is a key's. */
    private static final Pattern KEY = Pattern.compile("\\w+\\s*:|[{\\[]");
    /** Blocks have no rule. */
    private static final Map<String, String> BLOCKS = Map.of(
            "on(io: 0x3f8) { e -> print e.text }", "v.on({io: 0x3f8}, e => print(e.text))",
            "vm { memory at: 0, size: 64.KB; vcpu 0 }", "vm({memory: {at: 0, size: KB(64)}, vcpu: 0})",
            "vm { vcpu(0) { real 0x1000 } }", "vm({vcpu: {real: 0x1000}})",
            "expect(errno: ENODEV) { m.ioctl KVM_CREATE_IRQCHIP }",
                    "expect({errno: ENODEV}, () => m.ioctl(KVM_CREATE_IRQCHIP))");

    private JsSignature() {}

    /** A note of an error: a suggestion. */
    static String note(String note) {
        String called = note.startsWith(TRY) ? TRY + of(note.substring(TRY.length())) : note;
        return called.equals(note) ? GroovyAdvice.inJavaScript(note) : called;
    }

    /**
     * A suggestion for the place of an error: a word that is a key of an object stays one.
     *
     * @param code the script from the error's place on
     */
    static String note(String note, String code) {
        String called = note(note);
        Matcher call = CALL.matcher(called);
        Matcher key = KEY.matcher(code);
        if (!key.lookingAt()
                || !call.matches()
                || !Vocabulary.methods(VmWords.class).containsKey(call.group(1))
                        && !Vocabulary.methods(VcpuWords.class).containsKey(call.group(1))) {
            return called;
        }
        return TRY + call.group(1) + ": " + (call.group(2).isEmpty() ? "true" : call.group(2));
    }

    /** The place of a word that is not of the top level, in words; null for others. */
    static String placeOf(String word, WordTable table) {
        String block = table.blockOf(word);
        String argument = "vcpu".equals(block) ? "c" : "v";
        return block == null
                ? null
                : block + ", in the object or as " + argument + "." + word + " in " + argument + " => { }";
    }

    /** A word's example. */
    static String of(Word word) {
        return word.js().isEmpty() ? of(word.example()) : word.js();
    }

    /** A call of Groovy's. */
    static String of(String groovy) {
        if (BLOCKS.containsKey(groovy)) {
            return BLOCKS.get(groovy);
        }
        List<String> sentences = new ArrayList<>();
        for (String sentence : groovy.split("; ")) {
            String plain = sentence.replaceFirst("^def ", "const ");
            Matcher parts = SENTENCE.matcher(plain);
            sentences.add(parts.matches() ? call(parts.group(1), parts.group(2)) : plain);
        }
        return String.join("; ", sentences)
                .replaceAll("(\\d+)\\.(KB|MB|GB|ms)\\b", "$2($1)")
                .replaceAll("(\\d+)\\.s\\b", "seconds($1)");
    }

    private static String call(String word, String arguments) {
        List<String> positional = new ArrayList<>();
        List<String> named = new ArrayList<>();
        for (String argument : arguments.split(", ")) {
            (NAMED.matcher(argument).matches() ? named : positional).add(argument);
        }
        if (!named.isEmpty()) {
            positional.add("{" + String.join(", ", named) + "}");
        }
        return word + "(" + String.join(", ", positional) + ")";
    }
}
