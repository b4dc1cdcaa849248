package org.kvmsh.dsl.word;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.SbiCalls;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.AnyPlace;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words that handle a guest's exits. */
public interface HandlerWords extends VmPart {
    @Word(
            value = "handle the exits selected by a key and its value: a number, a range or any. The"
                    + " narrowest matching handler gets the exit. For an input, a read or a hypercall, the"
                    + " block's result is the reply. A system event ends the run even if it is handled. The"
                    + " plan enables the exits in KVM",
            example = "on(io: 0x3f8) { e -> print e.text }",
            js = "v.on({io: 0x3f8}, e => print(e.text))",
            keys = true,
            block = true)
    default void on(Map<String, ?> key, Handler handler) {
        NamedArguments named = named("on", key);
        KeyedExit kind = kind("on", "on(io: 0x3f8) { e -> print e.text }", key, here());
        config().handler(new HandlerConfig(places(kind, named.get(kind.key()), here()), handler, here()));
    }

    /** The exits that a word's one key names. */
    static ExitPlaces places(String word, String example, Map<String, ?> key, Site site) {
        new NamedArguments(
                word, Arrays.stream(KeyedExit.values()).map(KeyedExit::key).toList(), example, key, site);
        KeyedExit kind = kind(word, example, key, site);
        return places(kind, key.values().iterator().next(), site);
    }

    /** The one key of a word. */
    static KeyedExit kind(String word, String example, Map<String, ?> key, Site site) {
        if (key.size() != 1) {
            String keys = Arrays.stream(KeyedExit.values())
                    .map(each -> each.key() + ":")
                    .collect(Collectors.joining(", "));
            throw new ScriptError(
                    site, word + " takes one key: " + keys.replaceFirst(", (\\w+:)$", " or $1"), "try: " + example);
        }
        return KeyedExit.valueOf(key.keySet().iterator().next().toUpperCase(Locale.ROOT));
    }

    @Word(
            value = "collect the guest's writes to a port or an address, its H_PUT_TERM_CHAR calls or its"
                    + " SBI DBCN calls, in m.console; a store of any width to the MMIO address is one"
                    + " character; value: sets what reads return; the agent of a remote or emulated board"
                    + " handles these exits itself, except SBI calls",
            example = "console io: 0x3f8",
            named = {"io", "mmio", "hcall", "sbi", "value"})
    default void console(Map<String, ?> arguments) {
        if (arguments.containsKey(KeyedExit.SBI.key())) {
            sbiConsole(named("console", arguments));
            return;
        }
        answer("console", arguments, true);
    }

    @Word(
            value = "answer the guest's hypercalls, or its reads of a port or an address, with a value, and"
                    + " ignore its writes; the agent of a remote or emulated board handles these exits itself",
            example = "answer io: 0x3fd, value: 0x60",
            named = {"io", "mmio", "hcall", "value"})
    default void answer(Map<String, ?> arguments) {
        answer("answer", arguments, false);
    }

    private void sbiConsole(NamedArguments named) {
        long console = SbiCalls.number("SBI_EXT_DBCN");
        ExitPlaces places = places(KeyedExit.SBI, named.get(KeyedExit.SBI.key()), here());
        if (!places.isOne() || places.first() != console || named.get("value") != null) {
            throw new ScriptError(
                    here(),
                    "console sbi: takes only SBI_EXT_DBCN and no value: argument",
                    "try: console sbi: SBI_EXT_DBCN");
        }
        ReadyDevices.addTo(config(), ReadyDeviceConfig.Model.SBI_CONSOLE, KeyedExit.SBI, console, here());
    }

    private void answer(String word, Map<String, ?> arguments, boolean console) {
        NamedArguments named = named(word, arguments);
        List<String> keys = arguments.keySet().stream()
                .map(Object::toString)
                .filter(key -> !key.equals("value"))
                .toList();
        if (keys.size() != 1) {
            throw new ScriptError(here(), word + " takes one of io:, mmio: and hcall:", "try: " + word + " io: 0x3f8");
        }
        KeyedExit kind = KeyedExit.valueOf(keys.get(0).toUpperCase(Locale.ROOT));
        ExitPlaces places = places(kind, named.get(keys.get(0)), here());
        Long value = named.longOrNull("value");
        config().answer(new AnswerConfig(places, console, value == null ? 0 : value, here()));
    }

    /** The ports, addresses or numbers that a script names. */
    private static ExitPlaces places(KeyedExit kind, Object place, Site site) {
        if (place == AnyPlace.any) {
            return ExitPlaces.any(kind);
        }
        if (place instanceof ExitKind || place instanceof List<?> none && none.isEmpty()) {
            throw WrongPlace.error(kind, place, site);
        }
        Object first = place instanceof List<?> range ? range.get(0) : place;
        Object last = place instanceof List<?> range ? range.get(range.size() - 1) : place;
        String what = kind.number();
        long most = kind.most();
        long from = Bits64.of(first, what, 0, most, site);
        long to = Bits64.of(last, what, 0, most, site);
        if (place instanceof List<?> range && range.size() != to - from + 1) {
            throw WrongPlace.ofRange(kind, from, to, site);
        }
        return new ExitPlaces(kind, from, to);
    }
}
