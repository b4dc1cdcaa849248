package org.kvmsh.dsl.js;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.Nearest;

/**
 * A block of words in JavaScript. As a function it gets the words as its argument: {@code v => { v.arch(206) }}. As an object each
 * key is a word: {@code {arch: 206}}; an array says its word once for each element, and an element that is an array is several
 * arguments.
 */
final class Block {
    private final Object words;
    private final Crossing crossing;
    private final Places places;

    Block(Object words, Crossing crossing, Places places) {
        this.words = words;
        this.crossing = crossing;
        this.places = places;
    }

    /** Reads a function or an object. */
    void read(Object block, LiteralText text) {
        if (block instanceof Value function) {
            places.at(null, () -> function.executeVoid(new Words()));
        } else if (block instanceof Map<?, ?> object) {
            object.forEach((word, said) -> read(word.toString(), said, text.key(word.toString())));
        } else {
            throw new ScriptError(places.here(), "a block is an object or a function, and this is " + (block == null ? "nothing" : "'" + block + "'"),
                    "try: vm({memory: {at: 0, size: KB(64)}}), or vm(v => { v.memory({at: 0, size: KB(64)}) })");
        }
    }

    private void read(String word, Object said, LiteralText text) {
        if (!(said instanceof List<?> times)) {
            say(word, List.of(said == null ? "nothing" : said), text);
            return;
        }
        for (int i = 0; i < times.size(); i++) {
            LiteralText one = text.element(i);
            say(word, times.get(i) instanceof List<?> several ? new ArrayList<>(several) : List.of(times.get(i)), one);
        }
    }

    private void say(String word, List<Object> arguments, LiteralText text) {
        Site site = text.site() == null ? places.here() : text.site();
        places.at(site, () -> {
            check(word);
            if (words instanceof JsVmWords vm) {
                vm.reading(text);
            }
            WordCalls.call(words, word, arguments, site);
        });
    }

    private void check(String word) {
        if (!WordCalls.of(words).contains(word)) {
            String block = JsFrontEnd.blockOf(word);
            throw new ScriptError(places.here(), "there is no word " + word + " here",
                    block == null ? Nearest.note(word, WordCalls.of(words)) : word + " stands inside " + block);
        }
    }

    /** The argument of a block that is a function. */
    private final class Words implements ProxyObject {
        @Override public Object getMember(String word) {
            check(word);
            return (ProxyExecutable) given -> {
                List<Object> arguments = new ArrayList<>();
                for (Value value : given) {
                    arguments.add(crossing.in(value));
                }
                SourceSection call = places.section();
                if (words instanceof JsVmWords vm) {
                    vm.reading(LiteralText.of(call));
                }
                return crossing.out(WordCalls.call(words, word, arguments, Places.site(call)));
            };
        }

        @Override public Object getMemberKeys() {
            return WordCalls.of(words).toArray();
        }

        @Override public boolean hasMember(String word) {
            return !word.equals("toString") && !word.equals("valueOf");
        }

        @Override public void putMember(String word, Value value) {
            throw new ScriptError(places.here(), word + " can't be set here", "try: v." + word + "(…)");
        }

        @Override public String toString() {
            return String.join(" ", WordCalls.of(words));
        }
    }
}
