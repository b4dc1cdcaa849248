package org.kvmsh.dsl.lang.js;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.dsl.call.ProposalBody;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.lang.AssignedInBlock;
import org.kvmsh.dsl.lang.KernelNames;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.lang.VerdictWords;
import org.kvmsh.dsl.lang.WordTable;
import org.kvmsh.dsl.machine.Machine;
import org.kvmsh.dsl.machine.StopCondition;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VcpuWords;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/**
 * Calls the words of an object by name. Named arguments, first in Java, come before a function and otherwise last in
 * JavaScript.
 */
final class WordCalls {
    /** Words that wait for a handler that is under way, or while handlers run. */
    private static final Set<String> LOCKED = Set.of("getExits", "coalesced", "attach");

    private final ValueConverter crossing;
    private final Places places;
    private final WordTable table;
    /** The word of the block that the script is in as a function of the words; null if it is in none. */
    private String block;

    WordCalls(WordTable table, ValueConverter crossing, Places places) {
        this.table = table;
        this.crossing = crossing;
        this.places = places;
    }

    /** {@code m.more({memory: {at: 0x100000, size: KB(64)}})}: with the words as JavaScript has them. */
    void more(Machine machine, Function<VmConfig.Builder, VmWords> words, Value... given) {
        Object said = given.length == 1 ? crossing.in(given[0]) : null;
        if (!(said instanceof Map || said instanceof Value)) {
            throw new ScriptError(
                    places.here(), "m.more takes a block", "try: m.more({memory: {at: 0x100000, size: KB(64)}})");
        }
        machine.more(new JsBlock(said, LiteralText.of(places.section()), this, places), words);
    }

    /** Calls a block that is a function of its words. */
    void within(Object words, Runnable act) {
        String before = block;
        block = words instanceof VcpuWords ? "vcpu" : "vm";
        try {
            act.run();
        } finally {
            block = before;
        }
    }

    /**
     * Refuses a register's or a word's name that a block assigns and the script does not read: it would be a new
     * variable.
     */
    void assigned(String name) {
        if (VerdictWords.has(name)) {
            throw VerdictWords.hidden(places.here(), name, "a variable");
        }
        Word word = table.words().get(name);
        if (block != null && (word != null || RegisterAdvice.isRegister(name)) && places.onlyAssigned(name)) {
            throw AssignedInBlock.error(
                    places.here(), block, name, word == null ? null : JsSignature.of(word), "VALUE", false);
        }
        boolean isExit = KernelNames.constants().get(name) instanceof ExitKind;
        boolean isWord = name.equals(KernelNames.KVM)
                || Vocabulary.methods(table.blocks().get("")).containsKey(name);
        if ((isExit || isWord) && !places.declaresVar(name)) {
            String declared = "const " + name + " = …";
            throw isExit
                    ? AssignedInBlock.hiddenExit(places.here(), name, declared)
                    : AssignedInBlock.hidden(places.here(), name, declared);
        }
    }

    /** Whether the script asks whether an object has a member, and does not read it. */
    boolean asksForMember() {
        return places.asksForMember();
    }

    /** Every word of the language. */
    WordTable table() {
        return table;
    }

    Deferred deferred() {
        return crossing.deferred();
    }

    Handler handler(Value function) {
        return new JsHandler(function, ScriptThread.current(), crossing);
    }

    /** Calls a word with a script's values, and converts its result for the script. */
    Object call(Object words, String word, Value... given) {
        SourceSection call = places.section();
        return call(words, word, Site.UNKNOWN, LiteralText.of(call), given);
    }

