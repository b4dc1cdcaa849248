package org.kvmsh.coverage;

import java.lang.instrument.Instrumentation;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.Answer;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.word.Word;

/** Puts a look into kvmsh's own methods: those that are words, the one that runs a text, the one that reads an exit, and answers. */
final class Watching {
    private Watching() { }

    /** What the looks themselves name is loaded before: a class that is loaded while another is changed stays as it is. */
    static void begin(Instrumentation instrumentation) throws ClassNotFoundException {
        for (Class<?> named : List.of(Kvmsh.class, Answer.class, Exit.class, Errno.class)) {
            Class.forName(named.getName());
        }
        new AgentBuilder.Default().disableClassFormatChanges()
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
                .type(ElementMatchers.nameStartsWith("org.kvmsh.dsl.").or(ElementMatchers.nameStartsWith("org.kvmsh.bindings.kvm.")))
                .transform((builder, type, loader, module, domain) -> builder
                        .visit(Advice.to(OfWord.class).on(ElementMatchers.isMethod().and(ElementMatchers.not(ElementMatchers.isAbstract())).and(Watching::isWord)))
                        .visit(Advice.to(OfText.class).on(ElementMatchers.named("run").and(ElementMatchers.takesArguments(3)).and(declaredBy("org.kvmsh.dsl.Kvmsh"))))
                        .visit(Advice.to(OfExit.class).on(ElementMatchers.named("exit").and(ElementMatchers.takesNoArguments()).and(declaredBy("org.kvmsh.bindings.kvm.Vcpu"))))
                        .visit(Advice.to(OfAnswer.class).on(ElementMatchers.isConstructor().and(ElementMatchers.takesArguments(6)).and(declaredBy("org.kvmsh.bindings.kvm.Answer")))))
                .installOn(instrumentation);
    }

    private static ElementMatcher.Junction<MethodDescription> declaredBy(String type) {
        return ElementMatchers.isDeclaredBy(ElementMatchers.named(type));
    }

    /** A word's ways to be said have one description. */
    private static boolean isWord(MethodDescription method) {
        return !method.getDeclaringType().getDeclaredMethods().filter(ElementMatchers.named(method.getName()).and(ElementMatchers.isAnnotatedWith(Word.class))).isEmpty();
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

    static final class OfAnswer {
        private OfAnswer() { }

        @Advice.OnMethodExit static void exit(@Advice.This Answer<?> answer) {
            if (answer.errno() != 0) {
                Seen.errno(answer.call(), Errno.name(answer.errno()));
            }
        }
    }
}
