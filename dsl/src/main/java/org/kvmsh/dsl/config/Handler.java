package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.Exit;

/** The script's action at an exit; for an input or a read its result is the reply. */
@FunctionalInterface
public interface Handler {
    Object handle(Exit exit);
}
