package org.kvmsh.dsl.lang.js;

/** What a script sees of a value of Java's. */
interface HostValue {
    Object host();
}
