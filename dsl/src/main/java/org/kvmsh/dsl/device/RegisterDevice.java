package org.kvmsh.dsl.device;

import java.util.List;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.Handler;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;

/** A device that a guest sees as registers, at ports or at addresses. */
abstract class RegisterDevice {
    /** The number of ports or addresses that it takes. */
    abstract int size();

    /** The value of a register, by its distance from the first. */
    abstract long read(int register);

    abstract void write(int register, long value);

    final List<HandlerConfig> handlers(ReadyDeviceConfig device) {
        long at = device.at();
        Handler handler = device.kind() == KeyedExit.IO
                ? exit -> port((Exit.Io) exit, at)
                : exit -> address((Exit.Mmio) exit, at);
        return List.of(new HandlerConfig(new ExitPlaces(device.kind(), at, at + size() - 1), handler, device.site()));
    }

    /** A string instruction, rep outsb, is one exit of several values. */
    private Object port(Exit.Io exit, long at) {
        int register = (int) (exit.port() - at);
        if (!exit.out()) {
            return read(register);
        }
        for (int i = 0; i < exit.count(); i++) {
            write(register, exit.value(i));
        }
        return null;
    }

    private Object address(Exit.Mmio exit, long at) {
        int register = (int) (exit.address() - at);
        if (!exit.write()) {
            return read(register);
        }
        write(register, exit.getValue());
        return null;
    }
}
