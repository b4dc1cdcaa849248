package org.kvmsh.dsl;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.kvmsh.dsl.lang.FrontEnd;
import org.kvmsh.dsl.lang.Language;
import org.kvmsh.dsl.lang.Loading;
import org.kvmsh.dsl.lang.ScriptTests;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.lang.groovy.GroovyFrontEnd;
import org.kvmsh.dsl.lang.groovy.GroovyTests;
import org.kvmsh.dsl.lang.groovy.GroovyWords;
import org.kvmsh.dsl.lang.js.JsFrontEnd;
import org.kvmsh.dsl.lang.js.JsTests;
import org.kvmsh.dsl.lang.js.JsWords;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.word.Word;

/** The front end of each language: no other class lists the languages. */
final class Languages {
    private Languages() {}

    /** @param kept where compiled files are kept; null if they are not */
    static FrontEnd frontEnd(Language language, PrintWriter out, Path kept) {
        return switch (language) {
            case GROOVY -> new GroovyFrontEnd(out, kept);
            case JS -> new JsFrontEnd(out);
        };
    }

    static void warmUp(Language language, Loading loading) {
        switch (language) {
            case GROOVY -> GroovyFrontEnd.warmUp(loading);
            case JS -> JsFrontEnd.warmUpInBackground();
        }
    }

    static void warmUp(Language language, Source script, Path kept) {
        switch (language) {
            case GROOVY -> GroovyFrontEnd.warmUp(script, kept);
            case JS -> JsFrontEnd.warmUpInBackground();
        }
    }

    static ScriptTests tests(Language language, Source script) {
        return switch (language) {
            case GROOVY -> GroovyTests.of(script);
            case JS -> JsTests.of(script);
        };
    }

    static WordTable words(Language language) {
        return switch (language) {
            case GROOVY -> GroovyWords.table();
            case JS -> JsWords.table();
        };
    }

    /** The units that may follow a number and a dot: {@code MB} in Groovy. */
    static Set<String> units(Language language) {
        return language == Language.GROOVY ? GroovyWords.units() : Set.of();
    }

    static String example(Language language, Word word) {
        return language == Language.JS ? JsWords.example(word) : word.example();
    }

    /** The members of values without words in JavaScript, by class. */
    static Map<Class<?>, Collection<String>> membersInJavaScript() {
        return JsWords.members();
    }
}
