package org.kvmsh.dsl.device;

import java.util.function.BiFunction;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/** What a guest writes to the port or address of a device that has one register. Reads return 0. */
final class WrittenValue {
    private WrittenValue() {}

    /** @param take gets each write and its value, and returns what the handler returns */
    static HandlerConfig to(ReadyDeviceConfig device, BiFunction<Exit, Long, Object> take) {
        return new HandlerConfig(device.place(), exit -> handle(exit, take), device.site());
    }

    private static Object handle(Exit exit, BiFunction<Exit, Long, Object> take) {
        if (exit instanceof Exit.Io io) {
            return io.out() ? take.apply(io, io.getValue()) : 0;
        }
        Exit.Mmio mmio = (Exit.Mmio) exit;
        return mmio.write() ? take.apply(mmio, mmio.getValue()) : 0;
    }
}
