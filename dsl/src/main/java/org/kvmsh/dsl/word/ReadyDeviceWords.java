package org.kvmsh.dsl.word;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/** The words for predefined devices: the guest's output is m.console, and m.type provides its input. */
public interface ReadyDeviceWords extends VmPart {
    @Word(
            value = "a serial port with the registers of an 8250, polled, without interrupts; guest output is in"
                    + " m.console",
            example = "serial io: 0x3f8",
            named = {"io", "mmio"})
    default void serial(Map<String, ?> place) {
        device("serial", ReadyDeviceConfig.Model.SERIAL, place, List.of("io", "mmio"));
    }

    @Word(
            value = "a debug-exit port: the guest ends the run by writing to it; the value written is the outcome's"
                    + " code",
            example = "debugExit io: 0xf4",
            named = {"io", "mmio"})
    default void debugExit(Map<String, ?> place) {
        device("debugExit", ReadyDeviceConfig.Model.DEBUG_EXIT, place, List.of("io", "mmio"));
    }

    @Word(
            value = "ARM's PL011 serial port, polled, without interrupts; guest output is in m.console",
            example = "pl011 mmio: 0x9000000",
            named = "mmio",
            offered = {Arch.ARM64, Arch.ARM})
    default void pl011(Map<String, ?> place) {
        device("pl011", ReadyDeviceConfig.Model.PL011, place, List.of("mmio"));
    }

    @Word(
            value = "powerpc: a virtual terminal: H_PUT_TERM_CHAR writes to m.console, H_GET_TERM_CHAR reads the input"
                    + " given with m.type",
            example = "vterm 0",
            offered = Arch.PPC64)
    default void vterm(Number unit) {
        ReadyDevices.addTo(
                config(),
                ReadyDeviceConfig.Model.VTERM,
                KeyedExit.HCALL,
                Bits64.of(unit, "the terminal number", here()),
                here());
    }

    private void device(String word, ReadyDeviceConfig.Model model, Map<String, ?> place, List<String> keys) {
        NamedArguments named = named(word, place);
        if (place.size() != 1) {
            throw new ScriptError(
                    here(),
                    word + " needs " + String.join(": or ", keys) + ":",
                    "try: " + Vocabulary.of(getClass()).get(word).example());
        }
        String key = place.keySet().iterator().next();
        KeyedExit kind = key.equals("io") ? KeyedExit.IO : KeyedExit.MMIO;
        ReadyDevices.addTo(
                config(), model, kind, Bits64.of(named.get(key), kind.number(), 0, kind.most(), here()), here());
    }
}
