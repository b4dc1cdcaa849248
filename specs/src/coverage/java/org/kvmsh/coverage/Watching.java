package org.kvmsh.coverage;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.word.Vocabulary;

/** Puts a look into kvmsh's own methods: those that are words, the one that runs a text, the one that reads an exit, and answers. */
final class Watching {
    private Watching() { }

    /** All of kvmsh's classes are loaded before: one that is loaded while another is changed stays as it is. */
    static void begin(Instrumentation instrumentation) throws IOException, ClassNotFoundException {
        for (Class<?> inJar : List.of(Kvmsh.class, Refusal.class)) {
            loadAll(Path.of(inJar.getProtectionDomain().getCodeSource().getLocation().getPath()));
        }
        Set<String> words = words();
        new AgentBuilder.Default().disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(ElementMatchers.nameStartsWith("org.kvmsh.dsl.").or(ElementMatchers.nameStartsWith("org.kvmsh.bindings.kvm.")))
                .transform((builder, type, loader, module, domain) -> builder
                        .visit(Advice.to(OfWord.class).on(ElementMatchers.isMethod().and(ElementMatchers.not(ElementMatchers.isAbstract())).and(ElementMatchers.isPublic()).and(method -> words.contains(method.getName()))))
                        .visit(Advice.to(OfText.class).on(ElementMatchers.named("run").and(ElementMatchers.takesArguments(3)).and(declaredBy("org.kvmsh.dsl.Kvmsh"))))
                        .visit(Advice.to(OfExit.class).on(ElementMatchers.named("exit").and(ElementMatchers.takesNoArguments()).and(declaredBy("org.kvmsh.bindings.kvm.Vcpu"))))
                        .visit(Advice.to(OfRefusal.class).on(ElementMatchers.isConstructor().and(ElementMatchers.takesArguments(7)).and(declaredBy("org.kvmsh.bindings.kvm.Refusal")))))
                .installOn(instrumentation);
    }

    private static ElementMatcher.Junction<MethodDescription> declaredBy(String type) {
        return ElementMatchers.isDeclaredBy(ElementMatchers.named(type));
    }

    private static void loadAll(Path jar) throws IOException, ClassNotFoundException {
        try (JarFile classes = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(classes.entries())) {
                String name = entry.getName();
                if (name.startsWith("org/kvmsh/") && name.endsWith(".class")) {
                    Class.forName(name.replace('/', '.').replaceFirst("\\.class$", ""), false, Watching.class.getClassLoader());
                }
            }
        }
    }

    /** The names of the methods that are words. */
    private static Set<String> words() {
        Set<String> names = new HashSet<>();
        CoveragePage.scopes().forEach(scope -> Vocabulary.methods(scope.type()).values().forEach(method -> names.add(method.getName())));
        return names;
    }

    static final class OfWord {
        private OfWord() { }

        @Advice.OnMethodEnter static void enter(@Advice.Origin("#t") String type, @Advice.Origin("#m") String name) {
            Seen.word(type, name);
        }
    }

    static final class OfText {
        private OfText() { }

        @Advice.OnMethodEnter static void enter(@Advice.This Kvmsh kvmsh) {
            Seen.board(kvmsh.session().board().kind());
        }
    }

    static final class OfExit {
        private OfExit() { }

        @Advice.OnMethodExit static void exit(@Advice.Return Exit exit) {
            Seen.exit(exit.name());
        }
    }

    static final class OfRefusal {
        private OfRefusal() { }

        @Advice.OnMethodExit static void exit(@Advice.This Refusal refusal) {
            Seen.errno(refusal.call(), Errno.name(refusal.errno()));
        }
    }
}
