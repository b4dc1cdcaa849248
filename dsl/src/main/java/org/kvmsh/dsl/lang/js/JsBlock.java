package org.kvmsh.dsl.lang.js;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.Vocabulary;

/**
 * A block of words in JavaScript. As a function it gets the words as its argument: {@code v => { v.arch(206) }}. As an
 * object each key is a word: {@code {arch: 206}}; an array uses its word once for each element, and an element that is
 * an array has several arguments.
 *
 * @param said a function, or an object as a map
 * @param text position of an object
 */
record JsBlock(Object said, LiteralText text, WordCalls calls, Places places) implements Block {
    /** The value of an object's key, or null. */
    Object key(String name) {
        return said instanceof Map<?, ?> object ? object.get(name) : null;
    }

    /** The same object without one of its keys. */
    JsBlock without(String name) {
        if (!(said instanceof Map<?, ?> object)) {
            return this;
        }
        Map<Object, Object> others = new LinkedHashMap<>(object);
        others.remove(name);
        return new JsBlock(others, text, calls, places);
    }

    /** The block where it has to be a function. */
    Value function() {
        if (said instanceof Value function) {
            return function;
        }
        throw new ScriptError(places.here(), "this block must be a function", "try: () => { … }");
    }

    @Override
    public Object with(Object words) {
        if (words == null) {
            return calls.deferred().call(function());
        }
        if (said instanceof Value function) {
            Words given = new Words(words);
            calls.within(words, () -> places.at(null, () -> calls.deferred().call(function, given)));
            given.checkCalled();
        } else {
            ((Map<?, ?>) said).forEach((word, value) -> read(words, word.toString(), value, text.key(word.toString())));
        }
        return null;
    }

    private void read(Object words, String word, Object value, LiteralText at) {
        if (!(value instanceof List<?> times)) {
            say(words, word, List.of(value == null ? "nothing" : value), at);
            return;
        }
        for (int i = 0; i < times.size(); i++) {
            say(
                    words,
                    word,
                    times.get(i) instanceof List<?> several ? new ArrayList<>(several) : List.of(times.get(i)),
                    at.element(i));
        }
    }

    private void say(Object words, String word, List<Object> arguments, LiteralText at) {
        Site site = at.site() == null ? places.here() : at.site();
        places.at(site, () -> {
            check(words, word);
            calls.call(words, word, arguments, site, at);
        });
    }

    private void check(Object words, String word) {
        if (!Vocabulary.methods(words.getClass()).keySet().contains(word)) {
            throw unknown(words.getClass(), word, places.here());
        }
    }

    /** The error for a name that is no word of a block. */
    static ScriptError unknown(Class<?> words, String word, Site site) {
        WordTable table = JsWords.table();
        String register = VcpuWords.class.isAssignableFrom(words) ? RegisterAdvice.inBlock(word, "VALUE", false) : "";
        if (!register.isEmpty()) {
            return new ScriptError(site, table.unknown("word", word), "write: " + register);
        }
        String block = JsSignature.placeOf(word, table);
        return new ScriptError(
                site,
                table.unknown("word", word),
                block == null
                        ? Nearest.note(word, Vocabulary.methods(words).keySet())
                        : word + " belongs inside " + block);
    }

    /** The argument of a block that is a function. */
    private final class Words implements ProxyObject {
        private final Object words;
        /** The statements that only name a word, such as {@code v.irqchip}, with their words. */
        private final Map<SourceSection, String> onlyNamed = new LinkedHashMap<>();

        Words(Object words) {
            this.words = words;
        }

        private String called(String word) {
            String example = JsSignature.of(Vocabulary.of(words.getClass()).get(word));
            return "try: " + (example.startsWith(word) ? (words instanceof VcpuWords ? "c." : "v.") : "") + example;
        }

        /** Refuses a word that was not called: it would do nothing. */
        void checkCalled() {
            onlyNamed.forEach((statement, word) -> {
                throw new ScriptError(
                        Places.site(statement), word + " is not called, so it does nothing", called(word));
            });
        }

        @Override
        public Object getMember(String word) {
            check(words, word);
            SourceSection read = places.section();
            if (Places.isStatement(read)) {
                onlyNamed.put(read, word);
            }
            return new WordFunction(word, given -> {
                onlyNamed.remove(read);
                SourceSection call = places.section();
                return calls.call(words, word, Places.site(call), LiteralText.of(call), given);
            });
        }

        @Override
        public Object getMemberKeys() {
            return ProxyArray.fromArray(
                    Vocabulary.methods(words.getClass()).keySet().toArray());
        }

        @Override
        public boolean hasMember(String word) {
            return !word.equals("toString") && !word.equals("valueOf");
        }

        @Override
        public void putMember(String word, Value value) {
            check(words, word);
            throw new ScriptError(places.here(), word + " must be called, not assigned", "try: v." + word + "(…)");
        }

        @Override
        public String toString() {
            return String.join(" ", Vocabulary.methods(words.getClass()).keySet());
        }
    }
}
