package org.kvmsh.dsl.lang.js;

/** The view that a script has of a value of Java's. */
interface HostValue {
    Object host();
}
