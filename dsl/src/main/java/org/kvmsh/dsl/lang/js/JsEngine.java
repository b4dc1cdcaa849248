package org.kvmsh.dsl.lang.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;

/** GraalVM's engine, shared by all front ends: it is slow to create, and is created at JavaScript's first use. */
final class JsEngine {
    /** GraalVM's name of the language. */
    static final String JS = "js";
    /** Those that Truffle has a library for, by Java's names. */
    private static final Set<String> WITH_LIBRARY = Set.of("amd64", "x86_64", "aarch64");

    static final Engine ENGINE = engine();
    static final Source PRELUDE = prelude();

    private JsEngine() {}

    /** Without its library Truffle interprets, as it does on any JDK without its compiler. */
    private static Engine engine() {
        if (!WITH_LIBRARY.contains(System.getProperty("os.arch"))) {
            System.setProperty("truffle.attach.library", "/none");
            System.setProperty("polyglotimpl.AttachLibraryFailureAction", "ignore");
        }
        return Engine.newBuilder(JS)
                .option("engine.WarnInterpreterOnly", "false")
                .build();
    }

    static Source source(String text, String name) {
        return Source.newBuilder(JS, text, name).buildLiteral();
    }

    private static Source prelude() {
        try (InputStream text = JsEngine.class.getResourceAsStream("prelude.js")) {
            return Source.newBuilder(JS, new String(text.readAllBytes(), StandardCharsets.UTF_8), "prelude.js")
                    .internal(true)
                    .buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
