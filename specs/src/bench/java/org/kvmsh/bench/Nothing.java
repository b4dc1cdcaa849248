package org.kvmsh.bench;

/** The least that a Java program can be. */
final class Nothing {
    private Nothing() { }

    public static void main(String[] none) { }
}