    Object call(Object words, String word, Site site, LiteralText text, Value... given) {
        List<Object> arguments = word.startsWith("print")
                ? List.of(Arrays.stream(given)
                        .map(ValueConverter::text)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                : Arrays.stream(given).map(crossing::in).toList();
        return answer(word, call(words, word, arguments, site, text));
    }

    /** The number that an ioctl returns with a struct is an int, or a descriptor. */
    private Object answer(String word, Object answer) {
        return word.equals("ioctl") && answer instanceof Long number ? crossing.count(number) : crossing.out(answer);
    }

    /**
     * The value of a word that is read; one that can be called too, {@code trace('KVM_*')}, is a value that is a
     * function as well.
     */
    Object read(Object words, String word) {
        Object value = invoke(Vocabulary.methods(words.getClass()).get(word), words);
        // A text of JavaScript's has no calls.
        boolean called = !(value instanceof String)
                && Arrays.stream(words.getClass().getMethods())
                        .anyMatch(method -> method.getName().equals(word) && method.getParameterCount() > 0);
        return called ? crossing.callable(value, given -> call(words, word, given)) : answer(word, value);
    }

    /** @param text where a block among the arguments is, if it is an object */
    Object call(Object words, String word, List<Object> arguments, Site site, LiteralText text) {
        Method method = find(words, word, arguments);
        List<Object> ordered = arguments;
        if (method == null && arguments.size() > 1) {
            ordered = namedFirst(arguments);
            method = find(words, word, ordered);
        }
        Method bare = method == null && isBare(arguments) ? Vocabulary.bare(words.getClass(), word) : null;
        if (bare != null) {
            return arguments.contains(false) ? null : invoke(bare, words);
        }
        if (method == null) {
            throw new ScriptError(
                    site,
                    word + (arguments.isEmpty() ? " needs an argument" : " does not take " + text(arguments)),
                    "try: " + JsSignature.of(Vocabulary.of(words.getClass()).get(word)));
        }
        Object[] taken = new Object[ordered.size()];
        for (int i = 0; i < taken.length; i++) {
            taken[i] = taken(method.getParameterTypes()[i], ordered.get(i), text);
        }
        return invoke(method, words, taken);
    }

    /** {@code v.irqchip()} or {@code {irqchip: true}}, of a word without arguments; {@code false} does not use it. */
    private static boolean isBare(List<Object> arguments) {
        return arguments.isEmpty() || arguments.size() == 1 && arguments.get(0) instanceof Boolean;
    }

    private static List<Object> namedFirst(List<Object> arguments) {
        List<Object> ordered = new ArrayList<>(arguments);
        for (int i = ordered.size() - 1; i > 0; i--) {
            if (ordered.get(i) instanceof Map) {
                ordered.add(0, ordered.remove(i));
                break;
            }
        }
        return ordered;
    }

    private Object invoke(Method method, Object words, Object... arguments) {
        ScriptThread thread = ScriptThread.current();
        if (thread == null) {
            return invokeHere(method, words, arguments);
        }
        thread.serveStarted();
        return LOCKED.contains(method.getName())
                ? thread.besideHandlers(() -> invokeHere(method, words, arguments))
                : invokeHere(method, words, arguments);
    }

    private Object invokeHere(Method method, Object words, Object... arguments) {
        try {
            Object answer = method.invoke(words, arguments);
            return method.getReturnType() == Number.class && answer instanceof Long narrow
                    ? crossing.count(narrow)
                    : answer;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Object taken(Class<?> type, Object argument, LiteralText text) {
        if (type == Block.class) {
            return new JsBlock(argument, text, this, places);
        } else if (type == Handler.class) {
            return handler((Value) argument);
        } else if (type == StopCondition.class) {
            return (StopCondition) new ScriptFunction((Value) argument, crossing)::call;
        } else if (type == ProposalBody.class) {
            return new JsProposal((Value) argument, crossing);
        } else if (type == int.class) {
            return (int) Bits64.of(argument, "a number", Integer.MIN_VALUE, Integer.MAX_VALUE, places.here());
        } else if (type == long.class) {
            return Bits64.of(argument, "a number", places.here());
        }
        return argument;
    }

    private static Method find(Object words, String word, List<Object> arguments) {
        Method found = null;
        for (Method method : words.getClass().getMethods()) {
            if (method.getName().equals(word)
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.isBridge()
                    && takes(method, arguments)
                    && (found == null || isNarrower(method, found))) {
                found = method;
            }
        }
        return found;
    }

    private static boolean isNarrower(Method one, Method other) {
        for (int i = 0; i < one.getParameterCount(); i++) {
            Class<?> type = one.getParameterTypes()[i];
            Class<?> wide = other.getParameterTypes()[i];
            if (type != wide) {
                // An object is named arguments before it is a block.
                return wide == Block.class ? type == Map.class : wide.isAssignableFrom(type);
            }
        }
        return other.getDeclaringClass().isAssignableFrom(one.getDeclaringClass());
    }

    private static boolean takes(Method method, List<Object> arguments) {
        Class<?>[] types = method.getParameterTypes();
        if (types.length != arguments.size()) {
            return false;
        }
        for (int i = 0; i < types.length; i++) {
            Object argument = arguments.get(i);
            boolean fits = types[i] == Block.class
                    ? argument instanceof Value || argument instanceof Map
                    : types[i] == Handler.class || types[i] == ProposalBody.class || types[i] == StopCondition.class
                            ? argument instanceof Value
                            : types[i] == int.class || types[i] == long.class
                                    ? argument instanceof Number
                                    : argument == null ? types[i] == Object.class : types[i].isInstance(argument);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Object> arguments) {
        List<String> texts = arguments.stream()
                .map(argument -> argument instanceof Value
                        ? "a function"
                        : argument instanceof Map<?, ?> map
                                ? "{"
                                        + String.join(
                                                ", ",
                                                map.keySet().stream()
                                                        .map(key -> key + ": …")
                                                        .toList()) + "}"
                                : argument == null
                                        ? "nothing"
                                        : argument instanceof CharSequence ? "'" + argument + "'" : argument.toString())
                .toList();
        return String.join(", ", texts);
    }
}
