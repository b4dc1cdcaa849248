package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import groovy.lang.GroovyClassLoader;
import groovy.lang.MetaMethod;
import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import groovy.lang.Script;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.groovy.parser.antlr4.GroovySyntaxError;
import org.apache.groovy.util.BeanUtils;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.messages.ExceptionMessage;
import org.codehaus.groovy.control.messages.Message;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.runtime.InvokerHelper;
import org.codehaus.groovy.runtime.powerassert.PowerAssertionError;
import org.codehaus.groovy.syntax.SyntaxException;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.call.ByteList;
import org.kvmsh.dsl.call.ProposalFailed;
import org.kvmsh.dsl.inspect.ExitNames;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.lang.ThrownInWords;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.expect.Unmet;
import org.kvmsh.dsl.script.Causes;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** Converts an exception in a script into an error with a position in the script. */
record ScriptFailure(Map<String, Source> compiled) {
    static final String CALLED_EXIT = "the name of an exit takes no arguments";
    static final String USES_OF_EXITS =
            "use it after until:, as in run until: mmio; to handle an exit, use on(mmio: 0x1000) { }";

    private static final Pattern OF_ELEMENT = Pattern.compile("Exception evaluating property '(.*?)' for ");

    ScriptError of(Throwable thrown, Source running) {
        if (thrown instanceof MultipleCompilationErrorsException e) {
            return syntax(e, running).ofCompiler();
        }
        if (thrown instanceof CompilationFailedException e && e.getCause() instanceof StackOverflowError) {
            return new ScriptError(new Site(running.name(), 1, 1), ThrownInWords.NESTED_TOO_DEEP);
        }
        if (thrown instanceof GroovySyntaxError e) {
            String message = withoutPlace(e.getMessage());
            return new ScriptError(
                            new Site(running.name(), e.getLine(), e.getColumn()),
                            SyntaxAdvice.message(message),
                            e,
                            SyntaxAdvice.note(message))
                    .ofCompiler();
        }
        if (thrown instanceof HandlerFailed e) {
            return e.with(of(e.getCause(), running));
        }
        if (thrown instanceof ProposalFailed e) {
            return e.with(of(e.getCause(), running));
        }
        if (thrown instanceof Unmet e) {
            return e.with(of(e.getCause(), running));
        }
        if (thrown instanceof PowerAssertionError) {
            return new ScriptError(site(thrown), "expectation failed:", new Unmet(thrown)).showing(condition(thrown));
        }
        if (thrown instanceof ScriptError e) {
            return e.site().line() != 0 ? e : e.at(site(thrown));
        }
        return thrown instanceof KvmException refused ? ScriptError.refused(site(thrown), refused) : explained(thrown);
    }

    /** The first in the text: the static compiler finds them in its own order. */
    private static ScriptError syntax(MultipleCompilationErrorsException errors, Source running) {
        // What only the static compiler could not prove is no refusal.
        Optional<SyntaxException> first =
                inOrder(errors).min(Comparator.comparing(cause -> !(cause instanceof StaticRefusal)));
        if (first.isPresent()) {
            return syntax(first.get(), errors, running);
        }
        Message general = errors.getErrorCollector().getError(0);
        Throwable cause = general instanceof ExceptionMessage thrown ? thrown.getCause() : errors;
        return new ScriptError(
                new Site(running.name(), 1, 1),
                "cannot compile this code: "
                        + ThrownInWords.of(cause).lines().findFirst().orElse(""),
                errors);
    }

    private static Stream<SyntaxException> inOrder(MultipleCompilationErrorsException errors) {
        return errors.getErrorCollector().getErrors().stream()
                .filter(SyntaxErrorMessage.class::isInstance)
                .map(message -> ((SyntaxErrorMessage) message).getCause())
                .sorted(Comparator.comparingInt(SyntaxException::getLine)
                        .thenComparingInt(SyntaxException::getStartColumn));
    }

    private static ScriptError syntax(
            SyntaxException cause, MultipleCompilationErrorsException errors, Source running) {
        String message = withoutPlace(cause.getOriginalMessage().replace("[Static type checking] - ", ""));
        return cause instanceof StaticRefusal refusal
                ? new ScriptError(site(running, cause), message, errors, refusal.notes())
                : new ScriptError(
                        site(running, cause), SyntaxAdvice.message(message), errors, SyntaxAdvice.note(message));
    }

