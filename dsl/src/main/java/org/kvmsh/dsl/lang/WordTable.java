package org.kvmsh.dsl.lang;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.word.AttributeWords;
import org.kvmsh.dsl.word.CGuestWords;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Every word of a language by the block that it is in. */
public final class WordTable {
    private final Map<String, Word> top;
    private final Map<String, Word> vm;
    private final Map<String, Word> vcpu = Vocabulary.of(VcpuWords.class);
    private final Map<String, Word> device = Vocabulary.of(AttributeWords.class);
    private final Map<String, Word> words;
    private final Map<String, Class<?>> blocks = new LinkedHashMap<>();

    /**
     * @param top the class of the words at a script's top level, which come before an embedder's own; {@code vm} that
     *     of those in a vm block
     */
    public WordTable(Class<?> top, Class<?> vm) {
        this.top = new TreeMap<>();
        OwnWords.all().forEach(own -> this.top.putAll(Vocabulary.of(own.type())));
        this.top.putAll(Vocabulary.of(top));
        this.vm = Vocabulary.of(vm);
        Map<String, Word> all = new TreeMap<>(this.top);
        all.putAll(this.vm);
        all.putAll(vcpu);
        all.putAll(device);
        words = Collections.unmodifiableMap(all);
        blocks.put("", top);
        blocks.put("vm", vm);
        blocks.put("vcpu", VcpuWords.class);
        blocks.put("device", AttributeWords.class);
        blocks.put("guest", CGuestWords.class);
    }

    /** The words of the top level with their descriptions; a block may have another word of the same name. */
    public Map<String, Word> top() {
        return Collections.unmodifiableMap(top);
    }

    /** All words with their descriptions. */
    public Map<String, Word> words() {
        return words;
    }

    /** The classes of the words by the word of their block; the empty name is the top level's. */
    public Map<String, Class<?>> blocks() {
        return Collections.unmodifiableMap(blocks);
    }

    /** The words that a block follows. */
    public Set<String> withBlocks() {
        Set<String> followed = new TreeSet<>(words.keySet());
        followed.removeIf(word -> !words.get(word).block());
        return followed;
    }

    /**
     * The word whose block a word is in, {@code vm}, {@code vcpu} or {@code device}; null for the words of the top
     * level and for what is no word.
     */
    public String blockOf(String word) {
        return top.containsKey(word)
                ? null
                : vcpu.containsKey(word)
                        ? "vcpu"
                        : device.containsKey(word) ? "device" : vm.containsKey(word) ? "vm" : null;
    }

    /**
     * The message for an unknown name: {@code unknown word 'vmm'}. A word of another block is known, but not valid
     * here.
     */
    public String unknown(String what, String name) {
        return blockOf(name) == null ? "unknown " + what + " '" + name + "'" : name + " cannot be used here";
    }

    /** {@code did you mean 'memory'?}, or an empty text. */
    public String nearest(String name) {
        return nearest(name, Set.of());
    }

    /** @param own names of the script, which are known too */
    public String nearest(String name, Collection<String> own) {
        String register = RegisterAdvice.note(name);
        if (!register.isEmpty()) {
            return register;
        }
        Collection<String> names = KernelNames.all();
        names.addAll(own);
        names.addAll(words.keySet());
        return Nearest.note(name, names);
    }
}
