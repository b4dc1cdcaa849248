package org.kvmsh.dsl.config;

import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Site;

/** A handler of the exits of one key at the ports, addresses or numbers from first to last. */
public record HandlerConfig(KeyedExit kind, long first, long last, Handler handler, Site site) { }