    /**
     * All that a compilation found, in the order of the text, one a position. Words in the block of an unknown word are
     * out of place only for that.
     */
    List<ScriptError> each(MultipleCompilationErrorsException errors, Source running) {
        boolean refused = StaticRefusal.isAmong(errors);
        // All sites are equal.
        Map<String, ScriptError> found = new LinkedHashMap<>();
        for (SyntaxException cause : inOrder(errors)
                .filter(cause -> !refused || cause instanceof StaticRefusal)
                .toList()) {
            ScriptError error = syntax(cause, errors, running).ofCompiler();
            if (!error.headline().endsWith("cannot be used here")
                    || found.values().stream()
                            .noneMatch(before -> before.headline().startsWith("unknown word"))) {
                found.putIfAbsent(error.site().toString(), error);
            }
        }
        return found.isEmpty() ? List.of(of(errors, running)) : List.copyOf(found.values());
    }

    /** The position of an error: what is missing at the end of a text is missing in its last line. */
    private static Site site(Source text, SyntaxException cause) {
        List<String> lines = text.text().lines().toList();
        int last = lines.size();
        return cause.getLine() <= last || last == 0
                ? new Site(text.name(), cause.getLine(), cause.getStartColumn())
                : new Site(text.name(), last, lines.get(last - 1).length() + 1);
    }

    private static String withoutPlace(String message) {
        // A class that the script names itself is no class of ours.
        return message.startsWith("unable to resolve class")
                ? message.strip().lines().findFirst().orElse("")
                : ValueInWords.withoutClasses(message.strip().replaceAll("\\s*@ line \\d+, column \\d+\\.?$", ""));
    }

    /** The condition with its parts' values below it, as Groovy renders it. */
    private static List<String> condition(Throwable thrown) {
        return thrown.getMessage()
                .strip()
                .replaceFirst("^assert ", "       ")
                .lines()
                .map(line -> "  " + line)
                .toList();
    }

    /** An exception in words, with notes, of which any may be empty. */
    private record Explanation(String message, String... notes) {}

    private ScriptError explained(Throwable thrown) {
        Site site = site(thrown);
        Explanation found = isCallOfExit(thrown)
                ? new Explanation(CALLED_EXIT, USES_OF_EXITS)
                : thrown instanceof MissingMethodException e
                        ? ofMethod(e, e.getMethod(), e.getType(), site)
                        : thrown instanceof MissingPropertyException e ? ofProperty(e) : ofThrown(thrown, site);
        String array = ByteArrays.note(thrown);
        return new ScriptError(site, found.message, thrown, array.isEmpty() ? found.notes : new String[] {array});
    }

    private Explanation ofThrown(Throwable thrown, Site site) {
        String message = ThrownInWords.of(thrown);
        String word = MissingArguments.word(thrown, message, FailureSite.line(compiled, site));
        return word.isEmpty()
                ? new Explanation(message)
                : new Explanation(word + " needs an argument", MissingArguments.example(Causes.message(thrown), word));
    }

    private Explanation ofMethod(MissingMethodException e, String name, Class<?> type, Site site) {
        String operator = Script.class.isAssignableFrom(type)
                ? ""
                : Operators.message(e, operand(type), FailureSite.line(compiled, site));
        if (!operator.isEmpty()) {
            return new Explanation(operator);
        }
        if (Closure.class.isAssignableFrom(type)) {
            return new Explanation(
                    "wrong arguments for a block: " + arguments(e),
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> method.getName().equals("doCall") && !method.isSynthetic())
                            .map(method -> "it takes " + parameters(method))
                            .limit(1)
                            .toArray(String[]::new));
        }
        String message = isOthers(type)
                ? (e.isStatic() ? type.getSimpleName() : kind(type)) + " has no "
                        + (Operators.isElement(name) ? "[ ]" : name) + " that takes " + arguments(e)
                : isDefined(e) ? name + wrongArguments(e) : GroovyWords.table().unknown("word", name);
        String own = functions(type, name, e.getArguments());
        if (Vocabulary.bare(type, name) != null) {
            return new Explanation(message, "write: " + name);
        } else if (!own.isEmpty() || name.isEmpty()) {
            return new Explanation(message, own);
        } else if (isOthers(type)) {
            return new Explanation(message, nearest(name, type, false));
        } else if (type != null && isHeld(type)) {
            Word member = Vocabulary.of(type).get(name);
            return !isDefined(e)
                    ? ofValue(type, name)
                    : new Explanation(message, member == null ? "" : "try: " + member.example());
        }
        Word word = GroovyWords.table().words().get(name);
        String register = word == null ? RegisterAdvice.inBlock(name, "VALUE", true) : "";
        return !register.isEmpty()
                ? new Explanation(message, "write: " + register)
                : new Explanation(
                        message,
                        word != null && GroovyWords.table().blockOf(name) == null ? "" : note(name, Set.of()),
                        word == null ? "" : "try: " + word.example());
    }

    /** An operand of an operator, which errors name by its kind. */
    private static String operand(Class<?> type) {
        return isHeld(type) && OutOfReach.isPlural(type) ? "this value" : kind(type);
    }

    /** A name that a value of kvmsh does not have; {@code [ ]} is a call of getAt to Groovy. */
    private static Explanation ofValue(Class<?> type, String name) {
        if (Exit.class.isAssignableFrom(type)) {
            Collection<String> names = ExitNames.ofClass(type);
            return new Explanation(
                    "this exit has no " + name, Nearest.note(name, names), "it has: " + String.join(", ", names));
        }
        ScriptError unknown = OutOfReach.of(type, kind(type), name);
        return new Explanation(
                Operators.isElement(name) ? operand(type) + " cannot be indexed" : unknown.headline(),
                unknown.notes().toArray(String[]::new));
    }

    /** Groovy asks each element for a list's property; what an element says names neither the property nor a type. */
    private static Explanation ofProperty(MissingPropertyException e) {
        Matcher ofElement = OF_ELEMENT.matcher(String.valueOf(e.getMessage()));
        return e.getProperty() == null && ofElement.lookingAt()
                ? ofProperty(e, ofElement.group(1), List.class)
                : ofProperty(e, e.getProperty(), e.getType());
    }

    private static Explanation ofProperty(MissingPropertyException e, String name, Class<?> type) {
        if (type != null && (isOthers(type) || isHeld(type))) {
            String call = MemberCall.advice(type, name);
            return !call.isEmpty()
                    ? new Explanation(call)
                    : isOthers(type)
                            ? new Explanation(kind(type) + " has no " + name, nearest(name, type, true))
                            : ofValue(type, name);
        }
        Word word = wordOfBlock(e);
        if (word == null && example(name) == null && isFunction(type, name)) {
            return new Explanation(uncalled(name), howCalled(name));
        }
        return word != null
                ? new Explanation(name + " is a word that takes arguments", "try: " + word.example())
                : new Explanation(noName(name), note(name, Set.of()));
    }

    /** Whether a script's class has a function, of its own or Groovy's. */
    private static boolean isFunction(Class<?> script, String name) {
        return script != null
                && Script.class.isAssignableFrom(script)
                && Stream.of(script.getDeclaredMethods(), Script.class.getMethods())
                        .flatMap(Arrays::stream)
                        .anyMatch(method -> method.getName().equals(name));
    }

    /** For {@code println [1]}: without parentheses, it is an element of a variable. */
    static String uncalled(String function) {
        return function + " is a function, but is used here as a variable";
    }

    static String howCalled(String function) {
        return "put its arguments in parentheses: " + function + "(…)";
    }

    /** The message for the wrong arguments of a method that takes others. */
    private static String wrongArguments(MissingMethodException e) {
        if (e.getArguments().length > 0) {
            return MissingArguments.isBlock(e) ? " needs a block" : " does not take " + arguments(e);
        }
        return Vocabulary.bare(e.getType(), e.getMethod()) == null
                ? " needs an argument"
                : " is read without parentheses";
    }

    /** Whether a class is not a script, a block, or one of kvmsh's, whose members are words. */
    private static boolean isOthers(Class<?> type) {
        return !Script.class.isAssignableFrom(type)
                && !Closure.class.isAssignableFrom(type)
                && !type.getName().startsWith("org.kvmsh.")
                && type != Class.class
                && type != Object.class;
    }

    /** Whether there is a method of the name, which takes other arguments. */
    private static boolean isDefined(MissingMethodException e) {
        return example(e.getMethod()) != null
                || e.getType() != null
                        && Arrays.stream(e.getType().getMethods())
                                .anyMatch(method -> method.getName().equals(e.getMethod()));
    }

    /** A class of the script has the name that it was given there. */
    private static String kind(Class<?> type) {
        return type.getClassLoader() instanceof GroovyClassLoader
                ? type.getSimpleName()
                : Map.class.isAssignableFrom(type) ? "a map" : ValueInWords.kindOf(type);
    }

    private static String arguments(MissingMethodException e) {
        StringBuilder types = new StringBuilder();
        for (Object argument : e.getArguments()) {
            String type = argument == null
                    ? "null"
                    : argument instanceof Closure
                            ? "a block"
                            : argument instanceof ByteList
                                    ? "a byte list"
                                    : argument instanceof Map<?, ?> map
                                            ? map.keySet()
                                                            .toString()
                                                            .replaceAll("[\\[\\]]", "")
                                                            .replace(", ", ": ") + ":"
                                            : argument instanceof CharSequence
                                                    ? "'" + ValueInWords.brief(argument) + "'"
                                                    : ValueInWords.brief(argument);
            types.append(types.isEmpty() ? "" : ", ").append(type);
        }
        return types.isEmpty() ? "no arguments" : types.toString();
    }

    /** The word of a block that a bare name stands for, as in {@code vm { aia }}; null if there is none. */
    private static Word wordOfBlock(MissingPropertyException e) {
        boolean block =
                e.getType() != null && !Script.class.isAssignableFrom(e.getType()) && !Reach.isValue(e.getType());
        return block && Vocabulary.methods(e.getType()).containsKey(e.getProperty())
                ? Vocabulary.of(e.getType()).get(e.getProperty())
                : null;
    }

    /** {@code msr 0x10}: what follows {@code until:} is a name, and no word. */
    private static boolean isCallOfExit(Throwable thrown) {
        return thrown instanceof MissingMethodException e
                && e.getMethod().equals("call")
                && e.getType() != null
                && ExitKind.class.isAssignableFrom(e.getType());
    }

    private static boolean isHeld(Class<?> type) {
        return Exit.class.isAssignableFrom(type) || Reach.isHeld(type);
    }

    /** A name of Groovy's own methods is left alone: what is wrong are its arguments. */
    private static String nearest(String typed, Class<?> type, boolean property) {
        // Groovy adds functions to Java's.
        Set<String> functions = Stream.concat(
                        Arrays.stream(type.getMethods())
                                .filter(method -> !property || method.getParameterCount() == 0)
                                .map(Method::getName),
                        InvokerHelper.getMetaClass(type).getMetaMethods().stream()
                                .filter(method -> !property || method.getParameterTypes().length == 0)
                                .map(MetaMethod::getName))
                .collect(Collectors.toSet());
        String wanted = property && typed.equals("length") && functions.contains("size") ? "size" : typed;
        if (functions.contains(wanted)) {
            return property ? "write: " + wanted + "()" : "";
        }
        Set<String> names = new TreeSet<>(functions);
        if (property) {
            functions.stream()
                    .filter(name -> name.matches("get[A-Z].*"))
                    .forEach(name -> names.add(BeanUtils.decapitalize(name.substring(3))));
        }
        return Nearest.to(typed, names)
                .map(name -> "did you mean '" + name + (property && functions.contains(name) ? "()" : "") + "'?")
                .orElse("");
    }

    /** The parameters of the script's own functions of a name; empty if there are none. */
    private static String functions(Class<?> script, String name, Object[] given) {
        String written = Arrays.stream(script.getDeclaredMethods())
                .filter(method -> KvmScript.class.isAssignableFrom(script)
                        && method.getName().equals(name))
                .map(method -> name + parameters(method))
                .collect(Collectors.joining(" or "));
        return written.isEmpty()
                ? ""
                : "declared as " + written
                        + (written.contains("int") && Arrays.stream(given).anyMatch(Long.class::isInstance)
                                ? "; kernel values have type long"
                                : "");
    }

    private static String parameters(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == Object.class ? "def" : type.getSimpleName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** For a name without arguments: a top-level word that requires arguments exists. */
    static String noName(String typed) {
        return example(typed) == null
                ? GroovyWords.table().unknown("name", typed)
                : typed
                        + (isCalledAlone(typed)
                                ? " must be called with parentheses"
                                : " is a word that takes arguments");
    }

    /** Whether a word of the top level needs no arguments. A script's own run() is its body. */
    private static boolean isCalledAlone(String typed) {
        return example(typed) != null
                && (typed.equals("run")
                        || Arrays.stream(KvmScript.class.getMethods())
                                .anyMatch(method -> method.getName().equals(typed) && method.getParameterCount() == 0));
    }

    /** An example of a word of the top level; null if it is not one. */
    private static String example(String typed) {
        Word word = GroovyWords.table().words().get(typed);
        return word == null || GroovyWords.table().blockOf(typed) != null ? null : word.example();
    }

    /**
     * Suggestions for an unknown or misplaced name, in words.
     *
     * @param own names of the script
     */
    static String note(String typed, Set<String> own) {
        String block = GroovyWords.table().blockOf(typed);
        return block != null
                ? typed + " belongs inside "
                        + (block.equals("vcpu") ? "vcpu(0)" : block.equals("device") ? "device(TYPE)" : block) + " { }"
                : isCalledAlone(typed)
                        ? "write: " + typed + "()"
                        : example(typed) != null
                                ? "try: " + example(typed)
                                : GroovyWords.table().nearest(typed, own);
    }

    private Site site(Throwable thrown) {
        return new FailureSite(compiled).of(thrown);
    }
}
